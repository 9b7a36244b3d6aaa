"""Two transcripts of one scenario, command by command, normalised as the recordings are. Pure."""

from __future__ import annotations

import json
from difflib import unified_diff
from pathlib import Path
from typing import Any, NamedTuple

from tests.golden import compare
from tests.golden.runner import SCENARIOS

KNOWN = Path(__file__).with_name("known.txt")


class Difference(NamedTuple):
    """One command that two clients answer differently: the embedded one first."""

    command: str
    classes: tuple[str, ...]
    one: dict[str, Any]
    other: dict[str, Any]


def recorded(scenario: str) -> dict[str, Any] | None:
    """The normalised transcript of a real cluster; None for a scenario of our own."""
    path = SCENARIOS / "recorded" / f"{scenario}.json"
    return json.loads(path.read_text()) if path.exists() else None


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[Difference]:
    """Between two normalised transcripts. Of help pages and explanations, which are prose, only the exit code
    counts.
    """
    out = []
    for command, classes, wanted, got in compare.compare(one, other):
        if wanted.get("prose"):
            classes = classes & {"code", "missing"}
        if classes:
            out.append(Difference(command, tuple(sorted(classes)), wanted, got))
    return out


def known(way: str, scenario: str) -> dict[str, str]:
    """Accepted differences, first line of the command -> reason. A line of known.txt: `way | scenario | command |
    reason`, * for any.
    """
    found = {}
    for line in KNOWN.read_text().splitlines():
        if line and not line.startswith("#"):
            ways, where, command, reason = (part.strip() for part in line.split(" | ", 3))
            if ways in ("*", way) and where in ("*", scenario):
                found[command] = reason
    return found


def shown(difference: Difference) -> str:
    lines = [f"$ {difference.command}: {', '.join(difference.classes)}"]
    for stream in ("stdout", "stderr"):
        if stream in difference.classes:
            old, new = difference.one[stream].split("\n"), difference.other[stream].split("\n")
            lines += unified_diff(old, new, f"embedded {stream}", f"other {stream}", lineterm="", n=1)
    if "code" in difference.classes:
        lines.append(f"exit code {difference.one['code']}, {difference.other['code']}")
    return "\n".join(lines)
