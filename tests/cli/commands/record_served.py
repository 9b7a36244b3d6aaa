"""`python -m tests.cli.commands.record_served`: ask the real kubectl on `minikctl serve`, keep what it says."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.cli.commands.served_cases import CASES, SETUP, Case, normalised
from tests.support.serving import Server

RECORDED = Path(__file__).with_name("served.json")
KUBECTL = str(Path(sys.executable).with_name("kubectl"))


def answer(case: Case, server: Server, folder: Path) -> list[str | int]:
    """stdout, stderr and exit code."""
    environ = {**os.environ, "KUBECONFIG": str(server.kubeconfig), "HOME": str(folder), "KUBE_EDITOR": case.editor}
    done = subprocess.run(
        [KUBECTL, *shlex.split(case.line)],
        input=case.stdin,
        capture_output=True,
        text=True,
        check=False,
        env=environ,
        cwd=folder,
    )
    return [normalised(done.stdout), normalised(done.stderr), done.returncode]


def main() -> None:
    with tempfile.TemporaryDirectory() as name, Server(Path(name)) as server:
        for case in SETUP:
            answer(case, server, Path(name))
        found = [answer(case, server, Path(name)) for case in CASES]
    RECORDED.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
