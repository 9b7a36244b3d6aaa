"""What is said of connections that cannot be made, against what the real kubectl said of the same files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.commands.config.record import play
from tests.client.connection_cases import CASES
from tests.client.record_connections import RECORDED, without_log
from tests.support.cli import Result, kubectl

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.commands.config.cases import Case

SAID = {one["name"]: one["steps"] for one in json.loads(RECORDED.read_text())}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_as_kubectl(case: Case, tmp_path: Path) -> None:
    def run(line: str, environ: dict[str, str]) -> Result:
        return kubectl(line, cwd=tmp_path, environ={**environ, "MINIKCTL_KUBECONFIG": f"{tmp_path}/.kube/config"})

    steps = play(case, tmp_path, run)["steps"]
    for expected, actual in zip(SAID[case.name], steps, strict=True):
        assert _comparable(actual) == _comparable(expected)


def _comparable(step: dict[str, Any]) -> dict[str, Any]:
    return {**step, "err": without_log(step["err"])}
