"""Sizes of replica sets: set one and say so; after a change of spec.replicas, spread it over all in proportion."""

from __future__ import annotations

from minikctl.controllers.deployment import bounds, revisions
from minikctl.controllers.deployment.draft import annotations_of, desired, reported
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.deployment.draft import Draft

Obj = dict[str, Any]


def resize(draft: Draft, replica_set: Obj, size: int) -> bool:
    """Scale one replica set, with an event; whether its size changed."""
    before = desired(replica_set)
    return before != size and _write(draft, replica_set, size)


def _write(draft: Draft, replica_set: Obj, size: int) -> bool:
    before = desired(replica_set)
    noted = revisions.annotate_size(replica_set, draft.replicas, draft.replicas + bounds.max_surge(draft.deployment))
    if before == size and not noted:
        return False
    replica_set["spec"]["replicas"] = size
    draft.touch(replica_set)
    if before == size:
        return False
    name = replica_set["metadata"]["name"]
    direction = "up" if size > before else "down"
    draft.event("ScalingReplicaSet", f"Scaled {direction} replica set {name} from {before} to {size}")
    return True


def is_due(draft: Draft, replica_sets: list[Obj]) -> bool:
    """Whether spec.replicas has changed since the replica sets were last sized."""
    for rs in revisions.active(replica_sets):
        noted = _number(annotations_of(rs).get(revisions.DESIRED))
        if noted is not None and noted != draft.replicas:
            return True
    return False


def scale(draft: Draft, new: Obj | None, old: list[Obj]) -> None:
    """Bring the replica sets to the size of the Deployment without going on with a rollout."""
    only = _active_or_latest(new, old)
    if only is not None:
        resize(draft, only, draft.replicas)
    elif _is_saturated(draft, new):
        for rs in revisions.oldest_first(revisions.active(old)):
            resize(draft, rs, 0)
    elif bounds.is_rolling_update(draft.deployment):
        _in_proportion(draft, revisions.active([*old, new] if new else old))


def _active_or_latest(new: Obj | None, old: list[Obj]) -> Obj | None:
    """The only replica set with pods, or the newest if none has any; None where several have."""
    having = revisions.active([*old, new] if new else old)
    if len(having) > 1:
        return None
    if having:
        return having[0]
    return new or next(iter(revisions.newest_first(old)), None)


def _is_saturated(draft: Draft, new: Obj | None) -> bool:
    if new is None:
        return False
    sizes = (desired(new), _number(annotations_of(new).get(revisions.DESIRED)), reported(new, "availableReplicas"))
    return sizes == (draft.replicas,) * 3


def _in_proportion(draft: Draft, replica_sets: list[Obj]) -> None:
    """Every replica set gets its share of what is to be added or removed; what rounding leaves over goes to the
    largest.
    """
    allowed = draft.replicas + bounds.max_surge(draft.deployment) if draft.replicas else 0
    to_add = allowed - sum(map(desired, replica_sets))
    ordered = revisions.newest_first(replica_sets) if to_add > 0 else revisions.oldest_first(replica_sets)
    ordered.sort(key=desired, reverse=True)
    sizes, added = [], 0
    for rs in ordered:
        share = _share(draft.deployment, rs, to_add, added)
        added += share
        sizes.append(desired(rs) + share)
    if sizes and to_add:
        sizes[0] = max(0, sizes[0] + to_add - added)
    for rs, size in zip(ordered, sizes):
        _write(draft, rs, size)


def _share(deployment: Obj, replica_set: Obj, to_add: int, added: int) -> int:
    if to_add in (0, added):
        return 0
    left = to_add - added
    wanted = _fraction(deployment, replica_set)
    return min(wanted, left) if to_add > 0 else max(wanted, left)


def _fraction(deployment: Obj, replica_set: Obj) -> int:
    """By how much a replica set grows when it keeps its share of the whole, whose earlier limit its annotation
    remembers.
    """
    size = desired(replica_set)
    replicas = deployment["spec"].get("replicas", 1)
    if replicas == 0:
        return -size
    before = _number(annotations_of(replica_set).get(revisions.MAXIMUM)) or (deployment.get("status") or {}).get(
        "replicas", 0
    )
    if not before:
        return 0
    exact = size * (replicas + bounds.max_surge(deployment)) / before
    return int(exact + 0.5) - size


def _number(text: str | None) -> int | None:
    try:
        return int(text or "")
    except ValueError:
        return None
