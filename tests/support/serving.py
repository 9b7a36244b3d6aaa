"""`minikctl serve` as a process of its own, for tests that speak HTTP to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

MINIKCTL = [sys.executable, "-m", "minikctl"]
ENVIRON = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1"}


class Server:
    """A server on a state directory; `url`, and `kubeconfig` for clients."""

    def __init__(self, directory: Path, *flags: str, **environ: str) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.state = directory / "state"
        self.kubeconfig = directory / "kubeconfig.yaml"
        self.environ = {**os.environ, **ENVIRON, "MINIKCTL_STATE": str(self.state), **environ}
        self._command = [*MINIKCTL, "serve", f"--write-kubeconfig={self.kubeconfig}", *flags]
        self._errors = directory / "serve.stderr"
        self.process: subprocess.Popen[str]
        self.url = ""

    def __enter__(self) -> Server:
        with self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                self._command, env=self.environ, stdout=subprocess.PIPE, stderr=errors, text=True
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("Serving on "), line + self.errors()
        self.url = line.removeprefix("Serving on ").strip()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise
        finally:
            if self.process.stdout is not None:
                self.process.stdout.close()

    def errors(self) -> str:
        """What it has written to its stderr."""
        return self._errors.read_text()

    def sim(self, *args: str) -> str:
        """`minikctl sim ...` on the same state, by another process."""
        done = subprocess.run([*MINIKCTL, "sim", *args], env=self.environ, capture_output=True, text=True, check=True)
        return done.stdout
