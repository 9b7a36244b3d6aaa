"""Colours: on a terminal only, on tables only, and never another character."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.cli.colour import painted

if TYPE_CHECKING:
    from pathlib import Path

SEQUENCE = re.compile(r"\x1b\[[0-9]*m")


@given(st.text())
def test_the_text_stays_the_same(text: str) -> None:
    assert SEQUENCE.sub("", painted(text)) == SEQUENCE.sub("", text)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("NAME   READY   CPU(cores)", "\x1b[1mNAME   READY   CPU(cores)\x1b[0m"),
        ("web   0/1   Init:Error   0", "web   \x1b[33m0/1\x1b[0m   \x1b[31mInit:Error\x1b[0m   0"),
        ("web   1/1   Running   0", "web   1/1   \x1b[32mRunning\x1b[0m   0"),
        ("running   Init:0/2", "running   \x1b[33mInit:0/2\x1b[0m"),
        ("deployment.apps/web created", "deployment.apps/web created"),
    ],
)
def test_words_of_tables(line: str, shown: str) -> None:
    assert painted(line) == shown


def on_a_terminal(state: Path, *argv: str, **environ: str) -> str:
    """What a person sees."""
    main, child = pty.openpty()
    env = {**os.environ, "MINIKCTL_STATE": str(state), "TERM": "xterm", **environ}
    env = {name: value for name, value in env.items() if name != "NO_COLOR" or "NO_COLOR" in environ}
    process = subprocess.Popen([sys.executable, "-m", "minikctl", *argv], stdout=child, env=env)
    os.close(child)
    shown = b""
    try:
        while piece := os.read(main, 4096):
            shown += piece
    except OSError:  # how a terminal ends
        pass
    os.close(main)
    assert process.wait() == 0
    return shown.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours_unless_it_wants_none(tmp_path: Path) -> None:
    nodes = ("get", "nodes")
    assert "\x1b[32mReady\x1b[0m" in on_a_terminal(tmp_path / "s", *nodes)
    for off in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"MINIKCTL_COLOR": "never"}):
        assert "\x1b" not in on_a_terminal(tmp_path / "s", *nodes, **off)
    assert "\x1b" not in on_a_terminal(tmp_path / "s", *nodes, "-o", "json")


def test_a_pipe_gets_none(tmp_path: Path) -> None:
    env = {**os.environ, "MINIKCTL_STATE": str(tmp_path / "s"), "TERM": "xterm"}
    run = subprocess.run([sys.executable, "-m", "minikctl", "get", "nodes"], capture_output=True, env=env, check=True)
    assert b"Ready" in run.stdout
    assert b"\x1b" not in run.stdout
