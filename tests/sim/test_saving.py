"""When a long command saves what it has done depends on the real clock; what it does must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from minikctl.client import watching
from tests.support.cli import kubectl

HERE = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "7", "MINIKCTL_NOW": "2026-01-01T00:00:00Z"}
STORY = (
    "sim settings set nodes=3",
    "create deployment web --image=nginx:1.25 --replicas=12",
    "expose deployment web --port=80",
    "rollout status deployment/web",
    "set image deployment/web nginx=nginx:1.26",
    "rollout status deployment/web",
    "get deploy,rs,pods,events,endpoints,endpointslices -o yaml",
)


def test_saving_after_every_instant_or_never_makes_the_same_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = []
    for seconds in (0.0, 1000.0):
        monkeypatch.setattr(watching, "COMMIT_EVERY", seconds)
        monkeypatch.setattr(watching, "LONGEST_UNSAVED", seconds)
        state = tmp_path / str(seconds)
        shown.append([kubectl(command, state=state, environ=HERE).out for command in STORY])
    assert shown[0] == shown[1]
    assert "nginx:1.26" in shown[0][-1]
