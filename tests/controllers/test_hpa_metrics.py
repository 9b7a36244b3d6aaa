"""Autoscalers with a metrics server: from a load to a size, and that looks left out would have changed nothing."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.controllers import deployment, hpa, replicaset
from minikctl.controllers.hpa import calculator, stabilizing
from minikctl.controllers.hpa.calculator import Measured, Tolerance
from minikctl.controllers.hpa.stabilizing import Asked, Past
from minikctl.core.times import SECOND
from tests.controllers.test_hpa import autoscaler, conditions
from tests.support import world as w

NAMES = [f"p{n}" for n in range(8)]


def measured(percents: list[int], unready: int = 0, missing: int = 0) -> Measured:
    """Pods that request 1000 each."""
    names = [f"p{n}" for n in range(len(percents) + unready + missing)]
    count = len(percents)
    return Measured(
        {name: percent * 10 for name, percent in zip(names, percents)},
        dict.fromkeys(names, 1000),
        frozenset(names[count : count + unready]),
        frozenset(names[count + unready :]),
    )


@pytest.mark.parametrize(
    ("pods", "current", "goal", "size", "percent"),
    [
        (measured([100, 100]), 2, 50, 4, 100),
        (measured([10, 10, 10, 10]), 4, 50, 1, 10),
        (measured([53, 53, 53]), 3, 50, 3, 53),  # within the tolerance
        (measured([300], missing=3), 4, 50, 6, 300),  # none is assumed of the missing
        (measured([150], missing=3), 4, 50, 4, 150),  # that would turn it round: nothing is done
        (measured([10, 10], missing=2), 4, 50, 4, 10),  # the missing may use all they requested
        (measured([100, 100], unready=2), 4, 50, 4, 100),
        (measured([200, 200], unready=2), 4, 50, 8, 200),
        (measured([10], unready=3), 4, 50, 1, 10),  # the unready do not keep it from shrinking
    ],
)
def test_utilization_to_size(pods: Measured, current: int, goal: int, size: int, percent: int) -> None:
    found = calculator.by_utilization(current, goal, pods, Tolerance())
    assert found is not None
    assert (found.size, found.percent) == (size, percent)


def test_amounts_to_size() -> None:
    assert calculator.by_amount(2, 400, measured([100, 60]), Tolerance()).size == 4
    assert calculator.by_amount(2, 800, measured([100, 60]), Tolerance()) == (2, None, 800)


def test_pods_that_request_nothing_give_no_utilization() -> None:
    assert calculator.by_utilization(1, 50, Measured({"p": 1}, {"p": 0}), Tolerance()) is None


@given(st.lists(st.integers(0, 400), min_size=1, max_size=6), st.integers(0, 3), st.integers(0, 3), st.integers(1, 200))
def test_what_is_unknown_never_makes_a_change_larger_or_turns_it_round(
    percents: list[int], unready: int, missing: int, goal: int
) -> None:
    pods = measured(percents, unready, missing)
    current = len(pods.asked)
    found = calculator.by_utilization(current, goal, pods, Tolerance())
    assert found is not None and found.percent is not None
    if found.percent > goal:
        assert missing == 0 or found.size >= current or unready + missing == 0
    if missing and found.percent < goal:
        assert found.size <= current


def rules(**fields: Any) -> w.Obj:
    return {"policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}], "selectPolicy": "Max", **fields}


SPECS = st.fixed_dictionaries(
    {"minReplicas": st.integers(1, 4), "maxReplicas": st.integers(4, 30)},
    optional={
        "behavior": st.fixed_dictionaries(
            {
                field: st.builds(
                    rules,
                    selectPolicy=st.sampled_from(["Max", "Min", "Disabled"]),
                    stabilizationWindowSeconds=st.integers(0, 600),
                    policies=st.lists(
                        st.fixed_dictionaries(
                            {
                                "type": st.sampled_from(["Pods", "Percent"]),
                                "value": st.integers(1, 100),
                                "periodSeconds": st.integers(1, 120),
                            }
                        ),
                        min_size=1,
                        max_size=3,
                    ),
                )
                for field in ("scaleUp", "scaleDown")
            }
        )
    },
)


@given(SPECS, st.lists(st.integers(0, 60), min_size=1, max_size=30), st.integers(1, 4))
def test_the_size_stays_within_the_limits(spec: w.Obj, wishes: list[int], first: int) -> None:
    current, past, now = max(first, spec["minReplicas"]), Past(), 0
    for wanted in wishes:
        now += 15 * SECOND
        decision = stabilizing.decide(spec, past, current, wanted, now)
        assert spec["minReplicas"] <= decision.size <= spec["maxReplicas"]
        assert all(edge > 0 for edge in decision.edges)
        past = stabilizing.remember(spec, past, wanted, now)
        if decision.size != current:
            past = stabilizing.resized(spec, past, current, decision.size, now)
        current = decision.size


def test_it_does_not_shrink_while_more_was_asked_for_within_five_minutes() -> None:
    spec = {"minReplicas": 1, "maxReplicas": 10}
    past = Past((Asked(0, 60 * SECOND, 7),))
    held = stabilizing.decide(spec, past, 7, 2, 100 * SECOND)
    assert (held.size, held.able[0], held.edges) == (7, "ScaleDownStabilized", (360 * SECOND + 1,))
    assert stabilizing.decide(spec, past, 7, 2, 361 * SECOND).size == 2


def test_without_rules_it_doubles_at_most_and_may_always_reach_four() -> None:
    spec = {"minReplicas": 1, "maxReplicas": 50}
    for current, wanted, size, reason in (
        (1, 9, 4, "ScaleUpLimit"),
        (6, 20, 12, "ScaleUpLimit"),
        (6, 8, 8, "DesiredWithinRange"),
    ):
        decision = stabilizing.decide(spec, Past(), current, wanted, 0)
        assert (decision.size, decision.limited[0]) == (size, reason)
    assert stabilizing.decide(spec, Past(), 40, 90, 0).limited[0] == "TooManyReplicas"


def loaded(total: str, **spec: Any) -> w.World:
    """A Deployment of one pod that requests 200m, its autoscaler, and a load that its pods share."""
    world = w.World(deployment.CONTROLLER, replicaset.CONTROLLER, hpa.CONTROLLER)
    world.settings.update(metrics=True, load={"default/deployments.apps/web": {"total-cpu": total}})
    w.Kubelet(world)
    web = w.deployment(replicas=1)
    web["spec"]["template"]["spec"]["containers"][0]["resources"] = {"requests": {"cpu": "200m"}}
    world.put(web)
    world.put(autoscaler(**spec))
    return world


def size(world: w.World) -> int:
    return int(world.one("Deployment", "web")["spec"]["replicas"])


def test_a_load_makes_it_grow_until_each_pod_has_what_it_should() -> None:
    world = loaded("790m")
    world.run(240)
    assert size(world) == 8
    current = {"averageUtilization": 50, "averageValue": "100m"}
    status = world.one("HorizontalPodAutoscaler", "web")["status"]
    assert status["currentMetrics"] == [{"type": "Resource", "resource": {"name": "cpu", "current": current}}]
    assert conditions(world)[1] == ("ScalingActive", "True", "ValidMetricFound")


def test_one_at_rest_is_not_looked_at() -> None:
    world = loaded("0")
    world.run(700)
    looks = world.looks
    world.run(30 * 86400)
    assert world.looks == looks


@pytest.mark.parametrize("total", ["300m", "790m", "1500m"])
def test_looks_that_are_left_out_would_have_changed_nothing(total: str) -> None:
    """The same world once left alone, once with an autoscaler that is woken before every look."""

    def play(disturbed: bool) -> list[tuple[int, list[str]]]:
        world = loaded(total)
        seen = []
        for step in range(120):
            if step == 40:
                world.settings["load"] = {}
            if disturbed or step == 40:
                note = {"step": str(step)}
                world.edit("HorizontalPodAutoscaler", "web", lambda h, n=note: h["metadata"].update(annotations=n))
            world.run(15)
            seen.append((size(world), world.messages("SuccessfulRescale")))
        return seen

    alone = play(False)
    assert len(alone[-1][1]) > 1
    assert play(True) == alone
