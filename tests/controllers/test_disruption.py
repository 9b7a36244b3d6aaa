"""Budgets: how many pods may be evicted. Jobs that go some time after their end."""

from __future__ import annotations

from typing import Any

import pytest

from minikctl.controllers import deployment, disruption, garbage, job, replicaset, ttlafterfinished
from tests.controllers.test_job import Runner, simple
from tests.support import world as w


def make(**spec: Any) -> w.World:
    world = w.World(deployment.CONTROLLER, replicaset.CONTROLLER, disruption.CONTROLLER)
    w.Kubelet(world)
    world.put(w.deployment(replicas=4))
    world.put(
        {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": {"name": "b", "namespace": "default"},
            "spec": {"selector": {"matchLabels": {"app": "web"}}, **spec},
        }
    )
    world.run()
    return world


def counts(world: w.World) -> tuple[int, ...]:
    status = world.one("PodDisruptionBudget", "b")["status"]
    return tuple(status[f] for f in ("currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods"))


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ({"minAvailable": 3}, (4, 3, 1, 4)),
        ({"minAvailable": "60%"}, (4, 3, 1, 4)),
        ({"maxUnavailable": 1}, (4, 3, 1, 4)),
        ({"maxUnavailable": "30%"}, (4, 2, 2, 4)),
        ({"minAvailable": 9}, (4, 9, 0, 4)),
    ],
)
def test_what_may_be_evicted(spec: dict[str, Any], expected: tuple[int, ...]) -> None:
    assert counts(make(**spec)) == expected


def test_the_condition_tells_whether() -> None:
    world = make(minAvailable=3)
    (condition,) = world.one("PodDisruptionBudget", "b")["status"]["conditions"]
    assert (condition["type"], condition["status"], condition["reason"]) == (
        "DisruptionAllowed",
        "True",
        "SufficientPods",
    )
    w.set_ready(world, world.list("pods")[0], False)
    world.run()
    assert counts(world) == (3, 3, 0, 4)
    assert world.one("PodDisruptionBudget", "b")["status"]["conditions"][0]["reason"] == "InsufficientPods"


def test_a_share_of_pods_that_nobody_manages_is_unknown() -> None:
    world = w.World(disruption.CONTROLLER)
    world.put(w.pod("lone", app="web"))
    world.put(
        {
            "apiVersion": "policy/v1",
            "kind": "PodDisruptionBudget",
            "metadata": {"name": "b"},
            "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "web"}}},
        }
    )
    world.run()
    text = 'Failed to calculate the number of expected pods: found no controller ref for pod "lone"'
    assert set(world.messages("CalculateExpectedPodCountFailed")) == {text}
    assert world.one("PodDisruptionBudget", "b")["status"]["conditions"][0]["reason"] == "SyncFailed"


def test_a_job_goes_when_its_time_is_over() -> None:
    world = w.World(garbage.CONTROLLER, job.CONTROLLER, ttlafterfinished.CONTROLLER)
    Runner(world)
    world.put(simple(ttlSecondsAfterFinished=60))
    world.run(55)
    assert world.names("Job") == ["pi"]
    world.run(10)
    assert world.names("Job") == world.names("Pod") == []
