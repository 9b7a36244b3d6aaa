"""Jobs: completions, failures, indexes, suspension, policies."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.controllers import job
from minikctl.controllers._base import Update
from minikctl.controllers.job import indexes
from minikctl.core.times import parse_rfc3339, rfc3339
from tests.support import world as w


def simple(**spec: Any) -> w.Obj:
    labels = {"job-name": "pi"}
    template = w.template(**labels)
    template["spec"]["restartPolicy"] = "Never"
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": "pi", "namespace": "default", "labels": labels},
        "spec": {
            "parallelism": 1,
            "completions": 1,
            "backoffLimit": 6,
            "completionMode": "NonIndexed",
            "podReplacementPolicy": "TerminatingOrFailed",
            "suspend": False,
            "selector": {"matchLabels": labels},
            "template": template,
            **spec,
        },
    }


class Runner(w.Kubelet):
    """Pods run for `delay` seconds; `outcome` (index or number of the pod -> exit code) tells how they end."""

    def __init__(self, world: w.World, outcome: Any = lambda number: 0, delay: float = 1.0) -> None:
        super().__init__(world, delay)
        self.outcome = outcome
        self.count = 0

    def start(self, meta: w.Obj) -> None:
        pod = self.world.get("pods", meta["namespace"], meta["name"])
        if pod is None or "deletionTimestamp" in pod["metadata"]:
            return
        index = indexes.index_of(pod)
        code = self.outcome(self.count if index < 0 else index)
        self.count += 1
        if code is None:
            w.set_ready(self.world, pod)
            return
        terminated = {"exitCode": code, "finishedAt": rfc3339(self.world.now)}
        containers = [{"name": "c", "restartCount": 0, "state": {"terminated": terminated}}]
        status = {"phase": "Failed" if code else "Succeeded", "containerStatuses": containers}
        self.world.apply(Update({**pod, "status": status}, "status"))


def make(outcome: Any = lambda number: 0, **spec: Any) -> w.World:
    world = w.World(job.CONTROLLER)
    Runner(world, outcome)
    world.put(simple(**spec))
    return world


def status(world: w.World) -> w.Obj:
    return world.one("Job", "pi")["status"]


def conditions(world: w.World) -> list[str]:
    return [f"{c['type']}={c['status']} {c['reason']}" for c in status(world).get("conditions", [])]


def test_the_first_look_starts_a_pod() -> None:
    world = make()
    world.run(0.1)
    assert status(world) == {
        "active": 1,
        "ready": 0,
        "startTime": rfc3339(w.START),
        "terminating": 0,
        "uncountedTerminatedPods": {},
    }
    (pod,) = world.list("pods")
    assert pod["metadata"]["finalizers"] == ["batch.kubernetes.io/job-tracking"]
    assert world.messages("SuccessfulCreate") == [f"Created pod: {pod['metadata']['name']}"]


def test_a_job_completes() -> None:
    world = make()
    world.run()
    assert conditions(world) == ["SuccessCriteriaMet=True CompletionsReached", "Complete=True CompletionsReached"]
    done = status(world)
    assert {c["message"] for c in done["conditions"]} == {"Reached expected number of succeeded pods"}
    assert parse_rfc3339(done["completionTime"]) == w.START + 1_000_000
    assert (done["succeeded"], done["ready"], done["terminating"], "active" in done) == (1, 0, 0, False)
    assert world.messages("Completed") == ["Job completed"]
    assert "finalizers" not in world.list("pods")[0]["metadata"]


def test_parallelism_and_completions() -> None:
    world = make(parallelism=2, completions=5)

    def bounded(world: w.World) -> None:
        running = [p for p in world.list("pods") if p.get("status", {}).get("phase") not in ("Succeeded", "Failed")]
        assert len(running) <= 2

    world.checks.append(bounded)
    world.run()
    assert status(world)["succeeded"] == 5
    assert len(world.names("Pod")) == 5


def test_a_work_queue_is_done_when_one_has_succeeded_and_the_others_have_ended() -> None:
    world = make(parallelism=3, completions=None)
    world.run()
    assert status(world)["succeeded"] == 3
    assert conditions(world)[1] == "Complete=True CompletionsReached"


def test_too_many_failures_end_it_with_ever_longer_pauses() -> None:
    world = make(lambda number: 1, backoffLimit=2)
    world.run(5)
    assert len(world.names("Pod")) == 1
    world.run(120)
    assert conditions(world) == ["FailureTarget=True BackoffLimitExceeded", "Failed=True BackoffLimitExceeded"]
    assert world.messages("BackoffLimitExceeded") == ["Job has reached the specified backoff limit"]
    assert status(world)["failed"] == 3
    starts = sorted(parse_rfc3339(p["metadata"]["creationTimestamp"]) for p in world.list("pods"))
    assert [(b - a) // 1_000_000 for a, b in pairwise(starts)] == [11, 21]
    assert "completionTime" not in status(world)


def test_restarts_on_failure_count_as_failures() -> None:
    world = make(lambda number: None, backoffLimit=3)
    world.edit("Job", "pi", lambda j: j["spec"]["template"]["spec"].update(restartPolicy="OnFailure"))
    world.run()
    (name,) = world.names("Pod")
    pod = world.one("Pod", name)
    restarts = [{"name": "c", "restartCount": 3}]
    world.apply(Update({**pod, "status": {**pod["status"], "containerStatuses": restarts}}, "status"))
    world.run()
    assert conditions(world)[1] == "Failed=True BackoffLimitExceeded"
    assert world.names("Pod") == []


def test_a_deadline_ends_it_when_its_pods_are_gone() -> None:
    world = make(lambda number: None, activeDeadlineSeconds=30)
    world.run(29)
    assert conditions(world) == []
    world.run(1.1)
    assert conditions(world) == ["FailureTarget=True DeadlineExceeded"]
    assert status(world)["terminating"] == 1
    world.run(5)
    assert conditions(world) == ["FailureTarget=True DeadlineExceeded", "Failed=True DeadlineExceeded"]
    assert world.messages("DeadlineExceeded") == ["Job was active longer than specified deadline"]


def test_suspended_jobs_have_no_pods_and_start_anew() -> None:
    world = make(lambda number: None)
    world.run(5)
    world.edit("Job", "pi", lambda j: j["spec"].update(suspend=True))
    world.run(5)
    assert world.names("Pod") == []
    assert conditions(world) == ["Suspended=True JobSuspended"]
    assert "startTime" not in status(world)
    world.edit("Job", "pi", lambda j: j["spec"].update(suspend=False))
    world.run(5)
    assert conditions(world) == ["Suspended=False JobResumed"]
    assert parse_rfc3339(status(world)["startTime"]) == w.START + 10_000_000
    assert len(world.names("Pod")) == 1
    assert [e.reason for e in world.events if e.reason in ("Suspended", "Resumed")] == ["Suspended", "Resumed"]


def test_a_deleted_pod_counts_as_failed_and_is_replaced_after_the_pause() -> None:
    world = make(lambda number: None)
    world.run(5)
    (name,) = world.names("Pod")
    world.delete("Pod", name)
    world.run(5)
    assert status(world)["failed"] == 1
    assert world.names("Pod") == []
    world.run(20)
    assert len(world.names("Pod")) == 1


def test_indexed_jobs_do_every_index_once() -> None:
    world = make(completionMode="Indexed", completions=3, parallelism=2)
    world.run(0.1)
    pods = world.list("pods")
    assert [indexes.index_of(p) for p in pods] == [0, 1]
    assert pods[1]["metadata"]["labels"]["batch.kubernetes.io/job-completion-index"] == "1"
    assert pods[1]["metadata"]["generateName"] == "pi-1-"
    assert pods[1]["spec"]["hostname"] == "pi-1"
    assert pods[1]["spec"]["containers"][0]["env"][0]["name"] == "JOB_COMPLETION_INDEX"
    world.run()
    assert (status(world)["completedIndexes"], status(world)["succeeded"]) == ("0-2", 3)


def test_a_limit_for_each_index() -> None:
    spec = {"completionMode": "Indexed", "completions": 3, "parallelism": 3, "backoffLimit": 2**31 - 1}
    world = make(lambda index: int(index == 1), backoffLimitPerIndex=1, **spec)
    world.run(9)
    assert len(world.names("Pod")) == 3  # the next try of an index waits as that of a whole Job does
    world.run(120)
    assert (status(world)["completedIndexes"], status(world)["failedIndexes"]) == ("0,2", "1")
    assert conditions(world)[1] == "Failed=True FailedIndexes"
    assert status(world)["failed"] == 2


@pytest.mark.parametrize(
    ("action", "ends"),
    [("FailJob", "Failed=True PodFailurePolicy"), ("Ignore", None), ("Count", "Failed=True BackoffLimitExceeded")],
)
def test_the_failure_policy_decides_by_exit_code(action: str, ends: str | None) -> None:
    rule = {"action": action, "onExitCodes": {"operator": "In", "values": [42]}}
    world = make(lambda number: 42, backoffLimit=0, podFailurePolicy={"rules": [rule]})
    world.run(15)
    assert conditions(world)[-1:] == ([ends] if ends else [])
    if action == "FailJob":
        name = world.names("Pod")[0]
        assert status(world)["conditions"][0]["message"] == (
            f"Container c for pod default/{name} failed with exit code 42 matching FailJob rule at index 0"
        )


def test_a_success_policy_ends_it_early() -> None:
    policy = {"rules": [{"succeededIndexes": "1"}]}
    spec = {"completionMode": "Indexed", "completions": 3, "parallelism": 3, "successPolicy": policy}
    world = make(lambda index: 0 if index == 1 else None, **spec)
    world.run()
    assert conditions(world) == ["SuccessCriteriaMet=True SuccessPolicy", "Complete=True SuccessPolicy"]
    assert len(world.names("Pod")) == 1


def test_pods_of_a_job_that_is_gone_are_let_go() -> None:
    world = make(lambda number: None)
    world.run(5)
    world.delete("Job", "pi")
    world.run(5)
    assert all("finalizers" not in pod["metadata"] for pod in world.list("pods"))


@given(st.sets(st.integers(0, 30)))
def test_indexes_as_text(numbers: set[int]) -> None:
    assert indexes.parse(indexes.text_of(numbers)) == numbers
