"""Two transcripts of one scenario, command by command, normalised as the recordings are. Pure."""

from __future__ import annotations

import json
from difflib import unified_diff
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

from tests.differential import versions
from tests.golden import compare, runner

KNOWN = Path(__file__).with_name("known.txt")


class Difference(NamedTuple):
    """One command that two clients answer differently."""

    command: str
    classes: tuple[str, ...]
    expected: dict[str, Any]
    actual: dict[str, Any]


def recorded(scenario: str) -> dict[str, Any] | None:
    """The normalised transcript of a real cluster; None for a scenario of our own."""
    path = runner.SCENARIOS / "recorded" / f"{scenario}.json"
    return json.loads(path.read_text()) if path.exists() else None


def differences(way: str, expected: dict[str, Any], actual: dict[str, Any]) -> list[Difference]:
    """Between two normalised transcripts. Of help pages and explanations, which are prose, the exit code counts."""
    out = []
    pairs = compare.compare(versions.comparable(way, expected), versions.comparable(way, actual))
    for command, classes, wanted, got in pairs:
        if wanted.get("prose"):
            classes = classes & {"code", "missing"}
        if classes:
            out.append(Difference(command, tuple(sorted(classes)), wanted, got))
    return out


def known(way: str, scenario: str) -> dict[str, str]:
    """Accepted differences, first line of the command -> reason."""
    found = {command.split("\n")[0]: reason for command, reason in runner.known(scenario).items()}
    for line in KNOWN.read_text().splitlines():
        if line and not line.startswith("#"):
            ways, where, command, reason = line.split("\t")
            if where == scenario and any(fnmatch(way, one) for one in ways.split(",")):
                found[command] = reason
    return found


def shown(difference: Difference) -> str:
    lines = [f"$ {difference.command}: {', '.join(difference.classes)}"]
    for stream in ("stdout", "stderr"):
        if stream in difference.classes:
            old, new = difference.expected[stream].split("\n"), difference.actual[stream].split("\n")
            lines += unified_diff(old, new, f"expected {stream}", f"actual {stream}", lineterm="", n=1)
    if "code" in difference.classes:
        lines.append(f"exit code {difference.expected['code']}, {difference.actual['code']}")
    return "\n".join(lines)
