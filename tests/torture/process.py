"""Runs command lines in forked processes that can be struck: at a file-system call, or from outside at an instant.

A child is what `minikctl` is: the real `run()` with streams, arguments and environment of its own, and ended without
tidying up. Only the imports are those of the parent, which makes a round a hundred times cheaper than a process of its
own; `spawn` starts those, too.
"""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from minikctl.storage._base import Commit

_kept: list[object] = []
MARK = "#torture "  # lines for the parent
EDITOR = "sed -i -e s/fruit/berry/"


class Outcome(NamedTuple):
    """What became of a process. code: 137 for one that was killed."""

    code: int
    out: str
    err: str
    calls: int = 0  # file-system calls, where they were counted
    commits: tuple[int, ...] = ()  # where they were followed: how much output was out before each

    @property
    def killed(self) -> bool:
        return self.code == 137


class Place(NamedTuple):
    """Where commands run, and by what clock. wall: microseconds that the real clock shows, None: as it is."""

    state: str
    clock: str
    wall: int | None = None

    def environ(self) -> dict[str, str]:
        home = os.path.dirname(self.state)
        return {
            "PATH": os.environ.get("PATH", ""),
            "HOME": home,
            "TMPDIR": home,
            "MINIKCTL_STATE": self.state,
            "MINIKCTL_CLOCK": self.clock,
            "MINIKCTL_SEED": "7",
            "MINIKCTL_NOW": "2026-03-01T12:00:00Z",
            "KUBE_EDITOR": EDITOR,
        }


def start(
    place: Place, line: str, stdin: str = "", fault: str = "", out: int = -1, err: int = -1, commits: str = ""
) -> int:
    """Fork a child that runs one command; its process id. out, err: descriptors. commits: a directory that takes a
    copy of the state after each commit.
    """
    words = shlex.split(line)
    pid = os.fork()
    if pid:
        return pid
    try:
        _become(place.environ(), os.path.dirname(place.state), words, stdin, out, err)
        if commits:
            _follow(place, commits)
        _run(place, fault)
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(99)


def _become(environ: Mapping[str, str], directory: str, words: list[str], stdin: str, out: int, err: int) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(stdin.encode())
        file.seek(0)
        os.dup2(file.fileno(), 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.environ.clear()
    os.environ.update(environ)
    os.chdir(directory)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.argv = ["minikctl", *words]
    streams = [open(fd, mode, closefd=False) for fd, mode in ((0, "r"), (1, "w"), (2, "w"))]  # noqa: SIM115
    sys.stdin, sys.stdout, sys.stderr = streams
    _kept.extend(streams)  # as the interpreter keeps its own


def _run(place: Place, fault: str) -> None:
    from minikctl import __main__, bundle
    from minikctl.storage import fs

    bundle.install = lambda: None
    if place.wall is not None:
        _set_clock(place.wall)
    fs.strike_at(fault)
    end = os._exit

    def exit_(code: int) -> None:
        if fault.startswith("count"):
            os.write(2, f"{MARK}calls {fs.calls()}\n".encode())
        end(code)

    os._exit = exit_  # type: ignore[assignment]
    __main__.run()


def _follow(place: Place, directory: str) -> None:
    from minikctl.storage.directory import DirectoryBackend

    commit, count = DirectoryBackend.commit, [0]

    def followed(self: DirectoryBackend, what: Commit) -> None:
        seen = os.fstat(1).st_size
        commit(self, what)
        count[0] += 1
        shutil.copytree(place.state, f"{directory}/commit-{count[0]}")
        os.write(2, f"{MARK}commit {seen}\n".encode())

    DirectoryBackend.commit = followed  # type: ignore[method-assign]


def _set_clock(wall: int) -> None:
    """The wall clock in our hands: it goes on when somebody sleeps, and by a microsecond for each look."""
    from minikctl.client import watching
    from minikctl.sim import clock

    now = [wall]

    def look() -> int:
        return now[0]

    def sleep(microseconds: int) -> None:
        now[0] += max(microseconds, 1)

    clock.wall, clock.sleep = look, sleep
    watching.COMMIT_EVERY = 1e9  # real seconds: how many commits there are must not depend on how fast we are


def run(
    place: Place, line: str, stdin: str = "", fault: str = "", kill_after: float | None = None, commits: str = ""
) -> Outcome:
    """One command to its end; kill_after: seconds after which it is killed, if it lasts so long."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = start(place, line, stdin, fault, out.fileno(), err.fileno(), commits)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        return _outcome(os.waitstatus_to_exitcode(status), _text(out.fileno()), _text(err.fileno()))


def spawn(place: Place, line: str, stdin: str = "", fault: str = "", kill_after: float | None = None) -> Outcome:
    """The same in a process of its own, from the interpreter on."""
    environ = {**place.environ(), "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONDONTWRITEBYTECODE": "1"}
    if fault:
        environ["MINIKCTL_FAULT"] = fault
    words = [sys.executable, "-m", "minikctl", *shlex.split(line)]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, env=environ, text=True) as process:
        if kill_after is not None:
            assert process.stdin is not None
            process.stdin.write(stdin)
            process.stdin.close()
            process.stdin = None
            time.sleep(kill_after)
            process.kill()
            stdin = ""
        out, err = process.communicate(stdin if kill_after is None else None)
    return _outcome(process.returncode, out, err)


def _text(fd: int) -> str:
    return os.pread(fd, 1 << 24, 0).decode("utf-8", "replace")


def _outcome(code: int, out: str, err: str) -> Outcome:
    marked = [line[len(MARK) :].split() for line in err.splitlines() if line.startswith(MARK)]
    numbers = {what: [int(n) for w, n in marked if w == what] for what in ("calls", "commit")}
    err = "".join(line for line in err.splitlines(keepends=True) if not line.startswith(MARK))
    return Outcome(137 if code == -9 else code, out, err, sum(numbers["calls"]), tuple(numbers["commit"]))
