"""Which pods belong to a replica set: those it controls and that match; orphans that match are adopted, others are let
go.
"""

from __future__ import annotations

from minikctl.controllers import _owners
from minikctl.controllers._base import Update
from minikctl.controllers._selecting import lookup, matcher
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.controllers.replicas._kind import ReplicaKind

Obj = dict[str, Any]


def claim(view: View, kind: ReplicaKind, owner: Obj, look_for_orphans: bool) -> tuple[list[Obj], list[Change]]:
    """(its pods, the adoptions and releases to write first).

    Orphans are looked for when the owner is new or changed, or when one has turned up: a lookup by label costs as
    much as the pods themselves.
    """
    meta = owner["metadata"]
    selector = kind.selector(owner)
    matches = matcher(selector)
    pods = view.owned(meta["uid"], "pods")
    writes: list[Obj] = []
    if meta.get("deletionTimestamp"):
        return [pod for pod in pods if matches(pod["metadata"].get("labels") or {})], []
    strangers = [pod for pod in pods if not matches(pod["metadata"].get("labels") or {})]
    if strangers:
        gone = {pod["metadata"]["uid"] for pod in strangers}
        writes = [_owners.released(pod, meta["uid"]) for pod in strangers]
        pods = [pod for pod in pods if pod["metadata"]["uid"] not in gone]
    if look_for_orphans:
        for pod in view.select("pods", meta["namespace"], lookup(selector)):
            if _adoptable(pod):
                writes.append(_owners.adopted(pod, owner))
    return pods, [Update(obj) for obj in writes]


def _adoptable(pod: Obj) -> bool:
    meta = pod["metadata"]
    if meta.get("ownerReferences") and _owners.controller_of(pod) is not None:
        return False
    return not meta.get("deletionTimestamp") and (pod.get("status") or {}).get("phase") not in ("Succeeded", "Failed")
