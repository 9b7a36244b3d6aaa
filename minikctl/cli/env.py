"""The process as a value: streams, environment and name, so that `main(argv, env)` runs anywhere, in tests too."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from minikctl.cli.streams import Output


class Env:
    """What a command may know of the process it runs in.

    `stdout` and `stderr` take text and pass its UTF-8 bytes on unchanged; what is written to stderr never overtakes
    what was written to stdout.
    `output` holds back what both were given while it is not durable yet (None: nobody does).
    `terminal`: a person looks at stdout.
    `called` is what the program was called by (minikctl, or kubectl through a link); its own pages use it.
    `name` is what kubectl's messages call it: kubectl, whatever a file is called by, as kubectl does; MINIKCTL_NAME
    stands for both.
    """

    __slots__ = ("called", "cwd", "environ", "name", "output", "stderr", "stdin", "stdout", "terminal", "warnings")

    def __init__(
        self,
        stdin: TextIO,
        stdout: TextIO,
        stderr: TextIO,
        environ: Mapping[str, str],
        cwd: str,
        called: str = "minikctl",
        output: Output | None = None,
        terminal: bool = False,
    ) -> None:
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.environ = environ
        self.cwd = cwd
        self.output = output
        self.terminal = terminal
        self.warnings = 0  # how many the server gave
        given = environ.get("MINIKCTL_NAME")
        self.called = given or called
        self.name = given or "kubectl"

    @property
    def debug(self) -> bool:
        return self.environ.get("MINIKCTL_DEBUG", "") not in ("", "0")

    def path(self, name: str) -> str:
        """A file name of the command line, seen from this process' working directory."""
        return name if name.startswith("/") else f"{self.cwd}/{name}"

    def warn(self, message: str) -> None:
        """`Warning: message` on stderr, as kubectl shows the warnings of a server."""
        self.warnings += 1
        self.stderr.write(f"Warning: {message}\n")

    def klog(self, message: str, source: str, level: str = "W") -> None:
        """One line of kubectl's log on stderr: `W1122 08:12:05.105997   24335 helpers.go:714] message`."""
        import os
        import time

        now = time.time()
        stamp = time.strftime("%m%d %H:%M:%S", time.localtime(now))
        self.stderr.write(f"{level}{stamp}.{int(now % 1 * 1e6):06d} {os.getpid():7d} {source}] {message}\n")
