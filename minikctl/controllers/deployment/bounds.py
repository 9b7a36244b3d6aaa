"""How many pods a Deployment may have and must have at a time, from maxSurge and maxUnavailable. Pure arithmetic."""

from __future__ import annotations

from minikctl.controllers.deployment.draft import desired
from minikctl.core.intstr import scaled
from minikctl.core.typed import Any

Obj = dict[str, Any]


def is_rolling_update(deployment: Obj) -> bool:
    return bool((deployment["spec"].get("strategy") or {}).get("type", "RollingUpdate") == "RollingUpdate")


def fenceposts(deployment: Obj) -> tuple[int, int]:
    """(surge, unavailable) as numbers: surge is rounded up, unavailable down; when both come out as 0, one may be
    unavailable.
    """
    rolling = (deployment["spec"].get("strategy") or {}).get("rollingUpdate") or {}
    replicas = deployment["spec"].get("replicas", 1)
    surge = scaled(rolling.get("maxSurge", "25%"), replicas, True)
    unavailable = scaled(rolling.get("maxUnavailable", "25%"), replicas, False)
    return surge, unavailable or (0 if surge else 1)


def max_surge(deployment: Obj) -> int:
    return fenceposts(deployment)[0] if is_rolling_update(deployment) else 0


def max_unavailable(deployment: Obj) -> int:
    replicas = int(deployment["spec"].get("replicas", 1))
    if not is_rolling_update(deployment) or replicas == 0:
        return 0
    return min(fenceposts(deployment)[1], replicas)


def new_replicas(deployment: Obj, all_replica_sets: list[Obj], new: Obj) -> int:
    """The size that the new replica set should have now."""
    replicas = int(deployment["spec"].get("replicas", 1))
    if not is_rolling_update(deployment):
        return replicas
    room = replicas + fenceposts(deployment)[0] - sum(map(desired, all_replica_sets))
    if room <= 0:
        return desired(new)
    return desired(new) + min(room, replicas - desired(new))
