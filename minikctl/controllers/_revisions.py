"""ControllerRevisions: the numbered templates of StatefulSets and DaemonSets. Pure."""

from __future__ import annotations

from minikctl.controllers import _owners
from minikctl.controllers._base import Update
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

RESOURCE = "controllerrevisions.apps"
HASH_LABEL = "controller-revision-hash"  # on pods


def claim(view: View, owner: Obj) -> tuple[list[Obj], list[Change]]:
    """(the owner's revisions, oldest first; orphans to adopt and strangers to release first)."""
    from minikctl.controllers._selecting import lookup, matcher

    selector = owner["spec"].get("selector")
    found = {r["metadata"]["uid"]: r for r in view.owned(owner["metadata"]["uid"], RESOURCE)}
    for one in view.select(RESOURCE, owner["metadata"]["namespace"], lookup(selector)):
        found.setdefault(one["metadata"]["uid"], one)
    mine, writes = _owners.claim(owner, found.values(), matcher(selector))
    return sorted(mine, key=order), [Update(one) for one in writes]


def order(revision: Obj) -> tuple[int, str, str]:
    meta = revision["metadata"]
    return revision.get("revision", 0), meta.get("creationTimestamp", ""), meta["name"]


def next_number(revisions: list[Obj]) -> int:
    return revisions[-1].get("revision", 0) + 1 if revisions else 1


def data_of(template: Obj) -> Obj:
    """What a revision remembers: a patch that puts the template back."""
    return {"spec": {"template": {**template, "$patch": "replace"}}}


def data_bytes(data: Obj) -> bytes:
    """As Go writes it: compact, keys sorted, the characters that HTML minds escaped. Names are hashes of this."""
    import json

    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text.encode()


def made(owner: Obj, name: str, digest: str, label: str, template: Obj, number: int) -> Obj:
    """A new revision; `label` is the key under which it carries its hash."""
    labels = (template.get("metadata") or {}).get("labels") or {}
    meta: Obj = {
        "name": name,
        "namespace": owner["metadata"]["namespace"],
        "labels": {**labels, label: digest},
        "ownerReferences": [_owners.controller_ref(owner)],
    }
    if owner["metadata"].get("annotations"):
        meta["annotations"] = dict(owner["metadata"]["annotations"])
    data = data_of(template)
    return {"apiVersion": "apps/v1", "kind": "ControllerRevision", "metadata": meta, "data": data, "revision": number}


def template_of(revision: Obj) -> Obj:
    """The pod template that a revision remembers."""
    template = dict(revision["data"]["spec"]["template"])
    template.pop("$patch", None)
    return template
