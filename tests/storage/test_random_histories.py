"""Any history of commits leaves the same state in a directory, reopened or not, as in memory and in a plain dict."""

from __future__ import annotations

import tempfile

from hypothesis import given, settings
from hypothesis import strategies as st

from minikctl.storage import events, log
from minikctl.storage._base import Backend, Entry, Key
from minikctl.storage.directory import DirectoryBackend
from minikctl.storage.held import Held
from minikctl.storage.memory import MemoryBackend
from minikctl.storage.transaction import Tx
from tests.support.stored import Obj, event, pod, pod_key

names = st.sampled_from(["a", "b", "a-b", "x/y"])
namespaces = st.sampled_from(["default", "default-2"])
look = st.fixed_dictionaries(
    {"app": st.sampled_from("12"), "node": st.sampled_from(["", "n"]), "phase": st.sampled_from(["Running", "Failed"])}
)
steps = st.one_of(
    st.tuples(st.just("pod"), names, namespaces, look),
    st.tuples(st.just("event"), names, namespaces, st.sampled_from(["u1", "u2"])),
    st.tuples(st.just("remove"), st.sampled_from(["pods", "events"]), names, namespaces),
    st.tuples(st.just("queue"), st.sampled_from("cd"), names, st.integers(0, 5)),
    st.tuples(st.just("unqueue"), st.sampled_from("cd"), names),
)
commits = st.tuples(st.booleans(), st.booleans(), st.lists(steps, max_size=6))  # (reopen before, every state, steps)


def play(backend: Backend, every: bool, wanted: list[tuple[object, ...]]) -> None:
    backend.begin_write()
    tx = Tx(backend, every=every)
    for step in wanted:
        match step:
            case ("pod", str(name), str(namespace), dict(fields)):
                tx.put(pod_key(name, namespace), pod(name, tx.next_revision(), namespace, **fields))
            case ("event", str(name), str(namespace), str(about)):
                tx.put(Key("events", namespace, name), event(name, tx.next_revision(), about, namespace))
            case ("remove", str(resource), str(name), str(namespace)):
                old = tx.get(Key(resource, namespace, name))
                if old is not None:
                    meta = {**old["metadata"], "resourceVersion": str(tx.next_revision())}
                    tx.remove(Key(resource, namespace, name), {**old, "metadata": meta})
            case ("queue", str(controller), str(key), int(due)):
                tx.queue_put(Entry(due, controller, key, {"due": due}))
            case ("unqueue", str(controller), str(key)):
                tx.queue_drop(controller, key)
    backend.commit(tx.to_commit(1))


def seen(backend: Backend) -> Obj:
    backend.begin_read()
    try:
        keys = backend.lookup("resource", "pods/") + backend.lookup("resource", "events/")
        found = {("label", f"pods/{n}/app={v}") for n in ("default", "default-2") for v in "12"}
        found |= {("resource", f"{r}/{n}") for r in ("pods", "events") for n in ("default", "default-2")}
        found |= {("node", "n"), ("node", ""), ("regarding", "u1"), ("regarding", "u2")}
        return {
            "head": backend.head(),
            "objects": dict(zip(keys, backend.load_many(keys))),
            "one by one": {key: backend.load(key) for key in keys},
            "indexes": {place: backend.lookup(*place) for place in sorted(found)},
            "sum": backend.aggregate("node", "n"),
            "queue": backend.due(9),
            "changes": list(backend.changes_since(0)),
        }
    finally:
        backend.end_read()


@given(st.lists(commits, max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_directory_is_as_good_as_memory(history: list[tuple[bool, bool, list[tuple[object, ...]]]]) -> None:
    before = log.SEGMENT_BYTES, log.WINDOW_SEGMENTS, events.SPARE
    log.SEGMENT_BYTES, log.WINDOW_SEGMENTS, events.SPARE = 3000, 100, 500
    try:
        with tempfile.TemporaryDirectory() as root:
            memory, directory = MemoryBackend(), DirectoryBackend(f"{root}/state")
            for reopen, every, wanted in history:
                if reopen:
                    directory.close()
                    directory = DirectoryBackend(f"{root}/state")
                play(memory, every, wanted)
                play(directory, every, wanted)
                assert seen(directory) == seen(memory)
                assert directory.notices == []
            directory.close()
    finally:
        log.SEGMENT_BYTES, log.WINDOW_SEGMENTS, events.SPARE = before


@given(st.lists(commits, max_size=8))
@settings(max_examples=30, deadline=None)
def test_what_is_held_is_what_is_there(history: list[tuple[bool, bool, list[tuple[object, ...]]]]) -> None:
    """Whoever has written: who reads again and again, or another process."""
    with tempfile.TemporaryDirectory() as root:
        memory, other = MemoryBackend(), DirectoryBackend(f"{root}/state")
        reader = DirectoryBackend(f"{root}/state", held=Held())
        for by_other, every, wanted in history:
            play(memory, every, wanted)
            play(other if by_other else reader, every, wanted)
            assert seen(reader) == seen(memory)
            assert seen(reader) == seen(memory)  # now of what is held
        other.close()
        reader.close()
