"""pods/binding: a pod gets its node."""

from __future__ import annotations

from minikctl.core.errors import conflict, not_found
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def bind(api: ApiServer, namespace: str, name: str, node: str) -> Obj:
    """The bound pod. ApiError 404, or 409 where it is bound or being deleted."""
    key = Key("pods", namespace, name)
    pod = api.tx.get(key)
    if pod is None:
        raise not_found("pods", "", name)
    if pod["metadata"].get("deletionTimestamp"):
        raise conflict("pods", "", name, f"pod {name} is being deleted, cannot be assigned to a host")
    if pod["spec"].get("nodeName"):
        raise conflict("pods", "", name, f'pod {name} is already assigned to node "{pod["spec"]["nodeName"]}"')
    meta = {**pod["metadata"], "resourceVersion": str(api.tx.next_revision())}
    bound = {
        **pod,
        "metadata": meta,
        "spec": {**pod["spec"], "nodeName": node},
        "status": _scheduled(pod, rfc3339(api.world.now())),
    }
    api.tx.put(key, bound)
    return bound


def _scheduled(pod: Obj, stamp: str) -> Obj:
    status: Obj = pod.get("status") or {}
    condition: Obj = {
        "lastProbeTime": None,
        "lastTransitionTime": stamp,
        "observedGeneration": pod["metadata"].get("generation", 1),
        "status": "True",
        "type": "PodScheduled",
    }
    others = [c for c in status.get("conditions") or () if c["type"] != "PodScheduled"]
    return {**status, "conditions": [*others, condition]}
