"""The long forms, one after the other, and what was measured.

    python -m tests.torture [--every N] [--instants N] [--processes N] [--seconds N] [--only PART,...]

Parts: kills (commands killed at every Nth file-system call and at random instants, under both clocks), spawned (the
same in processes of their own), faults (a disk that is full or fails), storage (tests.torture.kill), many
(tests.torture.many) and crowd (tests.torture.crowd).
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.torture import blows, crowd, kill, many
from tests.torture.blows import Blow, Broken

FAULTS = ("ENOSPC", "ENOSPC+", "EIO", "EACCES")
SHOWN = 25  # of what is broken


class Score:
    """Rounds of each kind, what was struck, what is broken."""

    def __init__(self) -> None:
        self.rounds: Counter[str] = Counter()
        self.struck: Counter[str] = Counter()
        self.broken: list[str] = []

    def round_(self, kind: str, act: Callable[[], bool]) -> None:
        self.rounds[kind] += 1
        try:
            self.struck[kind] += act()
        except Broken as e:
            self.broken.append(str(e))
            if len(self.broken) <= SHOWN:
                print(f"BROKEN {e}", file=sys.stderr, flush=True)


def commands(score: Score, clock: str, whats: tuple[str, ...], every: int, instants: int, seed: int) -> None:
    """The story under a clock, each of its commands struck."""
    choose = random.Random(seed)
    work = Path(blows.work_directory())
    try:
        for chapter in blows.chapters(work, clock):
            for blow in blows.blows(chapter, whats, every, instants, choose):
                kind = blow.fault.partition("@")[0] or "instant"
                score.round_(kind, lambda blow=blow: blows.strike(chapter, blow, choose.random() < 0.5))  # type: ignore[misc]  # noqa: B023
    finally:
        shutil.rmtree(work)


def spawned(score: Score, rounds: int, seed: int) -> None:
    """Processes of their own, from the interpreter on, killed at random instants."""
    choose = random.Random(seed)
    work = Path(blows.work_directory())
    try:
        for chapter in blows.chapters(work, "manual"):
            for _ in range(rounds):
                blow = Blow(kill_after=choose.uniform(0.02, 0.3), spawned=True)
                score.round_("process", lambda blow=blow: blows.strike(chapter, blow))  # type: ignore[misc]  # noqa: B023
    finally:
        shutil.rmtree(work)


def _told(score: Score, began: float) -> None:
    for kind, rounds in score.rounds.items():
        print(f"  {kind:10} {rounds:6} rounds, {score.struck[kind]:6} struck")
    print(f"  {len(score.broken)} broken, {time.monotonic() - began:.0f} s", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="The long forms of the durability tests.")
    parser.add_argument("--every", type=int, default=4, help="strike at every Nth call")
    parser.add_argument("--instants", type=int, default=4, help="kills at random instants, a command")
    parser.add_argument("--processes", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="kills,spawned,faults,storage,many,crowd")
    options = parser.parse_args()
    failed = 0
    for part in options.only.split(","):
        print(part, flush=True)
        failed += PARTS[part](options)
    return 1 if failed else 0


def _kills(options: argparse.Namespace) -> int:
    broken = 0
    for clock in ("manual", "real"):
        began, score = time.monotonic(), Score()
        commands(score, clock, blows.KILLS, options.every, options.instants, options.seed)
        print(f"  {clock} clock")
        _told(score, began)
        broken += len(score.broken)
    return broken


def _spawned(options: argparse.Namespace) -> int:
    began, score = time.monotonic(), Score()
    spawned(score, 2, options.seed)
    _told(score, began)
    return len(score.broken)


def _faults(options: argparse.Namespace) -> int:
    began, score = time.monotonic(), Score()
    commands(score, "manual", FAULTS, options.every * 4, 0, options.seed)
    _told(score, began)
    return len(score.broken)


def _storage(options: argparse.Namespace) -> int:
    broken = 0
    for what in kill.WHATS:
        began, rounds = time.monotonic(), 0
        try:
            for _ in kill.torture(what, every=options.every):
                rounds += 1
        except kill.Broken as e:
            broken += 1
            print(f"BROKEN {what}: {e}", file=sys.stderr)
        print(f"  {what:10} {rounds:6} rounds, {time.monotonic() - began:.0f} s", flush=True)
    return broken


def _many(options: argparse.Namespace) -> int:
    verdict = many.run(options.processes, options.seconds)
    print(f"  storage: {verdict}")
    return 0


def _crowd(options: argparse.Namespace) -> int:
    for clock in ("real", "manual"):
        print(f"  {clock} clock: {crowd.run(clock, options.processes, options.seconds)}", flush=True)
    return 0


PARTS = {"kills": _kills, "spawned": _spawned, "faults": _faults, "storage": _storage, "many": _many, "crowd": _crowd}

if __name__ == "__main__":
    sys.exit(main())
