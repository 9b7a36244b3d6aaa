"""From what pods use to how many of them there should be. Pure arithmetic, in thousandths of a unit.

# source: pkg/controller/podautoscaler/replica_calculator.go; docs "Horizontal Pod Autoscaling", algorithm details
"""

from __future__ import annotations

from minikctl.core.typed import NamedTuple


class Measured(NamedTuple):
    """The pods of a target. used: of those that count, by name; asked: what all of them request; unready and missing
    count only where that keeps the target from being resized too much.
    """

    used: dict[str, int]
    asked: dict[str, int]
    unready: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


class Tolerance(NamedTuple):
    """How far from 1 the ratio of use to goal may be before anything is done."""

    down: float = 0.1
    up: float = 0.1

    def covers(self, ratio: float) -> bool:
        return 1 - self.down <= ratio <= 1 + self.up


class Proposed(NamedTuple):
    """The size that a metric asks for. percent: of the requests, None where the goal is an amount; average: a pod's."""

    size: int
    percent: int | None
    average: int


def by_utilization(current: int, goal: int, pods: Measured, tolerance: Tolerance) -> Proposed | None:
    """goal: percent of the requests. None where none of the pods that count requests anything."""
    first = _utilization(pods.used, pods.asked, goal)
    if first is None:
        return None
    ratio, percent = first
    average = sum(pods.used.values()) // len(pods.used)
    fallback = max(100, goal)
    used = _completed(pods, ratio, {name: pods.asked.get(name, 0) * fallback // 100 for name in pods.missing})
    if used is None:
        size = current if tolerance.covers(ratio) else _ceil(ratio * len(pods.used))
        return Proposed(size, percent, average)
    second = _utilization(used, pods.asked, goal)
    size = current if second is None else _cautious(current, ratio, second[0], len(used), tolerance)
    return Proposed(size, percent, average)


def by_amount(current: int, goal: int, pods: Measured, tolerance: Tolerance) -> Proposed:
    """goal: what each pod should use on average."""
    average = sum(pods.used.values()) // len(pods.used)
    ratio = average / goal
    used = _completed(pods, ratio, dict.fromkeys(pods.missing, goal))
    if used is None:
        size = current if tolerance.covers(ratio) else _ceil(ratio * len(pods.used))
    else:
        size = _cautious(current, ratio, sum(used.values()) // len(used) / goal, len(used), tolerance)
    return Proposed(size, None, average)


def _utilization(used: dict[str, int], asked: dict[str, int], goal: int) -> tuple[float, int] | None:
    requests = sum(asked[name] for name in used if name in asked)
    if requests == 0:
        return None
    percent = sum(value for name, value in used.items() if name in asked) * 100 // requests
    return percent / goal, percent


def _completed(pods: Measured, ratio: float, high: dict[str, int]) -> dict[str, int] | None:
    """With figures for the pods of which nothing is known: high ones before it shrinks, none before it grows. None
    where nothing has to be assumed.
    """
    unready = pods.unready if ratio > 1 else frozenset()
    if not unready and not pods.missing:
        return None
    assumed = dict.fromkeys(pods.missing, 0) if ratio > 1 else high if ratio < 1 else {}
    return {**pods.used, **assumed, **dict.fromkeys(unready, 0)}


def _cautious(current: int, before: float, after: float, count: int, tolerance: Tolerance) -> int:
    """What is assumed of pods may weaken a change, and never turns it round."""
    if tolerance.covers(after) or (before < 1 < after) or (after < 1 < before):
        return current
    size = _ceil(after * count)
    return current if (after < 1 and size > current) or (after > 1 and size < current) else size


def _ceil(number: float) -> int:
    return -int(-number // 1)
