"""One process at a time: its CPU (user and system), its wall time, its peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

PYTHON = sys.executable
MINIKCTL = str(Path(PYTHON).parent / "minikctl")
KUBECTL = str(Path(PYTHON).parent / "kubectl")


class Cost(NamedTuple):
    cpu: float  # seconds
    wall: float
    megabytes: float


class State:
    """A state directory of its own under the manual clock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        clean = {
            k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE" and not k.startswith("MINIKCTL_")
        }
        self.environ = {**clean, "MINIKCTL_STATE": str(path), "MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1"}

    def run(self, *argv: str) -> Cost:
        """A command of minikctl; it has to succeed."""
        return run([MINIKCTL, *argv], self.environ)


def run(argv: list[str], environ: dict[str, str] | None = None) -> Cost:
    began = time.monotonic()
    child = subprocess.Popen(argv, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stderr.close()
    if child.returncode:
        raise RuntimeError(f"{' '.join(argv)}: {said.decode('utf-8', 'replace').strip()}")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss / 1024)


def middle(costs: list[Cost]) -> Cost:
    """The median of each."""
    half = len(costs) // 2
    return Cost(*(sorted(column)[half] for column in zip(*costs)))
