"""Runs of a CronJob that nobody will ever see, when a long absence is played: neither as Jobs of the kept history nor
as events of the last hour. They are left out, and counted where they would have been.

It takes some runs to know how long one is, and until all that is said of them is said in the same way.
"""

from __future__ import annotations

from minikctl.controllers._base import Event, Skipped
from minikctl.controllers.cronjob.endings import ended_as
from minikctl.core.times import HOUR, MINUTE, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers.cronjob.times import Times

Obj = dict[str, Any]

PLAYED = 20  # runs that are played before any are left out
WORTH = 20  # fewer unseen runs are not worth leaving out
NOISY = 15 * MINUTE  # three events in less time are more than a source may say in the long run
LONGEST = 2 * HOUR  # runs that take longer are taken to take that long


class Absence(NamedTuple):
    """The first moment that may be seen, and what will be said up to it."""

    until: int
    said: tuple[Skipped, ...]


def out_of_sight(cron_job: Obj, jobs: list[Obj], times: Times, now: int, until: int) -> Absence | None:
    """What can be left out from now on, where the world is played until an instant."""
    if until - now < HOUR + WORTH * MINUTE:
        return None
    first = times.next(now)
    second = times.next(first) if first is not None else None
    if first is None or second is None:
        return None
    apart = second - first
    took = _longest(jobs, now)
    if took is None or _age(cron_job, now) < PLAYED * min(apart, NOISY):
        return None
    visible = _last_in_sight(cron_job["spec"], times, until, HOUR + 2 * MINUTE + 2 * took)
    if visible - now < WORTH * apart:
        return None
    seen = times.next(visible)
    if seen is None:
        return None
    return Absence(seen, _said(cron_job, times.between(now - 1, seen - 1), now, seen, took, apart))


def _last_in_sight(spec: Obj, times: Times, until: int, span: int) -> int:
    """What comes after this may be seen: so long before the end, and as many runs before as are kept."""
    kept = max(spec.get("successfulJobsHistoryLimit", 3), spec.get("failedJobsHistoryLimit", 1))
    while times.between(until - span, until) <= kept + 1:
        span *= 2
    return until - span


def _age(cron_job: Obj, now: int) -> int:
    return now - parse_rfc3339(cron_job["metadata"]["creationTimestamp"])


def _longest(jobs: list[Obj], now: int) -> int | None:
    """How long a run takes at most, as far as one can tell: None while none has ended, unless they never do."""
    ended = [_ended(job, now) - _began(job, now) for job in jobs if ended_as(job)]
    running = [now - _began(job, now) for job in jobs if not ended_as(job)]
    if not ended and max(running, default=0) < LONGEST:
        return None
    return min(max(ended + running), LONGEST)


def _began(job: Obj, now: int) -> int:
    began = (job.get("status") or {}).get("startTime")
    return parse_rfc3339(began) if began else now


def _ended(job: Obj, now: int) -> int:
    conditions = (job.get("status") or {}).get("conditions") or ()
    return max((parse_rfc3339(c["lastTransitionTime"]) for c in conditions if c.get("lastTransitionTime")), default=now)


def _said(cron_job: Obj, moments: int, now: int, until: int, took: int, apart: int) -> tuple[Skipped, ...]:
    """The events of so many moments: of runs that follow each other, wait for each other, or replace each other."""
    policy = cron_job["spec"].get("concurrencyPolicy", "Allow")
    runs, reasons = moments, ["SuccessfulCreate", "SawCompletedJob", "SuccessfulDelete"]
    out: list[Skipped] = []
    if took >= apart and policy == "Forbid":
        runs = min(moments, (until - now) // took)
        waiting = (Event(cron_job, "Normal", "JobAlreadyActive", ALREADY_ACTIVE),)
        out.append(Skipped(waiting, moments, until))
    elif took >= apart and policy == "Replace":
        reasons.remove("SawCompletedJob")
    events = tuple(Event(cron_job, "Normal", reason, "") for reason in reasons)
    return (*out, Skipped(events, runs, until, fresh=True))


ALREADY_ACTIVE = "Not starting job because prior execution is running and concurrency policy is Forbid"
