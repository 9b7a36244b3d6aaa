"""In what a ReplicaSet and a ReplicationController differ."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Obj = dict[str, Any]

ORPHANS = "/orphans"  # appended to a key: a pod turned up that is to be adopted, or is not as its template made it


class ReplicaKind(NamedTuple):
    """`selector` gives the label selector of one object, None where it selects nothing."""

    resource: str
    kind: str
    selector: Callable[[Obj], Obj | None]
    terminating: bool  # its status counts terminating pods
