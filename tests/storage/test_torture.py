"""The short forms of tests/torture: the long ones are programs (python -m tests.torture.kill, python -m
tests.torture.many).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from minikctl.storage import fs
from minikctl.storage.directory import DirectoryBackend
from tests.torture import kill, many
from tests.torture.story import expected, facts, step


@pytest.mark.parametrize(
    ("what", "every"), [("kill", 11), ("torn", 37), ("ENOSPC", 53), ("ENOSPC+", 97), ("EACCES", 97)]
)
def test_a_state_is_whole_after_a_blow(what: str, every: int) -> None:
    assert len(list(kill.torture(what, first=7, every=every))) >= 500 // every


def test_a_wiped_state_is_the_old_or_none(tmp_path: Path) -> None:
    story = dict(expected())
    for at in range(1, 200):
        root = str(tmp_path / str(at))
        for number in range(2):
            step(DirectoryBackend(root), number)
        if _wiped_in_a_child(root, f"kill@{at}"):
            break
        assert facts(DirectoryBackend(root)) in (story[2], story[0])
        again = DirectoryBackend(root)
        again.begin_write()
        again.wipe()
        again.abort()
        step(again, 0)
        assert facts(DirectoryBackend(root)) == story[1]
    assert at > 15
    assert facts(DirectoryBackend(root)) == story[0]


def _wiped_in_a_child(root: str, fault: str) -> bool:
    """Whether it lived."""
    pid = os.fork()
    if pid == 0:
        try:
            fs.strike_at(fault)
            backend = DirectoryBackend(root)
            backend.begin_write()
            backend.wipe()
            backend.abort()
        finally:
            os._exit(0)
    return os.waitpid(pid, 0)[1] == 0


def test_many_processes_see_one_history() -> None:
    verdict = many.run(processes=8, seconds=1)
    assert verdict.writes > 10
    assert verdict.longest_write < 10
