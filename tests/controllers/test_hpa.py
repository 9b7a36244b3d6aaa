"""Autoscalers without a metrics server: limits, warnings, and the cost of doing nothing."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minikctl.controllers import hpa
from minikctl.controllers.hpa.limits import clamp
from minikctl.core.times import SECOND
from tests.support import world as w

API = (
    "unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: "
    "the server could not find the requested resource (get pods.metrics.k8s.io)"
)


def autoscaler(name: str = "web", **spec: Any) -> w.Obj:
    cpu = {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {
            "minReplicas": 1,
            "maxReplicas": 10,
            "metrics": [{"type": "Resource", "resource": cpu}],
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"},
            **spec,
        },
        "status": {"currentMetrics": None, "desiredReplicas": 0},
    }


def make(replicas: int = 1, **spec: Any) -> w.World:
    world = w.World(hpa.CONTROLLER)
    world.put(w.deployment(replicas=replicas))
    world.put(autoscaler(**spec))
    return world


def conditions(world: w.World, name: str = "web") -> list[tuple[str, str, str]]:
    found = world.one("HorizontalPodAutoscaler", name)["status"].get("conditions", [])
    return [(c["type"], c["status"], c["reason"]) for c in found]


def test_the_first_look_is_15_seconds_after_creation() -> None:
    world = make()
    world.run(14)
    assert conditions(world) == []
    world.run(1)
    assert conditions(world) == [
        ("AbleToScale", "True", "SucceededGetScale"),
        ("ScalingActive", "False", "FailedGetResourceMetric"),
    ]
    assert [(e.reason, e.message) for e in world.events] == [
        ("FailedGetResourceMetric", f"failed to get cpu utilization: {API}"),
        (
            "FailedComputeMetricsReplicas",
            "invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: "
            f"failed to get cpu utilization: {API}",
        ),
    ]
    status = world.one("HorizontalPodAutoscaler", "web")["status"]
    assert (status["currentReplicas"], status["desiredReplicas"]) == (1, 0)


def test_an_idle_one_costs_nothing_for_a_month() -> None:
    world = make()
    world.run(60)
    looks = world.looks
    world.run(30 * 86400)
    assert world.looks == looks
    repeat = world.repeats[("hpa", "default/web")]
    assert repeat.every == 15 * SECOND
    assert [e.reason for e in repeat.events] == ["FailedGetResourceMetric", "FailedComputeMetricsReplicas"]


def test_sizes_outside_the_limits_are_brought_inside() -> None:
    for replicas, wanted, why in ((1, 3, "below Spec.MinReplicas"), (8, 5, "above Spec.MaxReplicas")):
        world = make(replicas, minReplicas=3, maxReplicas=5)
        world.run(15)
        assert world.one("Deployment", "web")["spec"]["replicas"] == wanted
        assert world.messages("SuccessfulRescale") == [f"New size: {wanted}; reason: Current number of replicas {why}"]
        assert conditions(world) == [("AbleToScale", "True", "SucceededRescale")]
        status = world.one("HorizontalPodAutoscaler", "web")["status"]
        assert (status["currentReplicas"], status["desiredReplicas"]) == (replicas, wanted)
        assert "lastScaleTime" in status


def test_a_change_of_the_target_is_seen_at_the_next_look() -> None:
    world = make(1, minReplicas=2)
    world.run(61)
    world.edit("Deployment", "web", lambda d: d["spec"].update(replicas=1))
    world.run(13)
    assert world.one("Deployment", "web")["spec"]["replicas"] == 1
    world.run(2)
    assert world.one("Deployment", "web")["spec"]["replicas"] == 2


def test_a_target_of_size_0_is_switched_off() -> None:
    world = make(0)
    world.run(15)
    assert conditions(world)[1] == ("ScalingActive", "False", "ScalingDisabled")
    assert world.one("Deployment", "web")["spec"]["replicas"] == 0


def test_a_missing_target_is_told_as_the_server_would() -> None:
    world = w.World(hpa.CONTROLLER)
    world.put(autoscaler())
    world.put(autoscaler("odd", scaleTargetRef={"apiVersion": "example.com/v1", "kind": "Widget", "name": "x"}))
    world.run(15)
    assert set(world.messages("FailedGetScale")) == {
        'deployments.apps "web" not found',
        'no matches for kind "Widget" in group "example.com"',
    }
    assert conditions(world) == [("AbleToScale", "False", "FailedGetScale")]


def test_two_for_the_same_pods_are_ambiguous_once_both_have_looked() -> None:
    world = make()
    world.put(w.pod("p", app="web"))
    world.put(autoscaler("zweb"))
    world.run(16)
    for name in ("web", "zweb"):
        assert conditions(world, name)[1] == ("ScalingActive", "False", "FailedGetResourceMetric")
    world.run(15)
    for name in ("web", "zweb"):
        assert conditions(world, name)[1] == ("ScalingActive", "False", "AmbiguousSelector")
    text = "pods by selector app=web are controlled by multiple HPAs: [default/web default/zweb]"
    assert set(world.messages("AmbiguousSelector")) == {text}


@given(st.integers(0, 20), st.integers(0, 10), st.integers(1, 20))
def test_what_is_clamped_lies_within_the_limits(current: int, least: int, most: int) -> None:
    wanted = clamp(current, least, max(least, most))
    if wanted.reason:
        assert least <= (wanted.size or 0) <= max(least, most)
    elif wanted.size is None:
        assert least <= current <= max(least, most)
