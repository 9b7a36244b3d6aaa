"""`kubectl("get pods")`: the real main, in this process."""

from __future__ import annotations

import io
import shlex
from typing import TYPE_CHECKING, NamedTuple

from minikctl.cli.env import Env
from minikctl.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Result(NamedTuple):
    out: str
    err: str
    code: int


def kubectl(
    line: str,
    stdin: str = "",
    state: Path | str | None = None,
    cwd: Path | str = "/nonexistent",
    environ: Mapping[str, str] | None = None,
    name: str = "kubectl",
) -> Result:
    """Run one command line, written as in a shell, without the program's name. `state` is the state directory."""
    variables = {"PATH": "", "HOME": str(cwd), **({"MINIKCTL_STATE": str(state)} if state else {}), **(environ or {})}
    out, err = io.StringIO(), io.StringIO()
    code = main(shlex.split(line), Env(io.StringIO(stdin), out, err, variables, str(cwd), name))
    return Result(out.getvalue(), err.getvalue(), code)
