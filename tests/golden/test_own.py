"""Our own scenarios, byte for byte; `make golden` rewrites the transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.golden import own

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)  # of the recorder's
@pytest.mark.parametrize("name", own.names())
def test_scenario_prints_what_it_did(name: str, tmp_path: Path) -> None:
    assert own.play(name, tmp_path) == own.expected(name)


@pytest.mark.parametrize("name", own.names())
def test_scenarios_are_short(name: str) -> None:
    commands = [line for line in (own.OWN / f"{name}.scn").read_text().splitlines() if line.startswith("$ ")]
    assert 0 < len(commands) < 15
