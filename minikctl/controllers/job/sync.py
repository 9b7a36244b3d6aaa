"""One look at a Job: the table of contents."""

from __future__ import annotations

from minikctl.controllers import _conditions, _owners, _retry
from minikctl.controllers._base import NOTHING, Create, Delete, Event, Result, Update
from minikctl.controllers._selecting import lookup, matcher
from minikctl.controllers.job import FINALIZER, LOST, finishing, indexes, managing
from minikctl.controllers.job.counting import Count, count, finish_time, let_go
from minikctl.core.errors import is_namespace_terminating
from minikctl.core.times import SECOND, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

RESOURCE = "jobs.batch"
FIRST_DELAY, LONGEST_DELAY = 10 * SECOND, 600 * SECOND  # before a failed pod is replaced


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.removesuffix(LOST).split("/")
    if key.endswith(LOST):
        return _let_lost_pod_go(view, namespace, name)
    job = view.get(RESOURCE, namespace, name)
    if job is None:
        return NOTHING
    pods, claims = _claim(view, job)
    if claims:
        return Result(claims, requeue_at=now)
    if finishing.is_finished(job) or job["metadata"].get("deletionTimestamp"):
        held = [pod for pod in pods if FINALIZER in (pod["metadata"].get("finalizers") or ())]
        over = [pod for pod in held if finishing.is_finished(job) or pod["metadata"].get("deletionTimestamp")]
        return Result([let_go(pod) for pod in over])
    return Look(view, job, pods, now).result()


def _let_lost_pod_go(view: View, namespace: str, name: str) -> Result:
    """No Job counts this pod any more."""
    pod = view.get("pods", namespace, name)
    if pod is None or FINALIZER not in (pod["metadata"].get("finalizers") or ()):
        return NOTHING
    ref = _owners.controller_of(pod)
    job = view.get(RESOURCE, namespace, ref["name"]) if ref and ref["kind"] == "Job" else None
    if ref is not None and job is not None and job["metadata"]["uid"] == ref["uid"]:
        return NOTHING
    return Result([let_go(pod)])


def _claim(view: View, job: Obj) -> tuple[list[Obj], list[Change]]:
    selector = job["spec"].get("selector")
    candidates = {p["metadata"]["uid"]: p for p in view.owned(job["metadata"]["uid"], "pods")}
    for pod in view.select("pods", job["metadata"]["namespace"], lookup(selector)):
        candidates.setdefault(pod["metadata"]["uid"], pod)
    pods, writes = _owners.claim(job, candidates.values(), matcher(selector))
    return pods, [Update(pod) for pod in writes]


def _delay(failures: int) -> int:
    """From the last of so many failures to the next pod."""
    return min(FIRST_DELAY << min(failures - 1, 6), LONGEST_DELAY)


