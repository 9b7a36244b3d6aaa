"""When a Job is over, and why. First a target is noted (FailureTarget, SuccessCriteriaMet); once no pod is left, the
end itself.
"""

from __future__ import annotations

from minikctl.controllers import _conditions
from minikctl.controllers._pods import phase, restarts
from minikctl.controllers.job import indexes, policies
from minikctl.controllers.job.counting import Count
from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import Any, NamedTuple

Obj = dict[str, Any]


class End(NamedTuple):
    """success or failure, with the reason and message of the conditions."""

    success: bool
    reason: str
    message: str

    @property
    def target(self) -> str:
        return "SuccessCriteriaMet" if self.success else "FailureTarget"

    @property
    def final(self) -> str:
        return "Complete" if self.success else "Failed"


def is_finished(job: Obj) -> bool:
    conditions = (job.get("status") or {}).get("conditions")
    return any(c["status"] == "True" and c["type"] in ("Complete", "Failed") for c in conditions or ())


def noted(job: Obj) -> End | None:
    """The end that an earlier look has decided on."""
    for type_, success in (("FailureTarget", False), ("SuccessCriteriaMet", True)):
        found = _conditions.find((job.get("status") or {}).get("conditions"), type_)
        if found and found["status"] == "True":
            return End(success, found.get("reason", ""), found.get("message", ""))
    return None


def decide(job: Obj, counted: Count, failed_indexes: set[int], now: int) -> End | None:
    """Why the Job should end now, before pods are managed; None while it goes on."""
    spec = job["spec"]
    if counted.fail_job is not None:
        return End(False, "PodFailurePolicy", counted.fail_job)
    limit = spec.get("backoffLimit", 6)
    if counted.failed > limit or _restarted_too_often(job, counted.active, limit):
        return End(False, "BackoffLimitExceeded", "Job has reached the specified backoff limit")
    deadline = deadline_of(job)
    if deadline is not None and deadline <= now:
        return End(False, "DeadlineExceeded", "Job was active longer than specified deadline")
    rule = policies.success_rule(job, counted.completed) if indexes.is_indexed(job) else None
    if rule is not None:
        return End(True, "SuccessPolicy", f"Matched rules at index {rule}")
    if spec.get("maxFailedIndexes") is not None and len(failed_indexes) > spec["maxFailedIndexes"]:
        text = "Job has exceeded the specified maximal number of failed indexes"
        return End(False, "MaxFailedIndexesExceeded", text)
    if failed_indexes and len(failed_indexes) + len(counted.completed) >= spec.get("completions", 0):
        return End(False, "FailedIndexes", "Job has failed indexes")
    return None


def completed(job: Obj, counted: Count) -> End | None:
    """Enough pods have succeeded and none is left; without a number of completions the first success is enough."""
    completions = job["spec"].get("completions")
    enough = counted.succeeded > 0 if completions is None else counted.succeeded >= completions
    if enough and not counted.active:
        return End(True, "CompletionsReached", "Reached expected number of succeeded pods")
    return None


def deadline_of(job: Obj) -> int | None:
    """When spec.activeDeadlineSeconds are over; None while there is no such limit or the Job does not run."""
    seconds, start = job["spec"].get("activeDeadlineSeconds"), (job.get("status") or {}).get("startTime")
    if seconds is None or start is None or job["spec"].get("suspend"):
        return None
    return parse_rfc3339(start) + int(seconds) * SECOND


def _restarted_too_often(job: Obj, active: list[Obj], limit: int) -> bool:
    """With restartPolicy OnFailure the restarts of the containers are the failures."""
    if job["spec"]["template"]["spec"].get("restartPolicy") != "OnFailure":
        return False
    failures = sum(restarts(pod) for pod in active if phase(pod) in ("Pending", "Running"))
    return failures > 0 if limit == 0 else failures >= limit
