"""A transaction over a backend: reads its own writes, keeps indexes, sums and the queue, coalesces."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from minikctl.storage._base import Commit, Entry, Key
from minikctl.storage.indexing import aggregates, index_values
from minikctl.storage.memory import MemoryBackend
from minikctl.storage.transaction import Tx
from tests.support.stored import Obj, pod, pod_key


def put(tx: Tx, name: str, **fields: str) -> Obj:
    obj = pod(name, tx.next_revision(), **fields)
    tx.put(pod_key(name, fields.get("namespace", "default")), obj)
    return obj


def remove(tx: Tx, name: str) -> None:
    old = tx.get(pod_key(name))
    assert old is not None
    meta = {**old["metadata"], "resourceVersion": str(tx.next_revision())}
    tx.remove(pod_key(name), {**old, "metadata": meta})


def names(tx: Tx, index: str, value: str) -> list[str]:
    return [k.name for k in tx.find(index, value)]


def with_pods(*pods: str) -> MemoryBackend:
    backend = MemoryBackend()
    tx = Tx(backend)
    for name in pods:
        put(tx, name, app="web", node="n1")
    backend.begin_write()
    backend.commit(tx.to_commit(1))
    return backend


def test_it_reads_its_own_writes_over_the_backend() -> None:
    tx = Tx(with_pods("a", "c"))
    put(tx, "b", app="web")
    remove(tx, "c")
    assert names(tx, "resource", "pods/default") == ["a", "b"]
    assert names(tx, "label", "pods/default/app=web") == ["a", "b"]
    assert tx.get(pod_key("c")) is None
    assert [o["metadata"]["name"] for o in tx.list("pods")] == ["a", "b"]


def test_a_list_that_was_given_out_stays_as_it_was() -> None:
    tx = Tx(with_pods("a", "b"))
    before = tx.find("resource", "pods/")
    for name in list(before):
        remove(tx, name.name)
    put(tx, "c")
    assert [k.name for k in before] == ["a", "b"]
    assert names(tx, "resource", "pods/") == ["c"]


def test_sums_follow_binding_and_finishing() -> None:
    tx = Tx(with_pods("a", "b"))
    assert tx.aggregate("node", "n1") == (2, 200, 2 * 2**20)
    put(tx, "a", node="n1", phase="Succeeded")
    put(tx, "d", node="n2")
    assert tx.aggregate("node", "n1") == (1, 100, 2**20)
    remove(tx, "b")
    assert tx.aggregate("node", "n1") == ()
    assert tx.aggregate("node", "n2") == (1, 100, 2**20)


def test_changes_of_an_object_become_one() -> None:
    tx = Tx(with_pods("a", "b"), every=False)
    first = tx.get(pod_key("a"))
    put(tx, "a", step="1")
    put(tx, "new")
    last = put(tx, "a", step="2")
    put(tx, "passing")
    remove(tx, "passing")
    remove(tx, "b")
    assert [(c.key.name, c.revision, c.obj is None) for c in tx.changes()] == [
        ("new", 4, False),
        ("a", 5, False),
        ("b", 8, True),
    ]
    assert tx.changes()[1].obj is last
    assert tx.changes()[1].old is first


def test_a_successor_of_the_same_name_is_not_the_same_object() -> None:
    tx = Tx(with_pods("a"), every=False)
    remove(tx, "a")
    put(tx, "a", phase="Pending")
    gone, created = tx.changes()
    assert gone.obj is None
    assert created.old is None
    remove(tx, "a")
    assert tx.changes() == (gone,)


def test_who_watches_sees_every_state() -> None:
    backend = with_pods("a")
    backend.hold_watch()
    tx = Tx(backend)
    seen: list[int] = []
    tx.listeners.append(lambda change: seen.append(change.revision))
    put(tx, "b")
    put(tx, "b", app="x")
    remove(tx, "b")
    assert [c.revision for c in tx.to_commit(5).changes] == seen == [2, 3, 4]


def test_the_queue_goes_by_time_then_order_then_key() -> None:
    backend = MemoryBackend()
    entries = [Entry(5, "b", "x"), Entry(5, "a", "z"), Entry(5, "a", "y"), Entry(1, "b", "w"), Entry(9, "a", "late")]
    backend.begin_write()
    backend.commit(Commit(1, 1, (), tuple(entries)))
    tx = Tx(backend, {"b": 0, "a": 1})
    tx.queue_put(Entry(5, "b", "k", {"n": 1}))
    tx.queue_put(Entry(2, "a", "z"))
    tx.queue_drop("a", "y")
    assert tx.next_due() == 1
    popped = []
    while entry := tx.queue_pop_due(5):
        popped.append((entry.due, entry.controller, entry.key))
    assert popped == [(1, "b", "w"), (2, "a", "z"), (5, "b", "k"), (5, "b", "x")]
    assert tx.next_due() == 9
    assert tx.entry("a", "late") == Entry(9, "a", "late")
    assert tx.entry("a", "z") is None
    put_, drop = tx._queue.changed()
    assert put_ == ()
    assert set(drop) == {("b", "w"), ("a", "z"), ("b", "x"), ("a", "y")}


@given(
    st.lists(st.tuples(st.integers(0, 6), st.sampled_from("abc"), st.integers(0, 40)), max_size=120), st.integers(0, 6)
)
@settings(max_examples=60, deadline=None)
def test_a_long_queue_is_loaded_in_parts_and_comes_out_whole(wanted: list[tuple[int, str, int]], until: int) -> None:
    backend = MemoryBackend()
    entries = {(c, str(k)): Entry(d, c, str(k)) for d, c, k in wanted}
    backend.begin_write()
    backend.commit(Commit(1, 1, (), tuple(entries.values())))
    order = {"c": 0, "a": 1, "b": 2}
    tx = Tx(backend, order)
    tx._queue._chunk = 2
    popped = []
    while entry := tx.queue_pop_due(until):
        popped.append(entry)
    due = [e for e in entries.values() if e.due <= until]
    assert popped == sorted(due, key=lambda e: (e.due, order[e.controller], e.key))
    assert tx.next_due() == min((e.due for e in entries.values() if e.due > until), default=None)


pods = st.builds(
    lambda labels, node, owner, phase: pod("p", 1, node=node, owner=owner, phase=phase, **labels),
    st.dictionaries(st.sampled_from("ab"), st.sampled_from("xy"), max_size=2),
    st.sampled_from(["", "n1", "n2"]),
    st.sampled_from(["", "o1", "o2"]),
    st.sampled_from(["Pending", "Running", "Failed"]),
)


@given(
    st.lists(st.tuples(st.sampled_from("pqrs"), st.none() | pods), max_size=20),
    st.lists(st.tuples(st.sampled_from("pqrs"), st.none() | pods), max_size=20),
)
@settings(max_examples=80, deadline=None)
def test_the_overlay_equals_an_index_made_anew(
    before: list[tuple[str, Obj | None]], after: list[tuple[str, Obj | None]]
) -> None:
    backend = MemoryBackend()
    model: dict[Key, Obj] = {}
    for steps in (before, after):
        tx = Tx(backend)
        for name, obj in steps:
            key = pod_key(name)
            tx.next_revision()
            if obj is not None:
                tx.put(key, obj)
                model[key] = obj
            elif key in model:
                tx.remove(key, model.pop(key))
            check(tx, model)
        backend.begin_write()
        backend.commit(tx.to_commit(1))
        check(Tx(backend), model)


def check(tx: Tx, model: dict[Key, Obj]) -> None:
    buckets: dict[tuple[str, str], list[Key]] = {
        ("owner", "o1"): [],
        ("label", "pods/default/a=x"): [],
        ("node", "n2"): [],
    }
    sums = {(i, v): [0, 0, 0] for i, v in (("node", "n1"), ("node", "n2"), ("owner", "o1"), ("owner", "o2"))}
    for key, obj in sorted(model.items()):
        for value in index_values(key, obj):
            buckets.setdefault(value, []).append(key)
        for name, value_, more in aggregates(key, obj):
            sums[name, value_] = [a + b for a, b in zip(sums[name, value_], more)]
    for (index, value__), keys in buckets.items():
        assert tx.find(index, value__) == keys
    for (name, value_), total in sums.items():
        assert tx.aggregate(name, value_) == (tuple(total) if any(total) else ())
