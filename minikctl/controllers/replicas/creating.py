"""Pods made from a template, and the events that tell of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minikctl.controllers._base import Create, Event
from minikctl.controllers._owners import controller_ref

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]


def pod_of(owner: Obj, template: Obj) -> Obj:
    """The pod that `owner` makes of its template, without a name. Shares its parts with the template."""
    from_template = template.get("metadata") or {}
    meta: Obj = {
        "generateName": f"{owner['metadata']['name']}-",
        "namespace": owner["metadata"]["namespace"],
        "ownerReferences": [controller_ref(owner)],
    }
    for field in ("labels", "annotations", "finalizers"):
        if from_template.get(field):
            meta[field] = from_template[field]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": template["spec"]}


def copies(pod: Obj) -> Iterator[Obj]:
    """Endless deep copies: marshal is the fastest way to copy one JSON value many times."""
    import marshal

    blob = marshal.dumps(pod)
    while True:
        yield marshal.loads(blob)


def create(view: View, owner: Obj, template: Obj, count: int) -> list[Change]:
    """Create `count` pods. The first refusal ends the batch, as the slow start of the real controller does."""
    changes: list[Change] = []
    base, namespace = f"{owner['metadata']['name']}-", owner["metadata"]["namespace"]
    for _, pod in zip(range(count), copies(pod_of(owner, template))):
        name = view.generate_name("pods", namespace, base)
        pod["metadata"]["name"] = name
        changes.append(Create(pod))
        changes.append(Event(owner, "Normal", "SuccessfulCreate", f"Created pod: {name}"))
    return changes
