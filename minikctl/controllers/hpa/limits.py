"""The size that an autoscaler wants before any metric is asked: inside its limits, or none at all. Pure arithmetic."""

from __future__ import annotations

from minikctl.core.typed import NamedTuple


class Clamped(NamedTuple):
    """size None: the metrics decide. reason: why the target is resized, "" where it is not."""

    size: int | None
    reason: str = ""


def clamp(current: int, least: int, most: int) -> Clamped:
    """A target of size 0 is switched off, unless 0 is allowed."""
    if current == 0 and least != 0:
        return Clamped(0)
    if current > most:
        return Clamped(most, "Current number of replicas above Spec.MaxReplicas")
    if current < least:
        return Clamped(least, "Current number of replicas below Spec.MinReplicas")
    return Clamped(None)
