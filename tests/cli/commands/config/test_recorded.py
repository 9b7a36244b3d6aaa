"""Every `config` verb against what the real kubectl said and wrote, byte for byte."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.commands.config import record
from tests.cli.commands.config.cases import CASES
from tests.support.cli import Result, kubectl

if TYPE_CHECKING:
    from tests.cli.commands.config.cases import Case

RECORDED = {one["name"]: one["steps"] for one in json.loads(record.RECORDED.read_text())}
UNORDERED = ("config get-clusters", "config get-users")  # kubectl goes through a map


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_as_kubectl(case: Case, tmp_path: Path) -> None:
    def run(line: str, environ: dict[str, str]) -> Result:
        # without being asked, the home directory's file is not used
        asked = {"MINIKCTL_KUBECONFIG": case.kubeconfig or f"{tmp_path}/.kube/config"}
        return kubectl(line, cwd=tmp_path, environ={**environ, **asked})

    steps = record.play(case, tmp_path, run)["steps"]
    for expected, actual in zip(RECORDED[case.name], steps, strict=True):
        assert _comparable(actual) == _comparable(expected)


def _comparable(step: dict[str, Any]) -> dict[str, Any]:
    """Help pages are our own prose; addresses are Go's."""
    out, err = step["out"], re.sub(r"0x[0-9a-f]+", "0x", step["err"])
    if "Usage:" in out:
        out = "usage"
    if step["command"].startswith(UNORDERED):
        out = "".join(sorted(out.splitlines(True)))
    return {**step, "out": out, "err": err}
