"""Laws of the whole simulation over random worlds: it converges, stays still, repeats itself, and does not care how
often somebody looks.
"""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minikctl.core.errors import ApiError
from tests.support.universe import Universe, deployment

EVERYTHING = ("deploy", "rs", "pods", "events", "endpointslices", "services")
IMAGES = st.sampled_from(["nginx:1.25", "nginx:1.26", "nginx:1.91", "busybox:1.36", "crashy:1"])
NAMES = st.sampled_from(["a", "b"])

commands = st.one_of(
    st.tuples(st.just("scale"), NAMES, st.integers(0, 6)),
    st.tuples(st.just("image"), NAMES, IMAGES),
    st.tuples(st.just("pause"), NAMES, st.booleans()),
    st.tuples(st.just("kill"), NAMES, st.integers(0, 5)),
    st.tuples(st.just("wait"), NAMES, st.sampled_from([0, 0.36, 1.2, 7.2, 48])),
)
worlds = st.lists(commands, max_size=8)


def act(world: Universe, command: tuple[str, str, Any]) -> None:
    verb, name, value = command
    if verb == "scale":
        world.patch("deploy", name, {"spec": {"replicas": value}}, "scale")
    elif verb == "image":
        patch = [{"op": "replace", "path": "/spec/template/spec/containers/0/image", "value": value}]
        world.patch("deploy", name, patch)
    elif verb == "pause":
        world.patch("deploy", name, {"spec": {"paused": value}})
    elif verb == "kill":
        pods = [p for p in world.list("pods") if p["metadata"]["labels"]["app"] == name]
        if value < len(pods):
            world.delete("pods", pods[value]["metadata"]["name"])
    else:
        world.advance(value)


def begin() -> Universe:
    world = Universe()
    for name in ("a", "b"):
        world.create(deployment(name, 3, minReadySeconds=2 if name == "b" else 0))
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}
    world.create({**service, "spec": {"selector": {"app": "a"}, "ports": [{"port": 80}]}})
    return world


def story(moves: list[tuple[str, str, Any]], looks: int = 0) -> Universe:
    """Play a story; between its moves look `looks` times, at instants in between."""
    world = begin()
    for move in moves:
        if move[0] == "wait" and looks:
            for _ in range(looks):
                world.advance(round(move[2] / looks, 6))  # whole microseconds: 1 to 4 looks divide every wait
                world.list("pods")
        else:
            act(world, move)
    world.advance(60)
    return world


@given(worlds)
@settings(max_examples=25, deadline=None)
def test_two_runs_from_one_seed_are_the_same(moves: list[tuple[str, str, Any]]) -> None:
    assert story(moves).dump(*EVERYTHING) == story(moves).dump(*EVERYTHING)


@given(worlds, st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_looking_more_often_changes_nothing(moves: list[tuple[str, str, Any]], looks: int) -> None:
    assert story(moves).dump(*EVERYTHING) == story(moves, looks).dump(*EVERYTHING)


@given(worlds)
@settings(max_examples=25, deadline=None)
def test_every_world_reaches_its_spec_and_stays_there(moves: list[tuple[str, str, Any]]) -> None:
    world = story(moves)
    for name in ("a", "b"):
        act(world, ("pause", name, False))
        act(world, ("image", name, "nginx:1.27"))
    world.advance(900)
    for name in ("a", "b"):
        obj = world.get("deploy", name)
        wanted, status = obj["spec"]["replicas"], obj["status"]
        assert status.get("updatedReplicas", 0) == status.get("availableReplicas", 0) == wanted
        assert status.get("replicas", 0) == wanted
        assert status["observedGeneration"] == obj["metadata"]["generation"]
    before = world.dump("deploy", "rs", "pods", "endpointslices")
    world.advance(3000)
    assert world.dump("deploy", "rs", "pods", "endpointslices") == before


def test_a_refused_write_leaves_the_world_as_it_was() -> None:
    world = begin()
    before = world.dump(*EVERYTHING)
    try:
        world.create(deployment("a"))
    except ApiError as e:
        assert e.reason == "AlreadyExists"
        world.session.abort()
    assert world.dump(*EVERYTHING) == before
