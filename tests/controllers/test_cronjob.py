"""CronJobs: runs on time, policies, history, long absences."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minikctl.controllers import cronjob, garbage, job
from minikctl.controllers.cronjob.times import Times
from minikctl.core.times import DAY, HOUR, MINUTE, SECOND, from_civil, parse_rfc3339, rfc3339
from tests.controllers.test_job import Runner, simple
from tests.support import world as w

MINUTES = w.START // MINUTE  # the world begins within this minute, at second 20


def cron(schedule: str = "* * * * *", **spec: Any) -> w.Obj:
    template = simple()["spec"]
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "hello", "namespace": "default"},
        "spec": {
            "schedule": schedule,
            "concurrencyPolicy": "Allow",
            "suspend": False,
            "successfulJobsHistoryLimit": 3,
            "failedJobsHistoryLimit": 1,
            "jobTemplate": {"metadata": {"labels": {"a": "b"}}, "spec": template},
            **spec,
        },
    }


def make(outcome: Any = lambda number: 0, **spec: Any) -> w.World:
    world = w.World(garbage.CONTROLLER, cronjob.CONTROLLER, job.CONTROLLER)
    Runner(world, outcome)
    world.put(cron(**spec))
    return world


def status(world: w.World) -> w.Obj:
    return world.one("CronJob", "hello").get("status") or {}


def test_a_job_is_made_when_the_minute_turns() -> None:
    world = make()
    world.run(39)
    assert world.names("Job") == []
    world.run(1)
    (name,) = world.names("Job")
    assert name == f"hello-{MINUTES + 1}"
    made = world.one("Job", name)
    assert made["metadata"]["labels"] == {"a": "b"}
    stamp = made["metadata"]["annotations"]["batch.kubernetes.io/cronjob-scheduled-timestamp"]
    assert stamp == status(world)["lastScheduleTime"] == rfc3339((MINUTES + 1) * MINUTE)
    assert [ref["name"] for ref in status(world)["active"]] == [name]
    world.run(10)
    assert "active" not in status(world)
    assert status(world)["lastSuccessfulTime"] == made_at(world, name)
    assert [e.message for e in world.events if e.regarding["kind"] == "CronJob"] == [
        f"Created job {name}",
        f"Saw completed job: {name}, condition: Complete",
    ]


def made_at(world: w.World, name: str) -> str:
    return str(world.one("Job", name)["status"]["completionTime"])


def test_the_history_keeps_the_newest() -> None:
    world = make()
    world.run(600)
    assert world.names("Job") == [f"hello-{MINUTES + n}" for n in (8, 9, 10)]
    assert len(world.names("Pod")) == 3
    assert world.messages("SuccessfulDelete")[0] == f"Deleted job hello-{MINUTES + 1}"


def test_forbid_waits_and_replace_deletes() -> None:
    world = make(lambda number: None, concurrencyPolicy="Forbid")
    world.run(150)
    assert world.names("Job") == [f"hello-{MINUTES + 1}"]
    assert len(world.messages("JobAlreadyActive")) == 1 or set(world.messages("JobAlreadyActive")) == {
        "Not starting job because prior execution is running and concurrency policy is Forbid"
    }
    world = make(lambda number: None, concurrencyPolicy="Replace")
    world.run(110)
    assert world.names("Job") == [f"hello-{MINUTES + 2}"]


def test_suspended_ones_start_nothing_and_catch_up_once() -> None:
    world = make(suspend=True)
    world.run(600)
    assert world.names("Job") == []
    world.edit("CronJob", "hello", lambda c: c["spec"].update(suspend=False))
    world.run(1)
    assert len(world.names("Job")) == 1


def test_a_deadline_lets_missed_runs_go() -> None:
    world = make(suspend=True, schedule="0 * * * *", startingDeadlineSeconds=10)
    world.run(5400)
    world.edit("CronJob", "hello", lambda c: c["spec"].update(suspend=False))
    world.run(1)
    assert world.names("Job") == []


def test_a_job_by_somebody_else_is_told() -> None:
    world = make(lambda number: None, schedule="0 0 1 1 *")
    world.run(1)
    manual = simple()
    owner = world.one("CronJob", "hello")["metadata"]["uid"]
    ref = {"apiVersion": "batch/v1", "kind": "CronJob", "name": "hello", "uid": owner, "controller": True}
    manual["metadata"]["ownerReferences"] = [ref]
    world.put(manual)
    world.run(1)
    assert set(world.messages("UnexpectedJob")) == {"Saw a job that the controller did not create or forgot: pi"}


def test_a_month_of_minutes_costs_what_can_still_be_seen() -> None:
    world = make()
    world.run(60)
    looks = world.looks
    world.run(30 * 86400)
    assert world.looks - looks < 3000
    last = (world.now // MINUTE) - MINUTES
    assert world.names("Job") == [f"hello-{MINUTES + n}" for n in (last - 2, last - 1, last)]
    assert world.messages("TooManyMissedTimes") == []


def test_schedules_that_never_come_are_quiet() -> None:
    world = make(schedule="* * 31 2 *")
    world.run(86400)
    assert world.names("Job") == []
    assert world.events == []


def test_time_zones_shift_the_schedule() -> None:
    times = Times({"schedule": "30 9 * * *", "timeZone": "Europe/Berlin"})
    winter, summer = from_civil(2026, 1, 10), from_civil(2026, 7, 10)
    assert rfc3339(times.next(winter) or 0) == "2026-01-10T08:30:00Z"
    assert rfc3339(times.next(summer) or 0) == "2026-07-10T07:30:00Z"
    assert times.text(parse_rfc3339("2026-07-10T07:30:00Z")) == "2026-07-10T09:30:00+02:00"
    gap = Times({"schedule": "30 2 * * *", "timeZone": "Europe/Berlin"})
    assert gap.next(from_civil(2026, 3, 29)) is not None


@given(
    st.sampled_from(["* * * * *", "*/7 * * * *", "0 3 * * 1", "15 4 1 * *", "@every 90s", "0 0 29 2 *"]),
    st.integers(0, 5 * 365 * DAY),
    st.integers(0, 40 * DAY),
)
def test_the_last_moment_is_the_one_before_the_next(schedule: str, start: int, span: int) -> None:
    """Law: nothing lies between the last moment and now."""
    start -= start % SECOND
    times = Times({"schedule": schedule})
    last = times.last(start, start + span)
    if last is None:
        following = times.next(start)
        assert following is None or following > start + span
    else:
        assert start < last <= start + span
        following = times.next(last)
        assert following is None or following > start + span


def test_last_is_quick_for_long_gaps() -> None:
    times = Times({"schedule": "* * * * *"})
    assert times.last(0, 50 * 365 * DAY + 30 * SECOND) == 50 * 365 * DAY
    assert times.missed(0, HOUR) == 60
    assert times.missed(0, 50 * DAY) == 101
