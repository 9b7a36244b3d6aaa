"""The process around main: streams, signals, plugins."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run(*args: str, code: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    argv = [sys.executable, *(("-c", code) if code else ("-m", "minikctl")), *args]
    environ = {**os.environ, **variables}
    return subprocess.run(argv, capture_output=True, text=True, check=False, env=environ)


def test_the_process_writes_both_streams_and_exits_with_the_code() -> None:
    done = run("get", "--nope")
    assert (done.stdout, done.stderr) == ("", "error: unknown flag: --nope\nSee 'kubectl get --help' for usage.\n")
    assert done.returncode == 1
    assert run("options").stdout.startswith("The following options")


def test_a_reader_that_leaves_is_no_failure_to_talk_about() -> None:
    line = f"{sys.executable} -m minikctl completion bash | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("#", "")
    assert done.returncode in (0, 141)  # the text may have fitted into the pipe


def test_an_interrupt_ends_quietly() -> None:
    code = (
        "import minikctl.cli.main as m, minikctl.__main__ as p\n"
        "def main(*_): raise KeyboardInterrupt\n"
        "m.main = main; p.run()"
    )
    done = run(code=code)
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 130)


def test_both_streams_keep_their_order_in_one_file() -> None:
    code = (
        "import minikctl.cli.main as m, minikctl.__main__ as p\n"
        "def main(_, env):\n"
        "    for i in range(3): env.stdout.write(f'out {i}\\n'); env.stderr.write(f'err {i}\\n')\n"
        "    return 0\n"
        "m.main = main; p.run()"
    )
    both = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True)
    assert both.stdout == b"".join(b"out %d\nerr %d\n" % (i, i) for i in range(3))


def test_closed_streams_are_no_failure() -> None:
    line = f"{sys.executable} -m minikctl options <&- >&-"
    assert subprocess.run(["bash", "-c", line], capture_output=True, check=False).returncode == 0


def test_a_plugin_is_run_for_a_command_that_is_not_ours(tmp_path: Path) -> None:
    for name in ("kubectl-hello", "kubectl-hello-my_world", "kubectl-create-thing"):
        plugin = tmp_path / name
        plugin.write_text(f'#!/bin/sh\necho {name} "$@"\nexit 3\n')
        plugin.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    assert run("hello", "-x", "y", PATH=path).stdout == "kubectl-hello -x y\n"
    assert run("hello", "my-world", "z", PATH=path).stdout == "kubectl-hello-my_world z\n"
    assert run("create", "thing", "z", PATH=path).stdout == "kubectl-create-thing z\n"
    assert run("hello", PATH=path).returncode == 3
    assert run("-n", "x", "hello", PATH=path).stderr == "Error: flags cannot be placed before plugin name: -n\n"


def test_running_a_command_loads_neither_typer_nor_the_help() -> None:
    code = (
        "import sys; from minikctl.cli.env import Env; from minikctl.cli.main import main;"
        "main(['completion', 'fish'], Env(sys.stdin, sys.stderr, sys.stderr, {}, '/'));"
        "bad = {'typer', 'rich', 'inspect', 'dataclasses', 'minikctl.cli._pages', 'minikctl.cli.flags'};"
        "print(sorted(bad & set(sys.modules)))"
    )
    assert run(code=code).stdout == "[]\n"
