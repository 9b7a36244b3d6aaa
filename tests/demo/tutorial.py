"""Play the tutorial on a fresh state with the manual clock: every command echoed, its real output below. Exit code 1
where a step falls short.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.demo.steps import CHAPTERS, Step

MANIFESTS = Path(__file__).resolve().parents[2] / "manifests" / "tutorial"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """The demo shows kubectl's output, not the file server's."""


def environment(top: Path, url: str) -> dict[str, str]:
    """A shell's environment in which `kubectl` and `minikctl` are this checkout's, on a state of their own."""
    shims = top / "bin"
    shims.mkdir()
    for name in ("kubectl", "minikctl"):
        shim = shims / name
        shim.write_text(f'#!/bin/sh\nMINIKCTL_NAME={name} exec "{sys.executable}" -m minikctl "$@"\n')
        shim.chmod(0o755)
    env = {k: v for k, v in os.environ.items() if not k.startswith(("MINIKCTL_", "KUBE"))}
    env.update(
        PATH=f"{shims}:{env['PATH']}",
        HOME=str(top),
        MINIKCTL_STATE=str(top / "state"),
        MINIKCTL_CLOCK="manual",
        MINIKCTL_SEED="tutorial",
        URL=url,
        no_proxy="127.0.0.1",
    )
    return env


def play(step: Step, env: dict[str, str], work: Path) -> list[str]:
    """Run one step and show it; what is wrong with it."""
    print(f"$ {step.command}", flush=True)
    done = subprocess.run(
        ["bash", "-c", step.command], cwd=work, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    output = done.stdout + done.stderr
    print(output, end="" if output.endswith("\n") or not output else "\n", flush=True)
    wrong = [f"does not show /{p}/" for p in step.shows if not re.search(p, output)]
    wrong += [f"shows /{p}/" for p in step.lacks if re.search(p, output)]
    if done.returncode != step.code:
        wrong.append(f"exit code {done.returncode}, not {step.code}")
    return wrong


def main() -> int:
    failures: list[str] = []
    with tempfile.TemporaryDirectory(prefix="minikctl-demo-") as folder:
        top = Path(folder)
        work = top / "work"
        subprocess.run(["cp", "-r", str(MANIFESTS), str(work)], check=True)
        (work / "one").mkdir()
        (work / "one" / "d.yaml").write_text((work / "nginx-deployment.yaml").read_text())
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(work)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        env = environment(top, f"http://127.0.0.1:{server.server_port}")
        for chapter in CHAPTERS:
            print(f"\n# {chapter.title}\n", flush=True)
            for step in chapter.steps:
                failures += [f"{chapter.title}: $ {step.command}: {what}" for what in play(step, env, work)]
        server.shutdown()
        server.server_close()
    steps = sum(len(chapter.steps) for chapter in CHAPTERS)
    print(
        f"\n{steps} steps, {len(failures)} of them not as the tutorial has it"
        if failures
        else f"\n{steps} steps, all as the tutorial has it"
    )
    for failure in failures:
        print(f"  {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
