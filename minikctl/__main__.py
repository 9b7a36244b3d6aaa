"""The process: streams with exact bytes, no garbage collector, one exit."""

from __future__ import annotations

import gc
import io
import os
import sys

from minikctl import bundle

TYPE_CHECKING = False  # what is imported here does not come from the bundle
if TYPE_CHECKING:
    from typing import BinaryIO, TextIO

INTERRUPTED, PIPE_CLOSED = 130, 141  # as a shell shows SIGINT and SIGPIPE


def run() -> None:
    gc.disable()  # a command lives for milliseconds; collecting costs more than it frees
    modules = bundle.install()
    try:
        code = _main()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        code = PIPE_CLOSED
    if modules is not None:
        bundle.keep(modules)
    os._exit(code)  # without the interpreter's tidying up: nothing is left to save


def _main() -> int:
    from minikctl.cli.env import Env
    from minikctl.cli.main import main
    from minikctl.cli.streams import Output, Stream

    stdin = io.TextIOWrapper(_bytes(sys.stdin, "rb"), encoding="utf-8", errors="surrogateescape", newline="")
    output = Output()
    terminal = _terminal(sys.stdout)
    sys.stdout = Stream(_bytes(sys.stdout, "wb"), output, at_once=terminal, tells=True)
    sys.stderr = Stream(_bytes(sys.stderr, "wb"), output, at_once=True, tells=False)
    name = os.path.basename(sys.argv[0])
    name = name if name in ("kubectl", "minikctl") else "minikctl"
    try:
        return main(sys.argv[1:], Env(stdin, sys.stdout, sys.stderr, os.environ, _cwd(), name, output, terminal))
    finally:
        output.flush()


def _bytes(stream: TextIO | None, mode: str) -> BinaryIO:
    """The bytes below a text stream; a closed one reads and writes nothing."""
    return stream.buffer if stream else open(os.devnull, mode)  # type: ignore[return-value]


def _terminal(stream: TextIO | None) -> bool:
    return bool(stream and stream.isatty())


def _cwd() -> str:
    try:
        return os.getcwd()
    except OSError:  # somebody has removed it
        return "/"


if __name__ == "__main__":
    run()
