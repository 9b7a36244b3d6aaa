"""The status of a StatefulSet, from its pods."""

from __future__ import annotations

from minikctl.controllers._pods import available_at, is_ready, phase
from minikctl.controllers.statefulset.identity import revision_of
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.statefulset.revisions import Revisions

Obj = dict[str, Any]


def is_running_and_ready(pod: Obj) -> bool:
    return is_created(pod) and phase(pod) == "Running" and is_ready(pod)


def is_created(pod: Obj) -> bool:
    return "uid" in pod["metadata"]


def is_available(pod: Obj, owner: Obj, now: int) -> bool:
    at = available_at(pod, owner["spec"].get("minReadySeconds", 0)) if is_running_and_ready(pod) else None
    return at is not None and at <= now


def calculate(owner: Obj, revisions: Revisions, pods: list[Obj], now: int) -> Obj:
    """A rollout is complete, and its revision the current one, when every pod has it and is ready."""
    names = [one["metadata"]["name"] for one in (revisions.current, revisions.update)]
    staying = [revision_of(pod) for pod in pods if "deletionTimestamp" not in pod["metadata"]]
    current, updated = (staying.count(name) for name in names)
    ready = sum(map(is_running_and_ready, pods))
    rolling = (owner["spec"].get("updateStrategy") or {}).get("type", "RollingUpdate") == "RollingUpdate"
    if rolling and updated == len(pods) == ready:
        names[0], current = names[1], updated
    status: Obj = {
        "availableReplicas": sum(is_available(pod, owner, now) for pod in pods),
        "collisionCount": (owner.get("status") or {}).get("collisionCount", 0),
        "currentRevision": names[0],
        "replicas": len(pods),
        "updateRevision": names[1],
    }
    counts = {
        "currentReplicas": current,
        "observedGeneration": owner["metadata"].get("generation", 0),
        "readyReplicas": ready,
        "updatedReplicas": updated,
    }
    status.update({field: count for field, count in counts.items() if count})
    return status
