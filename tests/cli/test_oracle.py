"""The same command line given to the real kubectl, which judges flags and commands without a server."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from minikctl.cli import table
from tests.support.cli import Result, kubectl

KUBECTL = shutil.which("kubectl", path=str(Path(sys.executable).parent)) or ""
OURS = ("serve", "shell", "sim", "help")
pytestmark = pytest.mark.skipif(not KUBECTL, reason="no kubectl beside this Python")


def real(line: str) -> Result:
    done = subprocess.run(
        [KUBECTL, *shlex.split(line)], capture_output=True, text=True, check=False, env={"HOME": "/x"}
    )
    return Result(done.stdout, done.stderr, done.returncode)


@pytest.mark.parametrize(
    "line",
    [
        "gte pods",
        "descrbe",
        "co",
        "e",
        "-n dev gte",
        "--nope",
        "--namespace get pods",
        "get --nope=1 -x",
        "get -wz",
        "get -n",
        "get -v=",
        "get -Aw=",
        "get --vmodule=a=b",
        "get --filename='a\"'",
        "diff --nope",
        "options -x",
        "run x -f a --nope",
        "scale --record=x",
        "scale --current-replicas=1.5",
        "expose --port",
        "debug --env=x",
        "logs --since=1h30",
        "logs --tail=0o17 --nope",
        "create deployment a b",
        "create job",
        "create nope",
        "create service",
        "create clusterrole --aggregation-rule=x",
        "create clusterrolebinding x",
        "create cronjob x --image=y",
        "create service externalname x",
        "autoscale x",
        "set nope x",
        "rollout statu",
        "top nope",
        "plugin x",
        "kuberc x",
        "completion bash zsh",
        "alpha",
        "alpha x",
    ],
)
def test_mistakes_read_the_same(line: str) -> None:
    expected, actual = real(line), kubectl(line)
    if expected.err.endswith("this command.\n") or "Available Commands:" in expected.out + expected.err:
        assert [bool(part) for part in actual] == [bool(part) for part in expected]  # help is our own prose
    elif "does not do" not in actual.err:
        assert actual == expected


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in table.paths() if path and path[0] not in OURS], ids=" ".join)
def test_every_command_has_kubectl_s_flags(path: tuple[str, ...]) -> None:
    own = {f"{flag.short}/{flag.name}" for flag in table.own_flags(path) if not flag.deprecated}
    lines = [line.split("=")[0].rstrip(":") for line in real(" ".join((*path, "--help"))).out.splitlines()]
    listed = [line.strip().split(", ") for line in lines if line.startswith(("    -", "    --"))]
    theirs = {f"{names[0][1:] if len(names) > 1 else ''}/{names[-1][2:]}" for names in listed}
    assert own == theirs or path == ("options",)
    assert kubectl(" ".join((*path, "--zzz"))) == real(" ".join((*path, "--zzz")))
