"""From the size that metrics ask for to the size that is set: not down while more was asked for a moment ago, not
faster than the rules of spec.behavior allow, not out of the limits. Pure.

# source: normalizeDesiredReplicas(WithBehaviors) in pkg/controller/podautoscaler/horizontal.go
"""

from __future__ import annotations

from minikctl.core.times import SECOND
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]

DOWN_WINDOW = 300  # seconds; --horizontal-pod-autoscaler-downscale-stabilization
UP_FACTOR, UP_LEAST = 2, 4  # how fast a target may grow where spec.behavior says nothing

_READY = ("ReadyForNewScale", "recommended size matches current size")
_HIGHER = "recent recommendations were higher than current one, applying the highest recent recommendation"
_LOWER = "recent recommendations were lower than current one, applying the lowest recent recommendation"
_IN_RANGE = ("DesiredWithinRange", "the desired count is within the acceptable range")
_TOO_MANY = ("TooManyReplicas", "the desired replica count is more than the maximum replica count")
_TOO_FEW = ("TooFewReplicas", "the desired replica count is less than the minimum replica count")
_UP_LIMIT = ("ScaleUpLimit", "the desired replica count is increasing faster than the maximum scale rate")
_DOWN_LIMIT = ("ScaleDownLimit", "the desired replica count is decreasing faster than the maximum scale rate")

Said = tuple[str, str]  # reason and message of a condition


class Asked(NamedTuple):
    """What was asked for from one look to another, both included."""

    first: int
    last: int
    size: int


class Resized(NamedTuple):
    """A resize that was done, and by how many."""

    at: int
    by: int


class Past(NamedTuple):
    """What an autoscaler remembers."""

    asked: tuple[Asked, ...] = ()
    ups: tuple[Resized, ...] = ()
    downs: tuple[Resized, ...] = ()


class Decision(NamedTuple):
    """size: to be set; able and limited: what the conditions AbleToScale and ScalingLimited say; is_limited: the status
    of the latter; edges: instants at which time alone may change it.
    """

    size: int
    able: Said
    limited: Said
    is_limited: bool
    edges: tuple[int, ...]


def decide(spec: Obj, past: Past, current: int, wanted: int, now: int) -> Decision:
    """wanted: what the metrics ask for. `past` does not know of it yet."""
    behavior = spec.get("behavior")
    least, most = spec.get("minReplicas", 1), spec["maxReplicas"]
    if behavior is None:
        steady, able, edges = _recent(past, wanted, max, DOWN_WINDOW, now, "ScaleDownStabilized")
        limit = max(UP_FACTOR * current, UP_LEAST)
        size, limited = _clamped(steady, least, (limit, _UP_LIMIT) if most > limit else (most, _TOO_MANY))
        return Decision(size, able, limited, size != steady, edges)
    if wanted >= current:
        window = behavior["scaleUp"].get("stabilizationWindowSeconds", 0)
        steady, able, edges = _recent(past, wanted, min, window, now, "ScaleUpStabilized")
    else:
        window = behavior["scaleDown"].get("stabilizationWindowSeconds", DOWN_WINDOW)
        steady, able, edges = _recent(past, wanted, max, window, now, "ScaleDownStabilized")
    size, limited, later = _at_rate(behavior, past, current, steady, (least, most), now)
    return Decision(size, able, limited, size != steady, (*edges, *later))


def _recent(
    past: Past, wanted: int, better: Any, window: int, now: int, reason: str
) -> tuple[int, Said, tuple[int, ...]]:
    """The best of what was asked for within a window, what the condition says of it, and when that ends."""
    since = now - window * SECOND
    recent = [one for one in past.asked if one.last >= since and one.last < now]
    steady = better([wanted, *(one.size for one in recent)]) if window else wanted
    if steady == wanted:
        return wanted, _READY, ()
    message = _HIGHER if better is max else _LOWER
    return steady, (reason, message), tuple(one.last + window * SECOND + 1 for one in recent)


