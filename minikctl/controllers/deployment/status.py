"""The counts and the Available condition of a Deployment, from the statuses of its replica sets."""

from __future__ import annotations

from minikctl.controllers import _conditions
from minikctl.controllers.deployment import bounds
from minikctl.controllers.deployment.draft import desired, reported
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.deployment.draft import Draft

Obj = dict[str, Any]


def condition(draft: Draft, type_: str, status: str, reason: str, message: str) -> Obj:
    return {
        "type": type_,
        "status": status,
        "lastUpdateTime": draft.time,
        "lastTransitionTime": draft.time,
        "reason": reason,
        "message": message,
    }


def set_condition(status: Obj, new: Obj) -> None:
    status["conditions"] = _conditions.replaced(status.get("conditions"), new)


def drop_condition(status: Obj, type_: str) -> None:
    if _conditions.find(status.get("conditions"), type_):
        status["conditions"] = _conditions.without(status["conditions"], type_)
        if not status["conditions"]:
            del status["conditions"]


def calculate(draft: Draft, new: Obj | None, old: list[Obj]) -> Obj:
    """A new status; conditions other than Available as they were."""
    everything = [*old, new] if new else old
    available = sum(reported(rs, "availableReplicas") for rs in everything)
    counts = {
        "observedGeneration": draft.deployment["metadata"].get("generation", 0),
        "replicas": sum(reported(rs, "replicas") for rs in everything),
        "updatedReplicas": reported(new, "replicas") if new else 0,
        "readyReplicas": sum(reported(rs, "readyReplicas") for rs in everything),
        "availableReplicas": available,
        "unavailableReplicas": max(0, sum(map(desired, everything)) - available),
    }
    status: Obj = {field: count for field, count in counts.items() if count}
    terminating = _terminating(everything)
    if terminating is not None:
        status["terminatingReplicas"] = terminating
    for field in ("collisionCount", "conditions"):
        if draft.status.get(field):
            status[field] = draft.status[field]
    if available >= draft.replicas - bounds.max_unavailable(draft.deployment):
        text = "Deployment has minimum availability."
        set_condition(status, condition(draft, "Available", "True", "MinimumReplicasAvailable", text))
    else:
        text = "Deployment does not have minimum availability."
        set_condition(status, condition(draft, "Available", "False", "MinimumReplicasUnavailable", text))
    return status


def _terminating(replica_sets: list[Obj]) -> int | None:
    """None as long as a replica set that has been looked at does not say."""
    total = 0
    for rs in replica_sets:
        status = rs.get("status") or {}
        if "terminatingReplicas" in status:
            total += status["terminatingReplicas"]
        elif status.get("observedGeneration"):
            return None
    return total
