"""A short life of a state, commit by commit, and what must be there after each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minikctl.storage._base import Backend, Entry, Key
from minikctl.storage.memory import MemoryBackend
from minikctl.storage.transaction import Tx
from tests.support.stored import event, pod, pod_key

Facts = dict[str, Any]
STEPS = 12
INDEXES = [
    *(("label", f"pods/{n}/app={a}") for n in ("default", "other") for a in "abc"),
    *(("owner", f"o{i}") for i in range(3)),
    *(("node", f"n{i}") for i in range(3)),
    *(("regarding", f"uid-default-p{i}") for i in range(STEPS)),
]


def step(backend: Backend, number: int) -> None:
    """The commit of this number: creates, changes, removes, lets events come and go, queues."""
    backend.begin_write()
    tx = Tx(backend, every=number % 3 == 2)
    for i in range(2):
        name, namespace = f"p{number}", ("default", "other")[i]
        fields = {"app": "abc"[(number + i) % 3], "node": f"n{number % 3}", "owner": f"o{number % 2}"}
        tx.put(pod_key(name, namespace), pod(name, tx.next_revision(), namespace, **fields))
    for i in range(4):
        key = Key("events", "default", f"e{number}.{i}")
        tx.put(key, event(key.name, tx.next_revision(), f"uid-default-p{number}"))
    if number:
        _change_earlier(tx, number)
    tx.queue_put(Entry(number + 1, "c", f"k{number}", {"step": number}))
    backend.commit(tx.to_commit(number, {"played": number, "seed": "7", "clock": {"mode": "manual", "now": number}}))


def _change_earlier(tx: Tx, number: int) -> None:
    for phase in ("Pending", "Succeeded"):  # a state in between
        name = f"p{number - 1}"
        tx.put(pod_key(name), pod(name, tx.next_revision(), node="n0", app="c", phase=phase))
    for key in (pod_key(f"p{number - 1}", "other"), Key("events", "default", f"e{number - 1}.0")):
        old = tx.get(key)
        assert old is not None
        meta = {**old["metadata"], "resourceVersion": str(tx.next_revision())}
        tx.remove(key, {**old, "metadata": meta})
    key = Key("events", "default", f"e{number - 1}.1")
    tx.put(key, event(key.name, tx.next_revision(), f"uid-default-p{number}"))
    tx.queue_drop("c", f"k{number - 1}")


def facts(backend: Backend) -> Facts:
    """All that can be read of a state."""
    backend.begin_read()
    try:
        keys = backend.lookup("resource", "pods/") + backend.lookup("resource", "events/")
        return {
            "head": backend.head(),
            "objects": dict(zip(keys, backend.load_many(keys))),
            "indexes": {place: backend.lookup(*place) for place in INDEXES},
            "sums": {f"n{i}": backend.aggregate("node", f"n{i}") for i in range(3)},
            "queue": backend.due(2**62),
        }
    finally:
        backend.end_read()


def expected() -> Iterator[tuple[int, Facts]]:
    """(number of commits, facts) from nothing to the end."""
    backend = MemoryBackend()
    yield 0, facts(backend)
    for number in range(STEPS):
        step(backend, number)
        yield number + 1, facts(backend)