def _clamped(size: int, least: int, most: tuple[int, Said]) -> tuple[int, Said]:
    if size < least:
        return least, _TOO_FEW
    return (most[0], most[1]) if size > most[0] else (size, _IN_RANGE)


def _at_rate(
    behavior: Obj, past: Past, current: int, steady: int, limits: tuple[int, int], now: int
) -> tuple[int, Said, tuple[int, ...]]:
    """As near to a size as the policies allow at once, and when they may allow more."""
    least, most = limits
    if steady > current:
        rules = behavior["scaleUp"]
        bound = max(current, _bound(rules, past.ups, current, now, up=True))
        top = (bound, _UP_LIMIT) if most > bound else (most, _TOO_MANY)
        size, said = (steady, _IN_RANGE) if steady <= top[0] else top
        return size, said, _ends(rules, past.ups)
    if steady < current:
        rules = behavior["scaleDown"]
        bound = min(current, _bound(rules, past.downs, current, now, up=False))
        floor = (bound, _DOWN_LIMIT) if least < bound else (least, _TOO_FEW)
        size, said = (steady, _IN_RANGE) if steady >= floor[0] else floor
        return size, said, _ends(rules, past.downs)
    return steady, _IN_RANGE, ()


def _bound(rules: Obj, events: tuple[Resized, ...], current: int, now: int, up: bool) -> int:
    """The size up to which (down to which) the policies of one direction let a target go now."""
    select = rules.get("selectPolicy", "Max")
    if select == "Disabled":
        return current
    proposed = []
    for policy in rules.get("policies") or ():
        since = now - policy["periodSeconds"] * SECOND
        done = sum(event.by for event in events if event.at > since)
        before = current - done if up else current + done
        proposed.append(_step(policy, before, up))
    if not proposed:
        return current
    farthest = (select == "Max") is up
    return max(0, *proposed) if farthest else min(proposed)


def _step(policy: Obj, before: int, up: bool) -> int:
    amount: int = policy["value"]
    if policy["type"] == "Pods":
        return before + amount if up else before - amount
    if up:  # rounded up: or a small target would never grow
        return -(-before * (100 + amount) // 100)
    return before * (100 - amount) // 100


def _ends(rules: Obj, events: tuple[Resized, ...]) -> tuple[int, ...]:
    """When earlier resizes stop to count against the policies."""
    return tuple(e.at + p["periodSeconds"] * SECOND for p in rules.get("policies") or () for e in events)


def remember(spec: Obj, past: Past, wanted: int, now: int) -> Past:
    """With what is asked for now; what is too old to matter is forgotten."""
    kept = [one for one in past.asked if one.last > now - _longest(spec) * SECOND]
    if kept and kept[-1].size == wanted:
        kept[-1] = kept[-1]._replace(last=now)
    else:
        kept.append(Asked(now, now, wanted))
    return past._replace(asked=tuple(kept))


def resized(spec: Obj, past: Past, before: int, after: int, now: int) -> Past:
    """With a resize that is being done. Without spec.behavior nobody asks for it."""
    behavior = spec.get("behavior")
    if behavior is None:
        return past
    field, events = ("scaleUp", past.ups) if after > before else ("scaleDown", past.downs)
    longest = max((p["periodSeconds"] for p in behavior[field].get("policies") or ()), default=0)
    kept = (*(e for e in events if e.at >= now - longest * SECOND), Resized(now, abs(after - before)))
    return past._replace(ups=kept) if after > before else past._replace(downs=kept)


def _longest(spec: Obj) -> int:
    """Seconds for which anything may still ask what was wanted."""
    rules: list[Obj] = [each or {} for each in (spec.get("behavior") or {}).values()]
    windows: list[int] = [rule.get("stabilizationWindowSeconds", 0) for rule in rules]
    return max(DOWN_WINDOW, *windows, 0)
