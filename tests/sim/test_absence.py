"""A long absence played in one go shows what the same time shows that is played bit by bit: what a cluster shows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minikctl.core.times import SECOND
from minikctl.kinds.event import last_written
from tests.support.universe import Universe, deployment

Obj = dict[str, Any]

HOUR = 3600
KINDS = ("events", "cronjobs", "jobs", "pods", "hpa", "deploy")


def pod(name: str, image: str = "busybox", command: list[str] | None = None, **container: Any) -> Obj:
    one: Obj = {"name": "c", "image": image, **({"command": command} if command else {}), **container}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"containers": [one]}}


def job_spec(command: list[str], **spec: Any) -> Obj:
    container = {"name": "c", "image": "busybox", "command": command}
    return {"template": {"spec": {"restartPolicy": "Never", "containers": [container]}}, **spec}


def job(name: str, command: list[str], **spec: Any) -> Obj:
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": job_spec(command, **spec)}


def cron(name: str, schedule: str, command: list[str], **spec: Any) -> Obj:
    template = {"spec": job_spec(command)}
    head = {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": name}}
    return {**head, "spec": {"schedule": schedule, "jobTemplate": template, **spec}}


def autoscaler(name: str) -> Obj:
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
    metric = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization"}}}
    metric["resource"]["target"]["averageUtilization"] = 50  # type: ignore[index]
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name},
        "spec": {"scaleTargetRef": target, "minReplicas": 1, "maxReplicas": 3, "metrics": [metric]},
    }


def probe(period: int) -> Obj:
    return {"exec": {"command": ["false"]}, "periodSeconds": period}


def with_volume(name: str) -> Obj:
    made = pod(name)
    made["spec"]["volumes"] = [{"name": "v", "configMap": {"name": "nowhere"}}]
    return made


def unplaceable(name: str) -> Obj:
    made = pod(name)
    made["spec"]["nodeSelector"] = {"no": "such"}
    return made


PARTS: dict[str, list[Obj]] = {
    "autoscaler": [deployment("idle", 1), autoscaler("idle")],
    "crash": [pod("crashy", command=["false"])],
    "slow crash": [pod("slowly", command=["sh", "-c", "sleep 5; exit 1"])],
    "restart": [pod("hourly", command=["sleep", "1000"])],
    "pull": [pod("stuck", "nginx:missing")],
    "name": [pod("invalid", "Not A Name")],
    "liveness": [pod("shot", "nginx", livenessProbe=probe(5))],
    "readiness": [pod("unready", "nginx", readinessProbe=probe(5))],
    "job": [job("fails", ["false"], backoffLimit=3, ttlSecondsAfterFinished=7200)],
    "config": [pod("lacking", envFrom=[{"configMapRef": {"name": "nowhere"}}])],
    "volume": [with_volume("unmounted")],
    "place": [unplaceable("unplaced")],
    "deadline": [deployment("late", 2, "nginx:missing", progressDeadlineSeconds=60)],
}


def play(objects: list[Obj], steps: list[int]) -> Universe:
    """The objects made, and time that goes on in steps of seconds."""
    world = Universe()
    for obj in objects:
        world.create(obj)
    for step in steps:
        world.advance(step)
    return world


def shown(world: Universe) -> list[Obj]:
    """All of it but the versions: how often something was written nobody sees. Nor does anybody see an event that has
    expired and is not swept away yet.
    """
    expired = world.session.now() - HOUR * SECOND
    found = [o for o in world.dump(*KINDS) if o["kind"] != "Event" or last_written(o) > expired]
    for obj in found:
        meta = obj["metadata"] = dict(obj["metadata"])
        meta.pop("resourceVersion")
        if obj["kind"] == "Event":  # one that had expired for a while may have been made anew
            meta.pop("uid")
            meta.pop("creationTimestamp")
            obj["involvedObject"] = {k: v for k, v in obj["involvedObject"].items() if k != "resourceVersion"}
    return found


@pytest.mark.parametrize("part", PARTS)
def test_hours_in_one_go_are_hours_step_by_step(part: str) -> None:
    objects = PARTS[part]
    assert shown(play(objects, [26 * HOUR])) == shown(play(objects, [HOUR] * 26))
    assert shown(play(objects, [4 * HOUR])) == shown(play(objects, [60] * 4 * 60))


@given(
    st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=3, unique=True),
    st.lists(st.integers(1, 9 * HOUR), min_size=2, max_size=6),
)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_it_does_not_matter_how_an_absence_is_split(parts: list[str], steps: list[int]) -> None:
    objects = [obj for part in parts for obj in PARTS[part]]
    assert shown(play(objects, [sum(steps)])) == shown(play(objects, steps))


# --- CronJobs: what nobody sees is left out, and names are drawn by the revision (decision 0001)

_DRAWN = (
    (r"(-\d{8})-[a-z0-9]{5}", r"\1-x"),  # names of pods
    (r"in \d+ms \(\d+ms", "in 1ms (1ms"),  # how long their images took, and so when what followed was
    (r"node-\d", "node-n"),
    (r"T(\d\d:\d\d):\d\dZ", r"T\1"),
    (r"\.[0-9a-f]{16}", ""),
)


def outline(world: Universe) -> list[str]:
    """What is told of CronJobs and their Jobs, without what was drawn."""
    lines = []
    for e in world.list("events"):
        about = e["involvedObject"]
        times = f"{e['firstTimestamp']} {e['lastTimestamp']}"
        lines.append(f"{about['kind']} {about['name']} {e['reason']} x{e['count']} {times} {e['message']}")
    for one in (*world.list("cronjobs"), *world.list("jobs"), *world.list("pods")):
        status = one.get("status", {})
        ended = [c["type"] for c in status.get("conditions", ()) if c["status"] == "True"]
        told = [status.get(k) for k in ("phase", "succeeded", "failed", "startTime", "lastScheduleTime")]
        active = status.get("active")
        told.append(len(active) if isinstance(active, list) else active)
        lines.append(f"{one['kind']} {one['metadata']['name']} {told} {ended}")
    for pattern, text in _DRAWN:
        lines = [re.sub(pattern, text, line) for line in lines]
    return sorted(lines)


CRONS = {
    "every minute": cron("tick", "* * * * *", ["true"]),
    "failing": cron("bad", "*/20 * * * *", ["false"], failedJobsHistoryLimit=2),
    "overlapping": cron("slow", "* * * * *", ["sleep", "150"]),
    "replacing": cron("again", "* * * * *", ["sleep", "150"], concurrencyPolicy="Replace"),
    "hourly": cron("hour", "7 * * * *", ["true"], successfulJobsHistoryLimit=5),
    "now and then": cron("seldom", "1,2 */3 * * *", ["true"]),
}


@pytest.mark.parametrize("kind", CRONS)
def test_runs_that_nobody_saw_are_told_of_as_if_they_had_been_played(kind: str) -> None:
    steps = [HOUR] * (30 if kind in ("hourly", "now and then") else 5)
    assert outline(play([CRONS[kind]], [sum(steps)])) == outline(play([CRONS[kind]], steps))


def test_a_month_is_counted_to_the_last_run() -> None:
    """24 * 60 * 30 runs, of which the first nine are told of one by one; a token every five minutes."""
    world = play([CRONS["every minute"]], [HOUR, 719 * HOUR])
    runs = 720 * 60
    minute = 1_767_225_600 // 60 + runs
    assert [one["metadata"]["name"] for one in world.list("jobs")] == [f"tick-{minute - n}" for n in (3, 2, 1, 0)]
    combined = [e for e in world.list("events") if e["message"].startswith("(combined")]
    assert [e["reason"] for e in combined] == ["SuccessfulCreate"]
    assert runs - 9 - 5 <= combined[0]["count"] <= runs - 9


def test_a_month_costs_no_more_than_its_last_hour() -> None:
    """Looks of controllers, whatever goes on."""
    objects = [obj for part in PARTS.values() for obj in part]
    assert looks(objects, 720 * HOUR) < looks(objects, 24 * HOUR) + 200


def looks(objects: list[Obj], seconds: int) -> int:
    from minikctl.sim.engine import Engine

    world = play(objects, [6 * HOUR])
    found = 0
    look = Engine._look

    def counted(self: Engine, entry: Any, until: int) -> None:
        nonlocal found
        found += 1
        look(self, entry, until)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_look", counted)
        world.advance(seconds)
    return found
