"""Pods made from a template, and the events that tell of them."""

from __future__ import annotations

from minikctl.controllers._base import Create, Event
from minikctl.controllers._owners import controller_ref
from minikctl.core.typed import TYPE_CHECKING, Any

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
    """Create `count` pods, in batches of 1, 2, 4 ... (the slow start of the real controller): the first refusal is
    the end.

    The events follow their batch, so that a refusal is told before what went well beside it.
    """
    changes: list[Change] = []
    base, namespace = f"{owner['metadata']['name']}-", owner["metadata"]["namespace"]
    pods = copies(pod_of(owner, template))
    size = 1
    while count > 0:
        names = []
        for pod, _ in zip(pods, range(min(size, count))):
            pod["metadata"]["name"] = view.generate_name("pods", namespace, base)
            names.append(pod["metadata"]["name"])
            changes.append(Create(pod))
        changes += [created(owner, name) for name in names]
        count -= len(names)
        size *= 2
    return changes


def created(owner: Obj, name: str) -> Event:
    return Event(owner, "Normal", "SuccessfulCreate", f"Created pod: {name}")