class Look:
    """memo: failures since the last success and the time of the last one, from which the delay of the next pod is
    counted; refusals.
    """

    def __init__(self, view: View, job: Obj, pods: list[Obj], now: int) -> None:
        self._view = view
        self._now = now
        self._job = job
        self._pods = pods
        self._status: Obj = dict(job.get("status") or {})
        self._memo: Obj = dict(view.memo() or {})
        self._changes: list[Change] = []
        self._again: list[int] = []

    def result(self) -> Result:
        if not self._status.get("startTime") and not self._job["spec"].get("suspend"):
            self._status["startTime"] = rfc3339(self._now)
        started = {**self._job, "status": self._status}
        counted = count(self._job, self._pods, self._now)
        self._changes += counted.changes
        self._remember(counted)
        failures, failed_at = self._index_failures(counted)
        failed_indexes = self._failed_indexes(failures, counted)
        end = finishing.noted(self._job) or finishing.decide(started, counted, failed_indexes, self._now)
        active = len(counted.active)
        if end is None:
            active = self._manage(counted, failures, self._resting(failures, failed_at))
            end = finishing.completed(self._job, counted)
        elif counted.active:
            self._changes += managing.delete(self._job, counted.active)
            active = 0
            counted = counted._replace(terminating=counted.terminating + len(counted.active))
        if end is None:
            self._suspension()
        self._counts(counted, active, failed_indexes)
        self._finish(end, counted, active)
        deadline = finishing.deadline_of(started) if end is None else None
        if deadline is not None:
            self._again.append(deadline)
        if self._status != (self._job.get("status") or {}):
            self._changes.append(Update({**self._job, "status": self._status}, "status"))
        return Result(self._changes, min(self._again, default=None), None if end else self._memo or None)

    def _remember(self, counted: Count) -> None:
        """A success forgets the failures before it."""
        for at, success in counted.ended:
            if success:
                self._memo.pop("failed", None)
            else:
                before = (self._memo.get("failed") or [0, 0])[0]
                self._memo["failed"] = [before + 1, at]

    def _index_failures(self, counted: Count) -> tuple[dict[int, int], dict[int, int]]:
        """How often each index has failed, and when last; failed pods stay, so they tell."""
        found: dict[int, int] = {}
        at: dict[int, int] = {}
        if indexes.is_indexed(self._job) and self._job["spec"].get("backoffLimitPerIndex") is not None:
            for pod in self._pods:
                if (pod.get("status") or {}).get("phase") == "Failed" or pod in counted.failed_pods:
                    index = indexes.index_of(pod)
                    found[index] = max(found.get(index, 0), indexes.failures_of(pod) + 1)
                    at[index] = max(at.get(index, 0), finish_time(pod, self._now))
        return found, at

    def _resting(self, failures: dict[int, int], failed_at: dict[int, int]) -> set[int]:
        """Indexes whose next pod has to wait: each has a delay of its own. source: KEP-3850"""
        ready = {index: failed_at[index] + _delay(number) for index, number in failures.items() if index in failed_at}
        limit = self._job["spec"].get("backoffLimitPerIndex") or 0
        found = {index for index, at in ready.items() if at > self._now and failures[index] <= limit}
        self._again += [ready[index] for index in found]
        return found

    def _failed_indexes(self, failures: dict[int, int], counted: Count) -> set[int]:
        limit = self._job["spec"].get("backoffLimitPerIndex")
        known = indexes.parse(self._status.get("failedIndexes", ""))
        if limit is None:
            return known
        for index in counted.fail_indexes:
            failures[index] = limit + 1
        return known | {index for index, number in failures.items() if number > limit}

    def _manage(self, counted: Count, failures: dict[int, int], resting: set[int]) -> int:
        """Make or delete pods; how many are active after that. resting: indexes that get none yet."""
        job, active = self._job, len(counted.active)
        target = managing.wanted(job, counted)
        going = managing.surplus(job, counted, active - target, self._now)
        if going:
            self._changes += managing.delete(job, going)
            return active - len(going)
        waiting = counted.terminating if job["spec"].get("podReplacementPolicy") == "Failed" else 0
        missing = target - active - waiting
        if missing <= 0:
            self._memo.pop("refused", None)
            return active
        at = self._next_try()
        if at > self._now:
            self._again.append(at)
            return active
        if self._memo.get("refused"):
            self._memo["refused"] = _retry.trying(self._memo["refused"])
        made = managing.create(self._view, job, counted, failures, resting, missing)
        self._changes += made
        return active + len(made) // 2

    def _next_try(self) -> int:
        """Not before the delay after the last failure, nor before a refused try may be repeated."""
        failed, last = self._memo.get("failed") or [0, 0]
        delay = _delay(failed) if failed else 0
        refused = _retry.turn(self._memo.get("refused"), self._now, self._job["metadata"].get("generation"))
        if self._job["spec"].get("backoffLimitPerIndex") is not None:
            delay = 0
        return max(last + delay if delay else 0, refused or 0)

    def _suspension(self) -> None:
        """Note when the Job is held back, and when it goes on: then its time starts anew.

        source: docs on suspended Jobs, MutableSchedulingDirectivesForSuspendedJobs (on since v1.36)
        """
        current = _conditions.find(self._status.get("conditions"), "Suspended")
        suspended = bool(self._job["spec"].get("suspend"))
        if suspended and (current is None or current["status"] != "True"):
            self._condition("Suspended", "True", "JobSuspended", "Job suspended")
            self._status.pop("startTime", None)
            self._changes.append(Event(self._job, "Normal", "Suspended", "Job suspended"))
        elif not suspended and current is not None and current["status"] == "True":
            self._condition("Suspended", "False", "JobResumed", "Job resumed")
            self._changes.append(Event(self._job, "Normal", "Resumed", "Job resumed"))
            self._status["startTime"] = rfc3339(self._now)

    def _counts(self, counted: Count, active: int, failed_indexes: set[int]) -> None:
        texts = {
            "completedIndexes": indexes.text_of(counted.completed),
            "failedIndexes": indexes.text_of(failed_indexes),
        }
        numbers = {"active": active, "succeeded": counted.succeeded, "failed": counted.failed}
        for field, value in (*texts.items(), *numbers.items()):
            if value:
                self._status[field] = value
            else:
                self._status.pop(field, None)
        self._status["ready"] = counted.ready if active else 0
        self._status["terminating"] = counted.terminating
        self._status["uncountedTerminatedPods"] = {}

    def _finish(self, end: finishing.End | None, counted: Count, active: int) -> None:
        if end is None:
            return
        self._condition(end.target, "True", end.reason, end.message)
        if active or counted.terminating:
            return
        self._condition(end.final, "True", end.reason, end.message)
        if end.success:
            self._status["completionTime"] = rfc3339(self._now)
            self._changes.append(Event(self._job, "Normal", "Completed", "Job completed"))
        else:
            self._changes.append(Event(self._job, "Warning", end.reason, end.message))

    def _condition(self, type_: str, status: str, reason: str, message: str) -> None:
        current = _conditions.find(self._status.get("conditions"), type_)
        if current is not None and current["status"] == status:
            return
        new = {
            "type": type_,
            "status": status,
            "lastProbeTime": rfc3339(self._now),
            "lastTransitionTime": rfc3339(self._now),
            "reason": reason,
            "message": message,
        }
        conditions = self._status.get("conditions") or []
        self._status["conditions"] = (
            [new if c is current else c for c in conditions] if current is not None else [*conditions, new]
        )


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    """An event for a pod that was refused; another try later."""
    job = None if key.endswith(LOST) else view.get(RESOURCE, *key.split("/"))
    if job is None or is_namespace_terminating(error):
        return NOTHING
    memo = dict(view.memo() or {})
    again = _retry.failed(memo.get("refused"), now, job["metadata"].get("generation"))
    memo["refused"] = again.memo
    changes: list[Change] = []
    if isinstance(change, Create):
        changes.append(Event(job, "Warning", "FailedCreate", f"Error creating: {error.message}"))
    elif isinstance(change, Delete):
        changes.append(Event(job, "Warning", "FailedDelete", f"Error deleting: {error.message}"))
    return Result(changes, again.at or now + (again.every or 0), memo)
