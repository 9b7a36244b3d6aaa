"""The process: streams with exact bytes, no garbage collector, one exit."""

from __future__ import annotations

import gc
import io
import os
import sys


class Tied(io.TextIOWrapper):
    """stderr that lets stdout go first, so that both keep their order in one terminal or file."""

    def write(self, text: str) -> int:
        try:
            sys.stdout.flush()
        except BrokenPipeError:
            pass  # the reader of stdout has left; the message is still for the user
        return super().write(text)


def run() -> None:
    gc.disable()  # a command lives for milliseconds; collecting costs more than it frees
    code = 1
    try:
        code = _main()
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        code = code or 1
    os._exit(code)


def _main() -> int:
    from minikctl.cli.env import Env
    from minikctl.cli.main import main

    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="\n")  # type: ignore[union-attr]
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape", newline="")  # type: ignore[union-attr]
    sys.stderr = Tied(
        sys.stderr.detach(),
        encoding="utf-8",
        errors="surrogateescape",
        newline="\n",
        line_buffering=True,  # type: ignore[union-attr]
    )
    name = os.path.basename(sys.argv[0])
    if name not in ("kubectl", "minikctl"):
        name = "minikctl"
    try:
        cwd = os.getcwd()
    except OSError:
        cwd = "/"
    env = Env(sys.stdin, sys.stdout, sys.stderr, os.environ, cwd, name)
    try:
        return main(sys.argv[1:], env)
    finally:
        sys.stdout.flush()


if __name__ == "__main__":
    run()
