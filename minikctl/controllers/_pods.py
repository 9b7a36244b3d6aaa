"""What controllers ask about a pod: active, ready, available. Pure."""

from __future__ import annotations

from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import Any

Obj = dict[str, Any]


def phase(pod: Obj) -> str:
    return str((pod.get("status") or {}).get("phase") or "Pending")


def is_finished(pod: Obj) -> bool:
    return (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed")


def is_active(pod: Obj) -> bool:
    """Neither finished nor being deleted."""
    return not is_finished(pod) and "deletionTimestamp" not in pod["metadata"]


def is_terminating(pod: Obj) -> bool:
    return "deletionTimestamp" in pod["metadata"] and not is_finished(pod)


def ready_condition(pod: Obj) -> Obj | None:
    for condition in (pod.get("status") or {}).get("conditions") or ():
        if condition["type"] == "Ready":
            found: Obj = condition
            return found
    return None


def restarts(pod: Obj) -> int:
    """Of all its containers."""
    status = pod.get("status") or {}
    fields = ("initContainerStatuses", "containerStatuses")
    return sum(one.get("restartCount", 0) for field in fields for one in status.get(field) or ())


def is_ready(pod: Obj) -> bool:
    condition = ready_condition(pod)
    return condition is not None and condition["status"] == "True"


def available_at(pod: Obj, min_ready_seconds: int) -> int | None:
    """When a ready pod counts as available (microseconds, 0: at once); None for one that is not ready."""
    condition = ready_condition(pod)
    if condition is None or condition["status"] != "True":
        return None
    since = condition.get("lastTransitionTime")
    if not min_ready_seconds:
        return 0
    return parse_rfc3339(since) + min_ready_seconds * SECOND if since else None
