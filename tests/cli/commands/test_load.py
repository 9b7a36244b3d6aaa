"""`sim load`: what it takes, and what it says to what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import kubectl

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("set nodes/node-1 cpu=1", "nodes have no pods that could be under load"),
        ("set deploy/web cpus=1", '"cpus" is none of: cpu, memory, total-cpu, total-memory'),
        ("set deploy/web cpu=-1", "cpu: a load is not negative"),
        ("set deploy/web cpu=much", "cpu: quantities must match the regular expression"),
        ("set deploy cpu=1", '"deploy" is not TYPE/NAME'),
        ("unset deploy/web", "there is no load on deploy/web"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, line: str, error: str) -> None:
    kubectl("create deployment web --image=nginx", state=tmp_path / "s")
    result = kubectl(f"sim load {line}", state=tmp_path / "s")
    assert (result.out, result.code) == ("", 1)
    assert result.err.startswith(f"error: {error}")


def test_what_is_not_there_cannot_be_loaded(tmp_path: Path) -> None:
    result = kubectl("sim load set deploy/web cpu=1", state=tmp_path / "s")
    assert result.err == 'Error from server (NotFound): deployments.apps "web" not found\n'


def test_a_load_brings_the_metrics_server(tmp_path: Path) -> None:
    state = tmp_path / "s"
    kubectl("create deployment web --image=nginx", state=state)
    assert kubectl("top pods", state=state).err == "error: Metrics API not available\n"
    kubectl("sim load set deploy/web cpu=1", state=state)
    assert kubectl("sim settings get metrics", state=state).out == "on\n"
    assert kubectl("api-versions", state=state).out.count("metrics.k8s.io/v1beta1") == 1
