"""RollingUpdate: up with the new and down with the old, never above maxSurge nor below what must be available."""

from __future__ import annotations

from minikctl.controllers.deployment import bounds, progress, revisions, scaling
from minikctl.controllers.deployment.draft import desired, reported
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Result
    from minikctl.controllers.deployment.draft import Draft

Obj = dict[str, Any]


def roll(draft: Draft, new: Obj | None, old: list[Obj]) -> Result:
    """One step; the next follows when the replica sets have moved."""
    new = new or revisions.create_new(draft, old)
    if new is None:
        return draft.result(requeue_at=draft.now)
    if (
        not _scale_up(draft, new, old)
        and not _scale_down(draft, new, old)
        and progress.is_complete(draft, draft.status)
    ):
        revisions.clean_up(draft, old)
    return progress.report(draft, new, old)


def _scale_up(draft: Draft, new: Obj, old: list[Obj]) -> bool:
    if desired(new) > draft.replicas:
        return scaling.resize(draft, new, draft.replicas)
    return scaling.resize(draft, new, bounds.new_replicas(draft.deployment, [*old, new], new))


def _scale_down(draft: Draft, new: Obj, old: list[Obj]) -> bool:
    """First pods that serve nobody, then as many as the new ones replace."""
    having = revisions.oldest_first(revisions.active(old))
    if not having:
        return False
    must_be = draft.replicas - bounds.max_unavailable(draft.deployment)
    not_yet = desired(new) - reported(new, "availableReplicas")
    spare = sum(map(desired, [*old, new])) - must_be - not_yet
    if spare <= 0:
        return False
    removed = _unhealthy(draft, having, spare)
    if removed is None:
        return False
    available = sum(reported(rs, "availableReplicas") for rs in [*having, new])
    return _take(draft, having, available - must_be) + removed > 0


def _unhealthy(draft: Draft, old: list[Obj], most: int) -> int | None:
    """Take away old pods that are not available, `most` at most; how many went.

    None where a replica set has not caught up with its own size yet: its count of available pods cannot be relied on.
    """
    removed = 0
    for rs in old:
        count = min(most - removed, desired(rs) - reported(rs, "availableReplicas"))
        if removed >= most or not count:
            continue
        if count < 0:
            return None
        scaling.resize(draft, rs, desired(rs) - count)
        removed += count
    return removed


def _take(draft: Draft, old: list[Obj], count: int) -> int:
    taken = 0
    for rs in old:
        step = min(desired(rs), count - taken)
        if step > 0:
            scaling.resize(draft, rs, desired(rs) - step)
            taken += step
    return taken
