"""What is done in a short way for speed comes out as the long way has it, to the last byte and revision."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from minikctl.apiserver.server import ApiServer
from minikctl.controllers.replicas import sync as replicas
from minikctl.core.fields import compare
from minikctl.sim import recorder
from minikctl.sim.apply import Look, target_of
from minikctl.sim.view import TxView
from minikctl.storage.memory import MemoryBackend
from minikctl.storage.transaction import Tx
from tests.sim.test_worlds import story, worlds

Obj = dict[str, Any]

EVERYTHING = ("deploy", "rs", "pods", "events", "endpointslices", "nodes")


def long_ways(patch: pytest.MonkeyPatch) -> None:
    """Nothing is known beforehand, nothing remembered, every write goes through the whole pipeline."""

    def record(self: Look, event: Any) -> None:
        record_short(self, event._replace(first=False))

    def create(self: ApiServer, event: Obj) -> None:
        self.create(target_of("events"), event["metadata"]["namespace"], event, recorder_asks)

    record_short, recorder_asks = Look.record, target_asked()
    patch.setattr(Look, "record", record)
    patch.setattr(ApiServer, "record", create)
    patch.setattr(replicas, "tally", lambda owner, sums: None)
    patch.setattr(compare, "_alike", compare._lists)
    patch.setattr(Tx, "none", lambda tx, resource: False)
    patch.setattr(Tx, "add", Tx.put)
    patch.setattr(Tx, "here", Tx.get)


def target_asked() -> Any:
    from minikctl.apiserver.request import Asked

    return Asked(user="system:kubelet", manager="kubelet", internal=True)


@given(worlds)
@settings(max_examples=25, deadline=None)
def test_the_short_way_is_the_long_way(moves: list[tuple[str, str, Any]]) -> None:
    short = story(moves)
    with pytest.MonkeyPatch.context() as patch:
        long_ways(patch)
        long = story(moves)
        assert short.dump(*EVERYTHING) == long.dump(*EVERYTHING)


def test_many_events_about_one_object_are_cut_off_in_one_look() -> None:
    """The recorder's burst: 25 of one source about one object."""
    world = story([("scale", "a", 40)])
    about = [e for e in world.list("events") if e["reason"] == "SuccessfulCreate" and e["metadata"]["name"][0] == "a"]
    assert sum(e["count"] for e in about) == recorder.BURST


def test_names_of_one_look_differ() -> None:
    """Five characters of 27 collide among thousands: the name that was just given is not given again."""
    backend = MemoryBackend()
    backend.begin_write()
    view = TxView(Tx(backend), {}, "1").fresh(None)
    names = {view.generate_name("pods", "default", "web-") for _ in range(12_000)}
    assert len(names) == 12_000
