"""The short forms of tests/torture: the long ones are programs (python -m tests.torture.kill, python -m
tests.torture.many).
"""

from __future__ import annotations

import pytest

from tests.torture import kill, many


@pytest.mark.parametrize(
    ("what", "every"), [("kill", 11), ("torn", 37), ("ENOSPC", 53), ("ENOSPC+", 97), ("EACCES", 97)]
)
def test_a_state_is_whole_after_a_blow(what: str, every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kill.log, "SEGMENT_BYTES", kill.log.SEGMENT_BYTES)
    monkeypatch.setattr(kill.log, "WINDOW_SEGMENTS", kill.log.WINDOW_SEGMENTS)
    monkeypatch.setattr(kill.events, "SPARE", kill.events.SPARE)
    assert len(list(kill.torture(what, first=7, every=every))) >= 500 // every


def test_many_processes_see_one_history() -> None:
    verdict = many.run(processes=8, seconds=1)
    assert verdict.writes > 10
    assert verdict.longest_write < 10
