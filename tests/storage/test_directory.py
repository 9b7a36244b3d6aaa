"""A state directory in the hands of people, of other processes and of failing machines."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from minikctl.core.errors import ApiError, StateError
from minikctl.storage import events, log
from minikctl.storage._base import Change, Commit, Entry, Key
from minikctl.storage.directory import DirectoryBackend
from minikctl.storage.transaction import Tx
from tests.support.stored import Obj, event, pod, pod_key


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "state"


def backend(root: Path, limit: float = 30) -> DirectoryBackend:
    return DirectoryBackend(str(root), limit)


def write(root: Path, act: Callable[[Tx], object]) -> DirectoryBackend:
    """Open, do, commit; the backend, for its notices."""
    one = backend(root)
    one.begin_write()
    tx = Tx(one)
    act(tx)
    one.commit(tx.to_commit(1))
    one.close()
    return one


def put(*names: str, **fields: str) -> Callable[[Tx], object]:
    def act(tx: Tx) -> None:
        for name in names:
            tx.put(pod_key(name), pod(name, tx.next_revision(), **fields))

    return act


def read(root: Path, name: str) -> Obj | None:
    one = backend(root)
    one.begin_read()
    try:
        return one.load(pod_key(name))
    finally:
        one.end_read()


def found(root: Path, index: str, value: str) -> list[str]:
    one = backend(root)
    one.begin_read()
    try:
        return [k.name for k in one.lookup(index, value)]
    finally:
        one.end_read()


def file(root: Path, name: str) -> Path:
    return root / "objects/core/pods/default" / f"{name}.json"


# --- what lies where


def test_a_file_is_what_get_as_json_shows(root: Path) -> None:
    write(root, put("a", app="wéb"))
    text = file(root, "a").read_text()
    assert text == json.dumps(pod("a", 1, app="wéb"), indent=4, sort_keys=True, ensure_ascii=False) + "\n"


def test_everything_is_for_its_user_alone(root: Path) -> None:
    write(root, put("a"))
    for place, _, names in os.walk(root):
        assert os.stat(place).st_mode & 0o777 == 0o700, place
        for name in names:
            assert os.stat(os.path.join(place, name)).st_mode & 0o777 == 0o600, name


@pytest.mark.parametrize(
    "name", ["system:node", "a/b", "..", "../../x", "%2F", "_cluster", ".hidden", "ü" * 100, "x" * 253]
)
def test_no_name_leads_out_of_the_directory(root: Path, name: str) -> None:
    key = Key("clusterroles.rbac.authorization.k8s.io", "", name)
    obj = {"metadata": {"name": name}}
    write(root, lambda tx: (tx.next_revision(), tx.put(key, obj)))
    one = backend(root)
    one.begin_read()
    assert one.load(key) == obj
    assert one.lookup("resource", f"{key.resource}/") == [key]
    one.end_read()
    place = root / "objects/rbac.authorization.k8s.io/clusterroles/_cluster"
    assert len(list(place.iterdir())) == 1
    assert {p.name for p in root.parent.iterdir()} == {"state"}


@pytest.mark.parametrize("name", ["", "a\0b", "\ud800"])
def test_what_no_file_can_be_called_is_refused(root: Path, name: str) -> None:
    with pytest.raises(StateError, match="cannot be kept under the name"):
        write(root, lambda tx: tx.put(pod_key(name), pod(name, tx.next_revision())))
    assert write(root, put("a")).notices == []


def test_a_directory_of_something_else_is_left_alone(root: Path) -> None:
    root.mkdir()
    (root / "thesis.txt").write_text("x")
    with pytest.raises(StateError, match=r"not a state, it has thesis\.txt in it"):
        backend(root).begin_write()
    assert os.listdir(root) == ["thesis.txt"]


def test_symbolic_links_are_refused(root: Path, tmp_path: Path) -> None:
    write(root, put("a", "b"))
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps(pod("b", 1)))
    file(root, "b").unlink()
    file(root, "b").symlink_to(secret)
    with pytest.raises(StateError, match=r"b\.json: a symbolic link"):
        read(root, "b")
    shutil.rmtree(root / "objects/core/pods")
    (root / "objects/core/pods").symlink_to(tmp_path)
    with pytest.raises(StateError, match=r"pods: a symbolic link"):
        read(root, "a")


# --- files changed by hand


def test_an_edited_file_is_taken_as_it_is_and_told_of(root: Path) -> None:
    write(root, put("a", app="old"))
    file(root, "a").write_text(json.dumps(pod("a", 1, app="new")))
    one = backend(root)
    one.begin_read()
    obj = one.load(pod_key("a"))
    assert obj is not None
    assert obj["metadata"]["labels"] == {"app": "new"}
    one.end_read()
    assert one.notices == [f"{file(root, 'a')}: changed by hand: taken as it is"]
    told = write(root, lambda tx: tx.get(pod_key("a")))
    assert told.notices == one.notices
    assert found(root, "label", "pods/default/app=new") == ["a"]
    assert found(root, "label", "pods/default/app=old") == []
    assert write(root, lambda tx: tx.get(pod_key("a"))).notices == []


def test_a_copied_state_is_not_an_edited_one(root: Path, tmp_path: Path) -> None:
    write(root, put("a", "b", app="x"))
    shutil.copytree(root, tmp_path / "copy")
    copy = write(tmp_path / "copy", lambda tx: tx.list("pods"))
    assert copy.notices == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the file is empty"),
        ('{"metadata":', "not JSON (line 1: Expecting value)"),
        ("[]", "not a Kubernetes object"),
        ('{"metadata": {"name": "b", "namespace": "default"}}', "it holds another object (default/b)"),
        ("{}", "metadata is missing"),
        ('{"a": ' * 100_000, "maximum recursion depth exceeded"),
    ],
)
def test_a_broken_file_is_named_the_others_work_and_it_can_be_repaired(root: Path, text: str, reason: str) -> None:
    write(root, put("a", "b", "c", app="x"))
    path = file(root, "a")
    path.write_text(text)
    with pytest.raises(StateError) as e:
        read(root, "a")
    assert str(e.value).startswith(f"{path}: {reason}")
    assert str(e.value).endswith(f"correct it, or restore it with 'minikctl sim repair {path}'")
    assert "\n" not in str(e.value)
    assert read(root, "b") == pod("b", 2, app="x")
    one = backend(root)
    one.begin_read()
    assert one.load_many(one.lookup("resource", "pods/")) == [None, pod("b", 2, app="x"), pod("c", 3, app="x")]
    assert one.notices == [str(e.value)]
    one.end_read()
    assert backend(root).repair(str(path))[0] == f"{path}: restored as of revision 1"
    assert read(root, "a") == pod("a", 1, app="x")


def test_a_removed_file_is_a_removed_object(root: Path) -> None:
    write(root, put("a", "b", app="x", node="n"))
    file(root, "a").unlink()
    assert found(root, "resource", "pods/default") == ["b"]
    told = write(root, lambda tx: tx.get_many(tx.find("label", "pods/default/app=x")))
    assert told.notices == [f"{file(root, 'a')}: removed by hand: the object is gone"]
    assert found(root, "label", "pods/default/app=x") == ["b"]


def test_an_added_file_is_an_object(root: Path) -> None:
    write(root, put("a", app="x"))
    file(root, "z").write_text(json.dumps(pod("z", 1, app="x")))
    assert found(root, "resource", "pods/") == ["a", "z"]
    write(root, lambda tx: tx.list("pods"))
    assert found(root, "label", "pods/default/app=x") == ["a", "z"]


def test_events_edited_by_hand(root: Path) -> None:
    key = Key("events", "default", "e")
    write(root, lambda tx: tx.put(key, event("e", tx.next_revision(), "u1")))
    path = root / "objects/core/events/default.jsonl"
    path.write_text(path.read_text() + json.dumps(event("f", 1, "u2")) + "\n" + '{"torn')
    assert found(root, "resource", "events/") == ["e", "f"]
    write(root, lambda tx: tx.put(key._replace(name="g"), event("g", tx.next_revision(), "u2")))
    assert found(root, "regarding", "u2") == ["f", "g"]
    path.write_text("nonsense\n" + path.read_text())
    with pytest.raises(StateError, match=r"default\.jsonl: line 1: not JSON"):
        found(root, "resource", "events/")
    backend(root).repair()
    assert found(root, "regarding", "u2") == ["f", "g"]


# --- cluster.json, the log and the index


def test_a_newer_format_is_refused(root: Path) -> None:
    write(root, put("a"))
    path = root / "cluster.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 2}))
    for act in (backend(root).begin_read, backend(root).begin_write):
        with pytest.raises(
            StateError, match=r"cluster\.json: format 2 is newer than this minikctl knows \(1\): upgrade"
        ):
            act()


@pytest.mark.parametrize("text", ["{", '{"format": 1}', '{"format": 1, "revision": "x"}', "[]"])
def test_a_broken_cluster_json_is_named_and_repaired(root: Path, text: str) -> None:
    write(root, put("a"))
    (root / "cluster.json").write_text(text)
    with pytest.raises(StateError, match=r"cluster\.json: .*'minikctl sim repair'"):
        read(root, "a")
    backend(root).repair()
    assert read(root, "a") == pod("a", 1)


@pytest.mark.parametrize("lost", ["cluster.json", "index/index.db", "log"])
def test_what_is_lost_is_made_anew(root: Path, lost: str) -> None:
    write(root, put("a", app="x"))
    write(root, lambda tx: tx.queue_put(Entry(5, "c", "k")))
    shutil.rmtree(root / lost) if lost == "log" else (root / lost).unlink()
    assert found(root, "label", "pods/default/app=x") == ["a"]
    write(root, put("b", app="x"))
    assert found(root, "label", "pods/default/app=x") == ["a", "b"]
    one = backend(root)
    one.begin_read()
    assert one.head().revision == 2
    assert one.due(9) == [Entry(5, "c", "k")]
    one.end_read()
    if lost == "log":
        with pytest.raises(ApiError, match="too old resource version: 0"):
            list(one.changes_since(0))


@pytest.mark.parametrize("damage", [b"", b"garbage " * 1000])
def test_a_damaged_index_is_made_anew(root: Path, damage: bytes) -> None:
    write(root, put("a", app="x", node="n"))
    (root / "index/index.db").write_bytes(damage)
    one = backend(root)
    one.begin_read()
    assert one.aggregate("node", "n") == (1, 100, 2**20)
    one.end_read()
    assert found(root, "label", "pods/default/app=x") == ["a"]
    write(root, put("b", app="x"))
    assert found(root, "label", "pods/default/app=x") == ["a", "b"]


def test_a_torn_last_line_is_dropped_and_told_of(root: Path) -> None:
    write(root, put("a"))
    line = (root / "log/000001.jsonl").read_bytes().splitlines()[-1]
    with open(root / "log/000001.jsonl", "ab") as out:
        out.write(line[: len(line) // 2])
    one = backend(root)
    one.begin_read()
    assert one.load(pod_key("a")) == pod("a", 1)
    one.end_read()
    assert len(one.notices) == 1
    assert "000001.jsonl: dropped the unfinished last line" in one.notices[0]
    write(root, put("b"))
    assert read(root, "b") == pod("b", 2)


def test_after_a_loss_of_power_the_files_follow_the_log(root: Path) -> None:
    write(root, put("a", "b", "c", app="x"))
    write(root, lambda tx: tx.put(Key("events", "default", "e"), event("e", tx.next_revision(), "u")))
    old = (root / "cluster.json").read_text()
    write(root, put("a", app="y"))
    write(root, lambda tx: tx.remove(pod_key("c"), pod("c", tx.next_revision())))
    file(root, "a").write_text("")  # never reached the disk
    file(root, "c").write_text(json.dumps(pod("c", 3, app="x")))
    (root / "objects/core/events/default.jsonl").write_bytes(b"\0" * 100)
    (root / "cluster.json").write_text(old.replace(json.loads(old)["boot"], "an earlier boot"))
    (root / "index/index.db").write_bytes(b"\0" * 4096)
    assert read(root, "a") == pod("a", 5, app="y")
    assert found(root, "resource", "pods/") == ["a", "b"]
    assert found(root, "label", "pods/default/app=x") == ["b"]
    assert found(root, "regarding", "u") == ["e"]


def test_the_log_is_bounded_and_says_what_is_gone(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "SEGMENT_BYTES", 2000)
    one = backend(root)
    for n in range(1, 101):
        one.begin_write()
        one.commit(Commit(n, 1, (Change(pod_key("a"), pod("a", n), pod("a", n - 1) if n > 1 else None, n),)))
    assert len(os.listdir(root / "log")) == 1 + log.WINDOW_SEGMENTS
    with pytest.raises(ApiError, match=r"too old resource version: 3 \(\d+\)") as e:
        list(one.changes_since(3))
    assert e.value.code == 410
    assert [c.revision for c in backend(root).changes_since(90)] == list(range(91, 101))


def test_files_of_events_are_bounded(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "SPARE", 1000)
    keys = [Key("events", "default", f"e{n}") for n in range(200)]
    one = backend(root)
    for n, key in enumerate(keys):
        one.begin_write()
        tx = Tx(one)
        tx.put(key, event(key.name, tx.next_revision(), "u"))
        if n >= 3:
            tx.remove(keys[n - 3], event(keys[n - 3].name, tx.next_revision(), "u"))
        one.commit(tx.to_commit(n))
    assert found(root, "regarding", "u") == ["e197", "e198", "e199"]
    assert found(root, "resource", "events/default") == ["e197", "e198", "e199"]
    assert (root / "objects/core/events/default.jsonl").stat().st_size < 3000


# --- other processes


def test_a_held_state_says_who_holds_it(root: Path) -> None:
    holder = backend(root)
    holder.begin_write()
    with pytest.raises(
        StateError, match=rf"lock/writer: process {os.getpid()} \(.*\) has held the state for over 0.02 s: wait"
    ):
        backend(root, limit=0.02).begin_write()
    holder.abort()
    write(root, put("a"))


def test_a_reader_keeps_its_revision_and_a_writer_waits_for_it(root: Path) -> None:
    write(root, put("a", app="old"))
    reader, writer = backend(root), backend(root, limit=0.02)
    reader.begin_read()
    writer.begin_write()
    with pytest.raises(StateError, match="another process"):
        writer.commit(Commit(2, 1, (Change(pod_key("a"), pod("a", 2), None, 2),)))
    assert reader.load(pod_key("a")) == pod("a", 1, app="old")
    reader.end_read()
    write(root, put("a", app="new"))
    reader.begin_read()
    assert reader.load(pod_key("a")) == pod("a", 2, app="new")
    reader.end_read()


def test_a_directory_that_cannot_be_written_can_be_read(root: Path) -> None:
    write(root, put("a", app="x"))

    def others() -> None:
        assert found(root, "label", "pods/default/app=x") == ["a"]
        assert read(root, "a") == pod("a", 1, app="x")
        with pytest.raises(StateError, match=r"permission denied|read-only"):
            write(root, put("b"))

    _as_a_stranger(root, others)


def test_a_killed_writer_s_work_is_seen_where_nothing_can_be_written(root: Path) -> None:
    write(root, put("a", app="x"))
    before = (root / "cluster.json").read_bytes()
    index = (root / "index/index.db").read_bytes()
    write(root, put("b", app="x"))
    (root / "cluster.json").write_bytes(before)
    (root / "index/index.db").write_bytes(index)
    file(root, "b").unlink()
    _as_a_stranger(root, lambda: None if found(root, "label", "pods/default/app=x") == ["a", "b"] else os._exit(1))
    assert found(root, "label", "pods/default/app=x") == ["a", "b"]


def _as_a_stranger(root: Path, act: Callable[[], object]) -> None:
    """In a child that may read the state but not write it."""
    for place, _, names in os.walk(root):
        os.chmod(place, 0o555)
        for name in names:
            os.chmod(os.path.join(place, name), 0o444)
    for parent in (root.parent, *root.parent.parents):
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            if os.getuid() == 0:
                os.setuid(65534)
            act()
            status = 0
        except BaseException:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)
    assert os.waitpid(pid, 0)[1] == 0
