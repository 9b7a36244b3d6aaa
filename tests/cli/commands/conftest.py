"""A shell of its own for each test: a state directory under the manual clock, and a folder of files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.cli import Result, kubectl

if TYPE_CHECKING:
    from pathlib import Path

CLOCK = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1", "PATH": "/usr/bin:/bin"}


class Shell:
    """`shell("get pods")` runs in `folder`; `write` puts a file there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.state = folder / "files", folder / "state"
        self.folder.mkdir()
        self.tmp = folder / "tmp"
        self.tmp.mkdir()

    def __call__(self, line: str, stdin: str = "", **environ: str) -> Result:
        variables = {**CLOCK, "TMPDIR": str(self.tmp), **environ}
        return kubectl(line, stdin, self.state, self.folder, variables)

    def write(self, name: str, text: str) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return name

    def script(self, name: str, body: str) -> str:
        """An editor."""
        path = self.folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return str(path)

    def out(self, line: str, stdin: str = "") -> str:
        """What a command that must succeed prints."""
        done = self(line, stdin)
        assert (done.err, done.code) == ("", 0), done
        return done.out


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)
