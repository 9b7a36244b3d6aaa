"""What one look at a Deployment changes, gathered.

The Deployment and its replica sets are copied as deep as this package changes them; the same object may be changed
several times in a look and is written once. Sorting and searching belong to `revisions`.
"""

from __future__ import annotations

from minikctl.controllers._base import Create, Event, Result, Update
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]


class Draft:
    """`deployment` and `replica_sets` are ours to change; `touch` a replica set that was changed."""

    def __init__(self, view: View, deployment: Obj, replica_sets: list[Obj], now: int) -> None:
        self.view = view
        self.now = now
        self.time = rfc3339(now)
        self.read = deployment
        self.deployment = _own(deployment)
        self.deployment["status"] = dict(deployment.get("status") or {})
        self.replica_sets = [_own(rs) for rs in replica_sets]
        self.changes: list[Change] = []
        self._touched: set[str] = set()

    @property
    def status(self) -> Obj:
        status: Obj = self.deployment["status"]
        return status

    @property
    def replicas(self) -> int:
        return int(self.deployment["spec"].get("replicas", 1))

    def touch(self, replica_set: Obj) -> None:
        """Write this replica set at this place in the order of changes, as it is at the end of the look."""
        uid = replica_set["metadata"].get("uid")
        if uid and uid not in self._touched:  # one that is being created is written anyway
            self._touched.add(uid)
            self.changes.append(Update(replica_set))

    def create(self, replica_set: Obj) -> None:
        self.changes.append(Create(replica_set))
        self.replica_sets.append(replica_set)

    def event(self, reason: str, message: str, type_: str = "Normal") -> None:
        self.changes.append(Event(self.read, type_, reason, message))

    def result(self, requeue_at: int | None = None) -> Result:
        """All changes in their order, the Deployment last. Its annotations are written along with the status."""
        old, new = self.read, self.deployment
        changes = list(self.changes)
        if new["spec"] != old["spec"]:
            changes.append(Update({**new, "status": old.get("status", {})}))
        if new["status"] != (old.get("status") or {}) or new["metadata"] != old["metadata"]:
            changes.append(Update(new, "status"))
        return Result(changes, requeue_at)


def _own(obj: Obj) -> Obj:
    meta = dict(obj["metadata"])
    if "annotations" in meta:
        meta["annotations"] = dict(meta["annotations"])
    return {**obj, "metadata": meta, "spec": dict(obj["spec"])}


def annotations_of(obj: Obj) -> Obj:
    """The annotations of an object of the draft, there to be changed."""
    out: Obj = obj["metadata"].setdefault("annotations", {})
    return out


def desired(replica_set: Obj) -> int:
    """spec.replicas"""
    return int(replica_set["spec"].get("replicas", 1))


def reported(replica_set: Obj, field: str) -> int:
    """A count of the status, 0 where it is missing."""
    return int((replica_set.get("status") or {}).get(field, 0))
