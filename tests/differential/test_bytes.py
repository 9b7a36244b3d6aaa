"""Without any normalisation: the same clock and seed give the same bytes, names, uids and ages included."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.differential import ways

if TYPE_CHECKING:
    from pathlib import Path

NOW = "2026-11-22T08:00:00Z"
SCENARIOS = ("conflicts", "deploy-basics", "label-annotate", "scale", "statefulset")
# ages in these are the client's own, by the real clock; messages of its log have the real time
CLIENT_TIME = ("describe", "get events", "kubectl events", "version")


def _raw(work: Path, name: str) -> list[dict[str, Any]]:
    commands = json.loads((work / f"{name}.raw.json").read_text())["commands"]
    return [c for c in commands if not any(word in c["cmd"] for word in CLIENT_TIME)]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("way", ["minikctl-http", "kubectl-1.37"])
@pytest.mark.parametrize("name", [pytest.param(n, marks=() if n == "scale" else pytest.mark.slow) for n in SCENARIOS])
def test_bytes_are_the_same(way: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINIKCTL_NOW", NOW)
    ways.embedded(name, tmp_path / "embedded")
    ways.over_http(way, name, tmp_path / "http")
    assert _raw(tmp_path / "http", name) == _raw(tmp_path / "embedded", name)
