"""Objects that a controller makes one after the other share what has been worked out about their owners."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minikctl.apiserver.ownership import record
from minikctl.apiserver.request import Asked, World
from minikctl.apiserver.server import ApiServer
from minikctl.core.times import SECOND
from minikctl.sim.apply import target_of
from minikctl.storage.memory import MemoryBackend
from minikctl.storage.transaction import Tx

Obj = dict[str, Any]
BY_CONTROLLER = Asked(user="system:kube-controller-manager", manager="kube-controller-manager", internal=True)

names = st.sampled_from(("a", "b", "c/d"))
owners = st.lists(st.sampled_from(("u1", "u2", 'odd"uid')), max_size=2, unique=True)
metadata = st.fixed_dictionaries(
    {"name": names},
    optional={
        "generateName": names,
        "labels": st.dictionaries(names, names, max_size=2),
        "annotations": st.dictionaries(names, names, max_size=2),
        "finalizers": st.lists(names, max_size=2, unique=True),
        "ownerReferences": owners.map(lambda uids: [{"kind": "Job", "name": "x", "uid": uid} for uid in uids]),
    },
)
rest = st.sampled_from(({}, {"data": {"a": "1"}}, {"data": {"b": "1"}}, {"data": {"a": "1"}, "immutable": True}))
config_maps = st.builds(
    lambda meta, more: {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, **more}, metadata, rest
)


def server(now: list[int]) -> ApiServer:
    return ApiServer(Tx(MemoryBackend()), World(lambda: now[0], {}, "1", lambda text: None))


@given(st.lists(st.tuples(config_maps, st.integers(0, 1)), min_size=2, max_size=6))
def test_each_has_the_entries_that_it_would_have_alone(made: list[tuple[Obj, int]]) -> None:
    now, target = [0], target_of("configmaps")
    together = server(now)
    for obj, later in made:
        now[0] += later * SECOND
        alone = {**obj, "metadata": dict(obj["metadata"])}
        record(server(now), target, alone, None, BY_CONTROLLER)
        shared = {**obj, "metadata": dict(obj["metadata"])}
        record(together, target, shared, None, BY_CONTROLLER)
        assert shared == alone
