"""A process that reads again and again sees what hands do to the files within a second."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from minikctl.storage.directory import DirectoryBackend
from minikctl.storage.held import Held
from minikctl.storage.transaction import Tx
from tests.support.stored import pod, pod_key

if TYPE_CHECKING:
    from pathlib import Path


def _phase(backend: DirectoryBackend, name: str) -> str | None:
    backend.begin_read()
    try:
        obj = backend.load(pod_key(name))
    finally:
        backend.end_read()
    return obj["status"]["phase"] if obj else None


def _state(path: Path) -> DirectoryBackend:
    backend = DirectoryBackend(str(path), held=Held())
    backend.begin_write()
    tx = Tx(backend)
    for name in ("a", "b"):
        tx.put(pod_key(name), pod(name, tx.next_revision()))
    backend.commit(tx.to_commit(1))
    return backend


def test_an_object_is_the_same_one_until_it_changes(tmp_path: Path) -> None:
    backend = _state(tmp_path / "state")
    backend.begin_read()
    first = backend.load(pod_key("a"))
    backend.end_read()
    backend.begin_write()
    tx = Tx(backend)
    tx.put(pod_key("b"), pod("b", tx.next_revision(), phase="Failed"))
    backend.commit(tx.to_commit(2))
    backend.begin_read()
    assert backend.load(pod_key("a")) is first
    backend.end_read()
    assert _phase(backend, "b") == "Failed"
    backend.close()


def test_a_file_changed_by_hand_is_seen(tmp_path: Path) -> None:
    backend = _state(tmp_path / "state")
    assert _phase(backend, "a") == _phase(backend, "b") == "Running"
    file = next((tmp_path / "state" / "objects").rglob("a.json"))
    changed = json.loads(file.read_text())
    changed["status"]["phase"] = "Failed"
    file.write_text(json.dumps(changed))
    file.with_name("b.json").unlink()
    time.sleep(1.1)
    assert _phase(backend, "a") == "Failed"
    assert _phase(backend, "b") is None
    backend.close()


def test_another_cluster_at_the_same_place(tmp_path: Path) -> None:
    backend = _state(tmp_path / "state")
    assert _phase(backend, "a") == "Running"
    other = DirectoryBackend(str(tmp_path / "state"))
    other.begin_write()
    other.wipe()
    tx = Tx(other)
    for name in ("b", "c"):
        tx.put(pod_key(name), pod(name, tx.next_revision(), phase="Failed"))
    other.commit(tx.to_commit(1))
    assert _phase(backend, "a") is None
    assert _phase(backend, "b") == "Failed"
    other.close()
    backend.close()
