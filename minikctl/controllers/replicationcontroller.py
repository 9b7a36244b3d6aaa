"""ReplicationController: the ReplicaSet of old; its selector is a plain map, its status counts no terminating pods."""

from __future__ import annotations

from minikctl.controllers._base import Controller
from minikctl.controllers.replicas._kind import ReplicaKind
from minikctl.controllers.replicas.wakes import watches
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, Result, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]


def _selector(obj: Obj) -> Obj | None:
    labels = obj["spec"].get("selector")
    return {"matchLabels": labels} if labels else None


KIND = ReplicaKind("replicationcontrollers", "ReplicationController", _selector, terminating=False)


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.replicas import sync

    return sync.reconcile(KIND, view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.replicas import sync

    return sync.on_error(KIND, view, key, now, change, error)


CONTROLLER = Controller(
    "replicationcontroller",
    "kube-controller-manager",
    watches(KIND, ""),
    reconcile,
    on_error,
    "replication-controller",
)
