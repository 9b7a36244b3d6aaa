"""Run one scenario on minikctl, each on a state of its own with the manual clock, and say which commands differ from
the recording.
"""

from __future__ import annotations

import json
import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any, NamedTuple

from tests.golden import compare, normalize, record

SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
KNOWN = Path(__file__).with_name("known.txt")


class Difference(NamedTuple):
    """One command whose transcript is not the recording."""

    command: str
    classes: tuple[str, ...]
    expected: dict[str, Any]
    actual: dict[str, Any] | None


def names() -> list[str]:
    return sorted(p.stem for p in (SCENARIOS / "recorded").glob("*.json"))


def transcript(name: str, work: Path) -> dict[str, Any]:
    """What minikctl prints for a scenario, normalised."""
    state = work / "state"
    me = f'"{sys.executable}" -m minikctl'
    settings = {
        "MINIKCTL_STATE": str(state),
        "MINIKCTL_CLOCK": "manual",
        "MINIKCTL_SEED": "1",
    }
    before = dict(os.environ)
    os.environ.update(settings)
    try:
        args = Namespace(
            work=str(work),
            out=str(work),
            kubectl=me,
            reset_cmd=f'rm -rf "{state}"',
            settle_cmd=f"{me} sim settle",
            sleep_cmd=f"{me} sim clock advance {{}}s",
            timeout=60,
        )
        record.record(str(SCENARIOS / f"{name}.scn"), args)
    finally:
        os.environ.clear()
        os.environ.update(before)
    raw = json.loads((work / f"{name}.raw.json").read_text())
    return normalize.transcript(raw, False)


def differences(name: str, work: Path) -> list[Difference]:
    """Commands that differ; of help pages and explanations, which are prose, only the exit code counts."""
    expected = json.loads((SCENARIOS / "recorded" / f"{name}.json").read_text())
    actual = transcript(name, work)
    out = []
    for command, classes, wanted, got in compare.compare(expected, actual):
        if wanted.get("prose"):
            classes = classes & {"code", "missing"}
        if classes:
            out.append(Difference(command, tuple(sorted(classes)), wanted, got))
    return out


def known(name: str) -> dict[str, str]:
    """Differences that are known, command -> reason. A line of known.txt: scenario, command, reason, with tabs
    between.
    """
    out = {}
    for line in KNOWN.read_text().splitlines():
        if line and not line.startswith("#"):
            scenario, command, reason = line.split("\t")
            if scenario == name:
                out[command] = reason
    return out
