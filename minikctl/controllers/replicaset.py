"""ReplicaSet: keeps spec.replicas pods of its template."""

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
    selector: Obj | None = obj["spec"].get("selector")
    return selector


KIND = ReplicaKind("replicasets.apps", "ReplicaSet", _selector, terminating=True)


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.replicas import sync

    return sync.reconcile(KIND, view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.replicas import sync

    return sync.on_error(KIND, view, key, now, change, error)


CONTROLLER = Controller(
    "replicaset", "kube-controller-manager", watches(KIND, "apps"), reconcile, on_error, "replicaset-controller"
)
