"""The pods of a Job that have ended: each is counted once, then its finalizer goes. Pure.

Kubernetes notes them in status.uncountedTerminatedPods in between; one look is one transaction here, so that stays
empty.
"""

from __future__ import annotations

from minikctl.controllers._base import Update
from minikctl.controllers._pods import is_ready, phase
from minikctl.controllers.job import FINALIZER, indexes, policies
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]


class Count(NamedTuple):
    """The pods of a Job, sorted by what has become of them; numbers include what had been counted before.

    ended: (finish time, whether it succeeded) of pods that are counted now. failed_pods: those of them that count
    as failed.
    """

    active: list[Obj]
    ready: int
    terminating: int
    succeeded: int
    failed: int
    completed: set[int]
    failed_pods: list[Obj]
    ended: list[tuple[int, bool]]
    fail_job: str | None
    fail_indexes: set[int]
    changes: list[Update]


def count(job: Obj, pods: list[Obj], now: int) -> Count:
    status, indexed = job.get("status") or {}, indexes.is_indexed(job)
    completions = job["spec"].get("completions") or 0
    completed = indexes.parse(status.get("completedIndexes", "")) if indexed else set()
    succeeded, failed = status.get("succeeded", 0), status.get("failed", 0)
    active: list[Obj] = []
    failed_pods: list[Obj] = []
    ended: list[tuple[int, bool]] = []
    changes: list[Update] = []
    fail_job: str | None = None
    fail_indexes: set[int] = set()
    terminating = 0
    for pod in pods:
        is_over = phase(pod) in ("Succeeded", "Failed")
        if not is_over and "deletionTimestamp" not in pod["metadata"]:
            active.append(pod)
            continue
        terminating += not is_over
        if FINALIZER not in (pod["metadata"].get("finalizers") or ()):
            continue
        if phase(pod) == "Succeeded":
            if indexed:
                if 0 <= indexes.index_of(pod) < completions:
                    completed.add(indexes.index_of(pod))
            else:
                succeeded += 1
            ended.append((finish_time(pod, now), True))
        elif has_failed(job, pod, now):
            verdict = policies.judge_failure(job, pod)
            fail_job = fail_job or verdict.fail_job
            if verdict.fail_index:
                fail_indexes.add(indexes.index_of(pod))
            if verdict.counts and not job["spec"].get("suspend"):
                failed += 1
                failed_pods.append(pod)
                ended.append((finish_time(pod, now), False))
        else:
            continue
        changes.append(_let_go(pod))
    if indexed:
        succeeded = len(completed)
    ready = sum(map(is_ready, active))
    return Count(
        active,
        ready,
        terminating,
        succeeded,
        failed,
        completed,
        failed_pods,
        sorted(ended),
        fail_job,
        fail_indexes,
        changes,
    )


def has_failed(job: Obj, pod: Obj, now: int) -> bool:
    """A pod that is being deleted counts as failed at once, unless a replacement has to wait for its end."""
    if phase(pod) == "Failed":
        return True
    until = pod["metadata"].get("deletionTimestamp")
    if until is None or phase(pod) == "Succeeded":
        return False
    return job["spec"].get("podReplacementPolicy") != "Failed" or parse_rfc3339(until) <= now


def _let_go(pod: Obj) -> Update:
    meta = dict(pod["metadata"])
    meta["finalizers"] = [f for f in meta["finalizers"] if f != FINALIZER]
    if not meta["finalizers"]:
        del meta["finalizers"]
    return Update({**pod, "metadata": meta})


let_go = _let_go


def finish_time(pod: Obj, now: int) -> int:
    """When its last container ended; else when it was told to go, or now."""
    times = []
    for container in (pod.get("status") or {}).get("containerStatuses") or ():
        at = ((container.get("state") or {}).get("terminated") or {}).get("finishedAt")
        if at:
            times.append(parse_rfc3339(at))
    if times:
        return max(times)
    until = pod["metadata"].get("deletionTimestamp")
    return min(parse_rfc3339(until), now) if until else now
