"""What every Backend does: the same for the one in memory and the one in a directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from minikctl.core.errors import ApiError
from minikctl.storage._base import Backend, Change, Commit, Entry, Key
from minikctl.storage.directory import DirectoryBackend
from minikctl.storage.held import Held
from minikctl.storage.memory import MemoryBackend
from minikctl.storage.transaction import Tx
from tests.support.stored import Obj, event, pod, pod_key


@pytest.fixture(params=["memory", "directory", "held", "reopened"])
def open_backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Backend]]:
    """Gives the same state at each call; `reopened` as another process would find it."""
    opened: list[Backend] = []

    def opener() -> Backend:
        if not opened or request.param == "reopened":
            held = Held() if request.param == "held" else None
            fresh: Backend = MemoryBackend()
            if request.param != "memory":
                fresh = DirectoryBackend(str(tmp_path / "state"), held=held)
            opened.append(fresh)
        return opened[-1]

    yield opener
    for backend in opened:
        backend.close()


def commit(backend: Backend, *changes: Change, **fields: object) -> None:
    backend.begin_write()
    revision = max([backend.head().revision, *(c.revision for c in changes)])
    backend.commit(Commit(revision, 1, changes, **fields))  # type: ignore[arg-type]


def created(name: str, revision: int, **fields: str) -> Change:
    namespace = fields.get("namespace", "default")
    return Change(pod_key(name, namespace), pod(name, revision, **fields), None, revision)


def removed(change: Change, revision: int) -> Change:
    assert change.obj is not None
    last = {**change.obj, "metadata": {**change.obj["metadata"], "resourceVersion": str(revision)}}
    return Change(change.key, None, last, revision)


def reading(backend: Backend) -> Backend:
    backend.begin_read()
    return backend


def test_a_state_that_is_not_there_is_read_as_empty_and_not_made(open_backend: Callable[[], Backend]) -> None:
    backend = reading(open_backend())
    assert not backend.exists()
    assert backend.head().revision == 0
    assert backend.load(pod_key("a")) is None
    assert backend.lookup("resource", "pods/") == []
    assert backend.lookup("label", "pods/default/app=web") == []
    assert backend.aggregate("node", "n1") == ()
    assert backend.due(10) == []
    assert list(backend.changes_since(0)) == []
    backend.end_read()
    assert not backend.exists()


def test_what_was_committed_is_read(open_backend: Callable[[], Backend]) -> None:
    a, b = created("a", 1, app="web", node="n1", owner="o"), created("b", 2, namespace="other", app="web")
    head = {"seed": "7", "clock": {"mode": "manual", "now": 5}, "settings": {"x": 1}, "played": 3}
    commit(open_backend(), a, b, head=head)
    backend = reading(open_backend())
    assert backend.exists()
    assert backend.head() == (2, "7", {"mode": "manual", "now": 5}, {"x": 1}, None, 3)
    assert backend.load(a.key) == a.obj
    assert backend.load_many([b.key, pod_key("nobody"), a.key]) == [b.obj, None, a.obj]
    assert backend.lookup("resource", "pods/") == [a.key, b.key]
    assert backend.lookup("resource", "pods/default") == [a.key]
    assert backend.lookup("label", "pods/default/app=web") == [a.key]
    assert backend.lookup("owner", "o") == backend.lookup("node", "n1") == [a.key]
    assert backend.aggregate("node", "n1") == (1, 100, 2**20)
    backend.end_read()
    assert backend.poll() == 2


def test_changes_move_between_indexes(open_backend: Callable[[], Backend]) -> None:
    a = created("a", 1, app="web", node="n1")
    commit(open_backend(), a, created("c", 1, app="web", node="n1"))
    moved = pod("a", 2, app="db", node="n1", phase="Succeeded")
    commit(open_backend(), Change(a.key, moved, a.obj, 2))
    backend = reading(open_backend())
    assert backend.lookup("label", "pods/default/app=web") == [pod_key("c")]
    assert backend.lookup("label", "pods/default/app=db") == [a.key]
    assert backend.aggregate("node", "n1") == (1, 100, 2**20)
    backend.end_read()
    commit(open_backend(), removed(Change(a.key, moved, None, 2), 3))
    backend = reading(open_backend())
    assert backend.load(a.key) is None
    assert backend.lookup("label", "pods/default/app=db") == []
    assert backend.lookup("resource", "pods/default") == [pod_key("c")]
    backend.end_read()


def test_whether_there_is_anything_of_a_resource(open_backend: Callable[[], Backend]) -> None:
    assert open_backend().none("pods")
    commit(open_backend(), created("a", 1))
    assert not open_backend().none("pods") and open_backend().none("jobs.batch")


def test_several_changes_of_an_object_in_one_commit(open_backend: Callable[[], Backend]) -> None:
    first = created("a", 1, app="web")
    middle = Change(first.key, pod("a", 2, app="db"), first.obj, 2)
    again = created("a", 4, app="new")
    commit(open_backend(), first, middle, removed(middle, 3), again)
    backend = reading(open_backend())
    assert backend.load(first.key) == again.obj
    assert backend.lookup("label", "pods/default/app=db") == []
    assert backend.lookup("label", "pods/default/app=new") == [first.key]
    assert [c.revision for c in backend.changes_since(1)] == [2, 3, 4]
    backend.end_read()


def test_events_are_found_and_expire(open_backend: Callable[[], Backend]) -> None:
    def made(name: str, revision: int, about: str, namespace: str = "default") -> Change:
        return Change(Key("events", namespace, name), event(name, revision, about, namespace), None, revision)

    one, two, far = made("one", 1, "u1"), made("two", 2, "u2"), made("far", 3, "u1", "far")
    commit(open_backend(), one, two, far)
    commit(open_backend(), removed(one, 4), Change(two.key, event("two", 5, "u3"), two.obj, 5))
    backend = reading(open_backend())
    assert backend.load(one.key) is None
    assert backend.load(two.key) == event("two", 5, "u3")
    assert backend.lookup("resource", "events/default") == [two.key]
    assert backend.lookup("resource", "events/") == [two.key, far.key]
    assert backend.lookup("regarding", "u1") == [far.key]
    assert backend.lookup("regarding", "u2") == []
    assert backend.load_many([far.key, one.key]) == [far.obj, None]
    backend.end_read()


def test_the_queue(open_backend: Callable[[], Backend]) -> None:
    entries = (Entry(5, "b", "x", {"n": [1]}), Entry(5, "a", "z"), Entry(1, "b", "y"), Entry(9, "a", "x"))
    commit(open_backend(), queue_put=entries)
    commit(open_backend(), queue_put=(Entry(2, "a", "x"),), queue_drop=(("b", "y"), ("no", "body")))
    backend = reading(open_backend())
    assert backend.head().next_due == 2
    assert backend.due(5) == [Entry(2, "a", "x"), Entry(5, "a", "z"), Entry(5, "b", "x", {"n": [1]})]
    assert backend.due(5, 1, after=2) == [Entry(5, "a", "z")]
    assert backend.entry("b", "x") == Entry(5, "b", "x", {"n": [1]})
    assert backend.entry("b", "y") is None
    backend.end_read()


def test_changes_can_be_followed(open_backend: Callable[[], Backend]) -> None:
    a = created("a", 1, app="web")
    commit(open_backend(), a)
    watcher = open_backend()
    assert [c.revision for c in watcher.changes_since(0)] == [1]
    b = created("b", 2)
    new: Obj = {**pod("a", 3), "data": {"k": None}, "status": {"phase": "Failed", "reason": "x"}}
    update = Change(a.key, new, a.obj, 3)
    commit(open_backend(), b, update)
    assert watcher.poll() == 3
    assert list(watcher.changes_since(1)) == [b, update]
    commit(open_backend(), removed(b, 4))
    assert watcher.poll() == 4
    assert list(watcher.changes_since(3)) == [removed(b, 4)]
    assert list(watcher.changes_since(4)) == []


def test_an_aborted_write_leaves_nothing(open_backend: Callable[[], Backend]) -> None:
    backend = open_backend()
    backend.begin_write()
    backend.abort()
    commit(open_backend(), created("a", 1))
    assert open_backend().head().revision == 1


def test_who_watches_is_known(open_backend: Callable[[], Backend]) -> None:
    commit(open_backend(), created("a", 1))
    backend = open_backend()
    assert not backend.watched()
    watcher = open_backend()
    watcher.hold_watch()
    assert open_backend().watched()
    watcher.close()
    assert not backend.watched()


def test_a_transaction_goes_through_any_backend(open_backend: Callable[[], Backend]) -> None:
    for turn in range(3):
        backend = open_backend()
        backend.begin_write()
        tx = Tx(backend)
        for name in ("a", "b"):
            tx.put(pod_key(f"{name}{turn}"), pod(f"{name}{turn}", tx.next_revision(), app=name, node="n1"))
        tx.queue_put(Entry(turn, "c", "k"))
        backend.commit(tx.to_commit(turn, {"played": turn}))
    backend = reading(open_backend())
    tx = Tx(backend)
    assert [k.name for k in tx.find("label", "pods/default/app=b")] == ["b0", "b1", "b2"]
    assert tx.aggregate("node", "n1") == (6, 600, 6 * 2**20)
    assert tx.next_due() == 2
    backend.end_read()


def test_a_window_that_has_passed_is_gone(tmp_path: Path) -> None:
    backend = MemoryBackend(window=2)
    for n in range(1, 6):
        commit(backend, created(f"p{n}", n))
    with pytest.raises(ApiError, match=r"too old resource version: 1 \(3\)"):
        backend.changes_since(1)
    assert [c.revision for c in backend.changes_since(3)] == [4, 5]


@pytest.mark.parametrize("name", ["\0", "a\0b", "\ud800", "é\0"])
def test_under_a_name_that_no_file_can_have_there_is_nothing(open_backend: Callable[[], Backend], name: str) -> None:
    backend = open_backend()
    backend.begin_write()
    tx = Tx(backend)
    tx.put(pod_key("a"), pod("a", tx.next_revision()))
    backend.commit(tx.to_commit(1))
    backend = open_backend()
    backend.begin_read()
    for key in (Key("pods", "default", name), Key("pods", name, "a"), Key("events", name, "a")):
        assert backend.load(key) is None
    for resource in ("pods", "events"):
        assert backend.lookup("resource", f"{resource}/{name}") == []
    backend.end_read()
