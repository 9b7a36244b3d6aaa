"""Every scenario by every client on `serve`, command by command. A share of them is part of `make test`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.differential import comparing, ways
from tests.golden import runner

if TYPE_CHECKING:
    from pathlib import Path

QUICK = {
    "kubectl-1.37": ("apply-server-side", "create-files", "deploy-basics", "get-outputs", "node-maintenance", "wait"),
    "kubectl-1.36": ("rollout-image-update",),
    "kubectl-1.24": ("patch",),
    "minikctl-http": ("delete", "get-outputs", "rollout-image-update"),
}


def _cases() -> list[object]:
    return [
        pytest.param(way, name, id=f"{name}-{way}", marks=() if name in QUICK[way] else pytest.mark.slow)
        for name in runner.names()
        for way in ways.of(name)
    ]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize(("way", "name"), _cases())
def test_scenario_is_the_same_over_http(way: str, name: str, tmp_path: Path) -> None:
    found = {d.command.split("\n")[0]: d for d in ways.differences(way, name, tmp_path)}
    known = comparing.known(way, name)
    new = [comparing.shown(d) for command, d in found.items() if command not in known]
    assert not new, "\n".join(new)
