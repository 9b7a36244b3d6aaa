"""The short form of tests/torture: the long one strikes at every call (python -m tests.torture.kill)."""

from __future__ import annotations

import pytest

from tests.torture import kill


@pytest.mark.parametrize(
    ("what", "every"), [("kill", 11), ("torn", 37), ("ENOSPC", 53), ("ENOSPC+", 97), ("EACCES", 97)]
)
def test_a_state_is_whole_after_a_blow(what: str, every: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kill.log, "SEGMENT_BYTES", kill.log.SEGMENT_BYTES)
    monkeypatch.setattr(kill.log, "WINDOW_SEGMENTS", kill.log.WINDOW_SEGMENTS)
    monkeypatch.setattr(kill.events, "SPARE", kill.events.SPARE)
    assert len(list(kill.torture(what, first=7, every=every))) >= 500 // every
