"""Every public scenario, command by command, against the recording from a real cluster."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest

from tests.golden import runner


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning"
)  # of the recorder's, kept as it is
@pytest.mark.parametrize("name", runner.names())
def test_scenario_is_as_recorded(name: str, tmp_path: Path) -> None:
    found = {d.command.split("\n")[0]: d for d in runner.differences(name, tmp_path)}
    known = runner.known(name)
    new = [d for command, d in found.items() if command not in known]
    assert not new, "\n".join(_shown(d) for d in new)
    gone = sorted(set(known) - set(found))
    assert not gone, f"no longer different, take it off known.txt: {gone}"


def _shown(difference: runner.Difference) -> str:
    lines = [f"$ {difference.command}: {', '.join(difference.classes)}"]
    for stream in ("stdout", "stderr"):
        if stream in difference.classes and difference.actual is not None:
            old, new = difference.expected[stream].split("\n"), difference.actual[stream].split("\n")
            lines += unified_diff(old, new, f"recorded {stream}", f"actual {stream}", lineterm="", n=1)
    return "\n".join(lines)
