"""HorizontalPodAutoscaler: looks at its target every 15 s and sets its size.

sync         one look, and when the next one is
target       what it scales
limits       the size between minReplicas and maxReplicas
metrics      what each metric asks for
measuring    the pods, as the metrics server knows them
calculator   from use to a size
stabilizing  from that to the size that is set: windows, rates
memory       what it remembers between looks
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Watch, itself, key_of
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, Result, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

TARGETS = ("deployments.apps", "replicasets.apps", "replicationcontrollers", "statefulsets.apps")
RESOURCE = "horizontalpodautoscalers.autoscaling"


def _of_target(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """The autoscalers of a target that came, went or changed its size; other changes of it do not matter."""
    if obj is not None and old is not None and _size(obj) == _size(old):
        return []
    one = obj or old
    if one is None:
        return []
    meta = one["metadata"]
    keys = []
    for hpa in view.list(RESOURCE, meta["namespace"]):
        ref = hpa["spec"].get("scaleTargetRef") or {}
        if ref.get("kind") == one["kind"] and ref.get("name") == meta["name"]:
            keys.append(key_of(hpa))
    return keys


def _of_pod(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """The autoscalers that measure a pod, where there is a metrics server."""
    from minikctl.apiserver.usage import SWITCH

    if not view.settings.get(SWITCH) or (obj and old and obj.get("status") == old.get("status")):
        return []
    from minikctl.controllers.hpa import target

    meta = (obj or old or {})["metadata"]
    labels = meta.get("labels") or {}
    hpas = view.list(RESOURCE, meta["namespace"])
    return [key_of(hpa) for hpa in hpas if target.measures(view, hpa, labels)]


def _size(obj: Obj) -> Any:
    return obj["spec"].get("replicas", 1), (obj.get("status") or {}).get("replicas", 0)


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.hpa import sync

    return sync.reconcile(view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.hpa import sync

    return sync.on_error(view, key, now, change, error)


CONTROLLER = Controller(
    "hpa",
    "kube-controller-manager",
    (Watch(RESOURCE, itself), Watch("pods", _of_pod), *(Watch(resource, _of_target) for resource in TARGETS)),
    reconcile,
    on_error,
    "horizontal-pod-autoscaler",
)
