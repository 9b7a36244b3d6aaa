"""`minikctl shell`: scripts that call kubectl, unchanged."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest


def shell(directory: Path, *words: str, stdin: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    variables = {**os.environ, "MINIKCTL_STATE": str(directory / "state"), "KUBECONFIG": "/nope", **environ}
    argv = [sys.executable, "-m", "minikctl", "shell", *words]
    return subprocess.run(argv, env=variables, cwd=directory, input=stdin, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("mode", [0o755, 0o644])
def test_a_script_sees_kubectl_and_its_exit_code_is_passed_on(tmp_path: Path, mode: int) -> None:
    script = tmp_path / "deploy.sh"
    script.write_text('#!/bin/sh\nkubectl create ns "$1"\nkubectl gte\nexit 7\n')
    script.chmod(mode)
    done = shell(tmp_path, "--", "deploy.sh", "dev")
    assert done.stdout == "namespace/dev created\n"
    assert done.stderr.startswith('error: unknown command "gte" for "kubectl"\n')
    assert done.returncode == 7


def test_a_script_without_a_first_line_is_run_as_one(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("kubectl config current-context; minikctl options > /dev/null")
    (tmp_path / "plain").chmod(0o755)
    assert shell(tmp_path, "--", "./plain").stdout == "minikctl\n"


def test_a_command_is_run_too(tmp_path: Path) -> None:
    assert shell(tmp_path, "--", "sh", "-c", "echo $0 $1; kill -TERM $$", "a", "b").returncode == 128 + 15
    missing = shell(tmp_path, "--", "nope")
    assert (missing.stderr, missing.returncode) == ("error: nope: no such file or directory\n", 127)
    assert shell(tmp_path, "--kubeconfig=x", "--", "true").returncode == 1
    assert "a command comes after --" in shell(tmp_path, "x").stderr


def test_an_interactive_shell_reads_commands(tmp_path: Path) -> None:
    done = shell(tmp_path, stdin="kubectl config current-context\nexit 3\n", SHELL="/bin/sh")
    assert "minikctl\n" in done.stdout
    assert done.returncode == 3


def test_a_script_without_a_first_line_is_run_by_the_users_shell(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("echo pod{1..3}\n")
    assert shell(tmp_path, "--", "./plain", SHELL="/bin/bash").stdout == "pod1 pod2 pod3\n"
    assert (
        shell(tmp_path, "--", "./plain", SHELL="/usr/bin/fish").stdout == "pod{1..3}\n"
    )  # sh, where it is another kind


def test_a_script_that_polls_and_sleeps_moves_the_manual_clock(tmp_path: Path) -> None:
    (tmp_path / "poll").write_text(
        "kubectl run web --image=nginx\n"
        'until [ "$(kubectl get pod web -o jsonpath={.status.phase})" = Running ]; do sleep 1; done\n'
        "sleep 1m 0.5h; kubectl get pod web; sleep x\n"
    )
    done = shell(tmp_path, "--", "./poll", MINIKCTL_CLOCK="manual", MINIKCTL_SEED="1")
    assert done.stdout.splitlines()[-1].split() == ["web", "1/1", "Running", "0", "31m"]
    assert (done.stderr, done.returncode) == ("error: sleep: invalid time interval 'x'\n", 1)


def test_under_the_real_clock_sleep_sleeps(tmp_path: Path) -> None:
    begun = time.monotonic()
    assert shell(tmp_path, "--", "sleep", "1.2").returncode == 0
    assert time.monotonic() - begun > 1.2
