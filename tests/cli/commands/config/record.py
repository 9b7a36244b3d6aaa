"""`python -m tests.cli.commands.config.record`: ask the real kubectl, keep what it says in recorded.json."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.cli.commands.config.cases import CASES
from tests.support.cli import Result

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.commands.config.cases import Case

RECORDED = Path(__file__).with_name("recorded.json")


def play(case: Case, folder: Path, run: Callable[[str, dict[str, str]], Result]) -> dict[str, Any]:
    """The transcript of a case, and the files it leaves; {dir} stands for the folder."""
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    environ = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    if case.kubeconfig:
        environ["KUBECONFIG"] = case.kubeconfig
    steps = []
    before = _files(folder)
    for line in case.commands:
        done = run(line.replace("{dir}", str(folder)), environ)
        out, err = (text.replace(str(folder), "{dir}") for text in (done.out, done.err))
        step = {"command": line, "out": out, "err": err, "code": done.code}
        after = _files(folder)
        changed = {name: text.replace(str(folder), "{dir}") for name, text in after.items() if before.get(name) != text}
        if changed:
            step["files"] = changed
        before = after
        steps.append(step)
    return {"name": case.name, "steps": steps}


def _files(folder: Path) -> dict[str, str]:
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and "cache" not in p.parts)
    return {str(p.relative_to(folder)): p.read_text() for p in found}


def main(cases: list[Case] = CASES, place: Path = RECORDED) -> None:
    binary = shutil.which("kubectl", path=str(Path(sys.executable).parent))
    if not binary:
        sys.exit("no kubectl beside this Python")
    found = []
    for case in cases:
        with tempfile.TemporaryDirectory() as folder:

            def run(line: str, environ: dict[str, str], folder: str = folder) -> Result:
                done = subprocess.run(
                    [binary, *shlex.split(line)], capture_output=True, text=True, check=False, env=environ, cwd=folder
                )
                return Result(done.stdout, done.stderr, done.returncode)

            found.append(play(case, Path(folder), run))
    place.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
