"""One look at a CronJob: the table of contents."""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Create, Delete, Event, Result, Update
from minikctl.controllers._owners import controller_ref
from minikctl.controllers.cronjob.absence import ALREADY_ACTIVE, out_of_sight
from minikctl.controllers.cronjob.endings import ended_as
from minikctl.controllers.cronjob.times import TOO_MANY, Times, UnknownZone
from minikctl.core.cron import ScheduleError
from minikctl.core.errors import is_namespace_terminating
from minikctl.core.times import MINUTE, SECOND, parse_rfc3339, rfc1123z, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

RESOURCE = "cronjobs.batch"


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    cron_job = view.get(RESOURCE, namespace, name)
    if cron_job is None:
        return NOTHING
    return Look(view, cron_job, now).result()


class Look:
    """memo: {"until": ...} when runs have been left out up to an instant, so that they are not taken for missed."""

    def __init__(self, view: View, cron_job: Obj, now: int) -> None:
        self._view = view
        self._cron_job = cron_job
        self._now = now
        self._spec: Obj = cron_job["spec"]
        self._status: Obj = dict(cron_job.get("status") or {})
        self._active: list[Obj] = list(self._status.get("active") or ())
        self._jobs = view.owned(cron_job["metadata"]["uid"], "jobs.batch")
        self._changes: list[Change] = []
        self._memo: Obj | None = view.memo()

    def result(self) -> Result:
        self._children()
        again = None if self._cron_job["metadata"].get("deletionTimestamp") else self._schedule()
        self._clean_up()
        if self._active:
            self._status["active"] = self._active
        else:
            self._status.pop("active", None)
        if self._status != (self._cron_job.get("status") or {}):
            self._changes.append(Update({**self._cron_job, "status": self._status}, "status"))
        return Result(self._changes, again, self._memo)

    # --- the Jobs there are

    def _children(self) -> None:
        """Bring status.active up to date."""
        listed = {ref["uid"] for ref in self._active}
        for job in self._jobs:
            uid, name, ended = job["metadata"]["uid"], job["metadata"]["name"], ended_as(job)
            if uid not in listed and not ended:
                if name == self._own_name():
                    self._active.append(_reference(job))
                else:
                    text = f"Saw a job that the controller did not create or forgot: {name}"
                    self._event("UnexpectedJob", text, "Warning")
            elif uid in listed and ended:
                self._forget(uid)
                self._event("SawCompletedJob", f"Saw completed job: {name}, condition: {ended}")
            if ended == "Complete":
                done = (job.get("status") or {}).get("completionTime", "")
                self._status["lastSuccessfulTime"] = max(done, self._status.get("lastSuccessfulTime") or "")
        there = {job["metadata"]["uid"] for job in self._jobs}
        for ref in list(self._active):
            if ref["uid"] not in there:
                self._forget(ref["uid"])
                self._event("MissingJob", f"Active job went missing: {ref['name']}")

    def _own_name(self) -> str:
        """The name of the Job that the last run has made."""
        last = self._status.get("lastScheduleTime")
        return self._job_name(parse_rfc3339(last)) if last else ""

    def _job_name(self, at: int) -> str:
        return f"{self._cron_job['metadata']['name']}-{at // MINUTE}"

    def _forget(self, uid: str) -> None:
        self._active = [ref for ref in self._active if ref["uid"] != uid]

    # --- the schedule

    def _schedule(self) -> int | None:
        """Start what is due; when to look again."""
        try:
            times = Times(self._spec)
        except UnknownZone as e:
            self._event("UnknownTimeZone", f'invalid timeZone: "{self._spec["timeZone"]}": {e}', "Warning")
            return None
        except ScheduleError as e:
            self._event("UnparseableSchedule", f'unparseable schedule: "{self._spec["schedule"]}" : {e}', "Warning")
            return None
        if self._spec.get("suspend"):
            return None
        if self._memo is not None and self._memo["until"] > self._now:
            return int(self._memo["until"])
        absence = out_of_sight(self._cron_job, self._jobs, times, self._now, self._view.until)
        if absence is not None:
            self._memo = {"until": absence.until}
            self._changes += absence.said
            return absence.until
        due = times.last(self._since(), self._now)
        if due is not None:
            self._warn_of_missed(times)
            self._memo = None
            self._run(times, due)
        return times.next(self._now)

    def _since(self) -> int:
        """Runs before this are done or too late."""
        since = parse_rfc3339(self._status.get("lastScheduleTime") or self._cron_job["metadata"]["creationTimestamp"])
        deadline = self._spec.get("startingDeadlineSeconds")
        return since if deadline is None else max(since, self._now - int(deadline) * SECOND)

    def _warn_of_missed(self, times: Times) -> None:
        if self._memo is None and times.missed(self._since(), self._now) > TOO_MANY:
            text = "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew"
            self._event("TooManyMissedTimes", text, "Warning")

    def _run(self, times: Times, due: int) -> None:
        deadline = self._spec.get("startingDeadlineSeconds")
        if deadline is not None and due + int(deadline) * SECOND < self._now:
            self._event("MissSchedule", f"Missed scheduled time to start a job: {rfc1123z(due)}", "Warning")
            return
        policy = self._spec.get("concurrencyPolicy", "Allow")
        if policy == "Forbid" and self._active:
            self._event("JobAlreadyActive", ALREADY_ACTIVE)
            return
        if policy == "Replace":
            listed = {ref["uid"] for ref in self._active}
            self._delete([job for job in self._jobs if job["metadata"]["uid"] in listed])
        name = self._job_name(due)
        if self._view.get("jobs.batch", self._cron_job["metadata"]["namespace"], name) is None:
            self._changes.append(Create(self._job(times, due, name)))
            self._event("SuccessfulCreate", f"Created job {name}")
        self._status["lastScheduleTime"] = rfc3339(due)

    def _job(self, times: Times, due: int, name: str) -> Obj:
        template = self._spec["jobTemplate"]
        given = template.get("metadata") or {}
        stamp = {"batch.kubernetes.io/cronjob-scheduled-timestamp": times.text(due)}
        meta: Obj = {
            "name": name,
            "namespace": self._cron_job["metadata"]["namespace"],
            "annotations": {**(given.get("annotations") or {}), **stamp},
            "ownerReferences": [controller_ref(self._cron_job)],
        }
        if given.get("labels"):
            meta["labels"] = dict(given["labels"])
        from minikctl.core.objects import copy

        return {"apiVersion": "batch/v1", "kind": "Job", "metadata": meta, "spec": copy(template["spec"])}

    # --- the history

    def _clean_up(self) -> None:
        """Delete the oldest of the Jobs that have ended, beyond what is to be kept of each sort."""
        for sort, field in (("Complete", "successfulJobsHistoryLimit"), ("Failed", "failedJobsHistoryLimit")):
            limit = self._spec.get(field)
            ended = sorted((job for job in self._jobs if ended_as(job) == sort), key=_started)
            if limit is not None:
                self._delete(ended[: max(0, len(ended) - limit)])

    def _delete(self, jobs: list[Obj]) -> None:
        for job in jobs:
            meta = job["metadata"]
            self._changes.append(Delete("jobs.batch", meta["namespace"], meta["name"], meta["uid"]))
            self._forget(meta["uid"])
            self._event("SuccessfulDelete", f"Deleted job {meta['name']}")

    def _event(self, reason: str, message: str, type_: str = "Normal") -> None:
        self._changes.append(Event(self._cron_job, type_, reason, message))


def _started(job: Obj) -> tuple[str, str]:
    return (job.get("status") or {}).get("startTime", ""), job["metadata"]["name"]


def _reference(job: Obj) -> Obj:
    meta = job["metadata"]
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "name": meta["name"],
        "namespace": meta["namespace"],
        "resourceVersion": meta.get("resourceVersion", ""),
        "uid": meta["uid"],
    }


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    """An event for a Job that was refused; the next run is another chance."""
    cron_job = view.get(RESOURCE, *key.split("/"))
    if cron_job is None or is_namespace_terminating(error):
        return NOTHING
    changes: list[Change] = []
    if isinstance(change, Create):
        changes.append(Event(cron_job, "Warning", "FailedCreate", f"Error creating job: {error.message}"))
    elif isinstance(change, Delete):
        changes.append(Event(cron_job, "Warning", "FailedDelete", f"Deleted job: {error.message}"))
    return Result(changes, Times(cron_job["spec"]).next(now))
