"""Kill -9 (or a failing disk) at every file-system call in turn, over a short life of a state.

    python -m tests.torture.kill [--what kill,torn,ENOSPC,ENOSPC+,EACCES,EIO] [--every N] [--first N]

Each round forks a child that goes through tests/torture/story.py and tells of every commit that was acknowledged; it
is struck at
its Nth call. Then the state must open by itself, be the story after exactly as many commits as were acknowledged (or
one more,
where the child died between the log and telling), and the rest of the story must be able to follow.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from minikctl.core.errors import StateError
from minikctl.storage import events, fs, log
from minikctl.storage.directory import DirectoryBackend
from tests.torture.story import STEPS, Facts, expected, facts, step

WHATS = ["kill", "torn", "ENOSPC", "ENOSPC+", "EACCES", "EIO"]


class Broken(AssertionError):
    """A promise was not kept."""


@contextmanager
def small_log() -> Iterator[None]:
    """Segments and files of events so small that they turn over within the story; what is tortured next is to have a
    window again.
    """
    before = log.SEGMENT_BYTES, log.WINDOW_SEGMENTS, events.SPARE
    log.SEGMENT_BYTES, log.WINDOW_SEGMENTS, events.SPARE = 6000, 2, 1500
    try:
        yield
    finally:
        log.SEGMENT_BYTES, log.WINDOW_SEGMENTS, events.SPARE = before


def child(root: str, start: int, fault: str, tell: int) -> None:
    """Go through the story; a step that fails is tried again once the fault is over."""
    what, _, at = fault.partition("@")
    fs.strike_at(fault if not what.endswith("+") else f"{what[:-1]}@{at}+")
    backend = DirectoryBackend(root)
    for number in range(start, STEPS):
        try:
            step(backend, number)
        except StateError as e:
            if "\n" in str(e) or root not in str(e):
                raise Broken(f"a message of no use: {e}") from None
            fs.strike_at("")
            if facts(backend) != dict(expected())[number]:
                raise Broken(f"something of the failed commit {number} is there, after: {e}") from None
            step(backend, number)
            os.write(tell, b"failed\n")
        os.write(tell, f"{number + 1}\n".encode())
    os.write(tell, f"calls {fs.calls()}\n".encode())


def round_(fault: str, story: dict[int, Facts]) -> bool:
    """One child, one blow; whether there was one."""
    root = tempfile.mkdtemp(prefix="minikctl-torture-")
    state = f"{root}/state"
    try:
        told = _run(state, 0, fault)
        done = max([int(line) for line in told if line.isdigit()], default=0)
        calls = [int(line.split()[1]) for line in told if line.startswith("calls")]
        struck = "failed" in told or not calls or calls[0] >= int(fault.partition("@")[2])
        found = facts(DirectoryBackend(state))
        now = next((n for n in (done, done + 1) if n in story and found == story[n]), None)
        if now is None:
            wrong = f"found revision {found['head'].revision}: {_difference(found, story, done)}"
            raise Broken(f"{fault}: {done} commits were acknowledged, {wrong}")
        after = _run(state, now, "")
        if facts(DirectoryBackend(state)) != story[STEPS]:
            raise Broken(f"{fault}: the story could not go on: {after}")
        return struck
    finally:
        shutil.rmtree(root)


def _run(state: str, start: int, fault: str) -> list[str]:
    """What the child told, line by line."""
    hear, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hear)
        try:
            child(state, start, fault, tell)
        except BaseException as e:
            os.write(tell, f"broken {type(e).__name__}: {e}".replace("\n", " ").encode() + b"\n")
            if os.environ.get("TORTURE_TRACE"):
                import traceback

                traceback.print_exc()
        os._exit(0)
    os.close(tell)
    with os.fdopen(hear) as pipe:
        told = pipe.read().splitlines()
    os.waitpid(pid, 0)
    for line in told:
        if line.startswith("broken"):
            raise Broken(f"{fault or 'afterwards'}: {line}")
    return told


def _difference(found: Facts, story: dict[int, Facts], done: int) -> str:
    wanted = story[done]
    return "; ".join(f"{k}: {found[k]} instead of {wanted[k]}" for k in wanted if found[k] != wanted[k])[:2000]


def torture(what: str, first: int = 1, every: int = 1) -> Iterator[int]:
    """Strike at every call in turn until the story is over before the blow falls; yields the number of each."""
    with small_log():
        story = dict(expected())
        at = first
        while round_(f"{what}@{at}", story):
            yield at
            at += every


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--what", default=",".join(WHATS))
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    options = parser.parse_args()
    failures = 0
    for what in options.what.split(","):
        rounds = 0
        try:
            for _ in torture(what, options.first, options.every):
                rounds += 1
        except Broken as e:
            failures += 1
            print(f"{what}: BROKEN after {rounds} rounds: {e}", file=sys.stderr)
        print(f"{what:8} {rounds} rounds")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
