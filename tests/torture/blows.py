"""Commands of the command line struck in the midst: killed at a file-system call or at any instant, or told by the
file system that something cannot be done.

The story (commands.py) is played under a seed and a clock in hand, so that what each command makes of a state is known
exactly. Each command is played again and again on a copy of the state before it, struck each time elsewhere. Then the
state must be as it was before or after one of the command's commits, and not before one whose output was seen; and the
next command must work as if nothing had been.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.torture import process
from tests.torture.commands import Step, story
from tests.torture.process import Outcome, Place
from tests.torture.whole import NOTHING, Facts, difference, facts

KILLS = ("kill", "torn")
BESIDES = ("Warning: ", "A copy of your changes")  # said of the command, not of what went wrong
NEXT = Step("label namespace default touched=yes --overwrite")
START = 1_772_366_400_000_000  # 2026-03-01T12:00:00Z
SECOND = 1_000_000


class Broken(AssertionError):
    """A promise was not kept."""


class Bound(NamedTuple):
    """The state after a commit of a command. seen: bytes of its output that were out before it."""

    facts: Facts
    then: Facts  # after the next good command
    seen: int


class Chapter(NamedTuple):
    """A step, where it is played, and what it makes of the state. bounds: the state before it first."""

    number: int
    step: Step
    before: Path
    place: Place
    bounds: list[Bound]
    calls: int
    seconds: float


class Blow(NamedTuple):
    """fault as in MINIKCTL_FAULT; or kill_after seconds. spawned: in a process of its own."""

    fault: str = ""
    kill_after: float | None = None
    spawned: bool = False

    def __str__(self) -> str:
        return self.fault or f"killed after {self.kill_after:.4f} s"


def chapters(work: Path, clock: str, steps: tuple[Step, ...] = ()) -> Iterator[Chapter]:
    """Play the story; at each step, with the state before it at `before`."""
    before, now = work / "before", START
    place = Place(str(work / "run" / "state"), clock)
    (work / "run").mkdir()
    last = NOTHING
    for number, step in enumerate(steps or story(clock)):
        now += int(step.after * SECOND)
        place = place._replace(wall=now)
        chapter = _chapter(number, step, before, place, last)
        yield chapter
        _copy(work / f"commit-{len(chapter.bounds) - 1}", before)
        last = chapter.bounds[-1].facts
        for old in work.glob("commit-*"):
            shutil.rmtree(old)


def _chapter(number: int, step: Step, before: Path, place: Place, last: Facts) -> Chapter:
    work = before.parent
    state = Path(place.state)
    _copy(before, work / "commit-0")
    _copy(before, state)
    began = time.monotonic()
    outcome = process.run(place, step.line, step.stdin, fault="count@999999999", commits=str(work))
    seconds = time.monotonic() - began
    if outcome.code != step.code:
        raise Broken(f"{step.line}: exit code {outcome.code}: {outcome.err}")
    bounds = []
    for at, seen in enumerate([-1, *outcome.commits]):
        _copy(work / f"commit-{at}", state)
        made = facts(place.state)
        bounds.append(Bound(made, _then(place), seen))
    if not bounds[0].facts.same(last):
        raise Broken(f"{step.line}: not told the same twice: {difference(bounds[0].facts, last)}")
    return Chapter(number, step, before, place, bounds, outcome.calls, seconds)


def _then(place: Place) -> Facts:
    """The state after the next good command; it must work."""
    outcome = process.run(place, NEXT.line)
    if outcome.code:
        raise Broken(f"the next command fails: {outcome.err}")
    return facts(place.state)


def _copy(source: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    if source.exists():
        shutil.copytree(source, target)


def strike(chapter: Chapter, blow: Blow, writer_first: bool = False) -> bool:
    """One round; whether the blow fell. writer_first: who opens the state next writes."""
    place, step = chapter.place, chapter.step
    _copy(chapter.before, Path(place.state))
    play = process.spawn if blow.spawned else process.run
    outcome = play(place, step.line, step.stdin, blow.fault, blow.kill_after)
    what = f"{step.line} ({place.clock}), {blow}"
    _check_told(what, chapter, blow, outcome)
    first = _first_bound(chapter, outcome)
    if writer_first:
        _find(what, _then(place), [b.then for b in chapter.bounds[first:]])
    else:
        at = first + _find(what, facts(place.state), [b.facts for b in chapter.bounds[first:]])
        _go_on(what, chapter, at)
    return outcome.killed or bool(outcome.err) or outcome.code != step.code


def _check_told(what: str, chapter: Chapter, blow: Blow, outcome: Outcome) -> None:
    """What a person reads: one line that says what is the matter and where."""
    if outcome.killed:
        if blow.fault.partition("@")[0] in ("", *KILLS):
            return
        raise Broken(f"{what}: killed")
    said = [line for line in outcome.err.splitlines() if not line.startswith(BESIDES)]
    lines = [line for line in said if chapter.place.state in line]
    if "internal error" in outcome.err or "Traceback" in outcome.err:
        raise Broken(f"{what}: {outcome.err}")
    if outcome.code not in (chapter.step.code, 1):
        raise Broken(f"{what}: exit code {outcome.code}: {outcome.err}")
    drained = chapter.step.line.startswith("drain ")  # kubectl says twice what is the matter
    if outcome.code != chapter.step.code and not drained and (len(lines) != 1 or len(said) > 1):
        raise Broken(f"{what}: not one line that names a file: {outcome.err!r}")


def _first_bound(chapter: Chapter, outcome: Outcome) -> int:
    """The first commit that this outcome allows: all are done where the command ended well, else those that were
    before the output that was seen.
    """
    if outcome.code == chapter.step.code:
        return len(chapter.bounds) - 1
    size = len(outcome.out.encode())
    return max(at for at, bound in enumerate(chapter.bounds) if bound.seen < size)


def _find(what: str, found: Facts, allowed: list[Facts]) -> int:
    for at, one in enumerate(allowed):
        if found.same(one):
            return at
    if found.revision == 0 and "sim reset" in what:
        return 0
    nearest = min((difference(found, one) for one in allowed), key=len)
    raise Broken(f"{what}: a state that never was: {nearest}")


def _go_on(what: str, chapter: Chapter, at: int) -> None:
    """As if nothing had been: the command again where it was not done, else another."""
    if at:
        if not _then(chapter.place).same(chapter.bounds[at].then):
            raise Broken(f"{what}: what comes next is not what it would have been")
        return
    outcome = process.run(chapter.place, chapter.step.line, chapter.step.stdin)
    made = facts(chapter.place.state)
    if outcome.code != chapter.step.code or not made.same(chapter.bounds[-1].facts):
        wrong = difference(made, chapter.bounds[-1].facts)
        raise Broken(f"{what}: the same command again: exit code {outcome.code}: {outcome.err} {wrong}")


def blows(chapter: Chapter, whats: tuple[str, ...], every: int, instants: int, choose: random.Random) -> Iterator[Blow]:
    """At every call in turn (or every so many), and at random instants."""
    for what in whats:
        for at in range(1 + choose.randrange(every), chapter.calls + 2, every):
            yield Blow(f"{what[:-1]}@{at}+" if what.endswith("+") else f"{what}@{at}")
    for _ in range(instants):
        yield Blow(kill_after=choose.uniform(0, chapter.seconds * 1.1))


def work_directory() -> str:
    """In memory where there is such a place: nothing here depends on the disk."""
    shm = "/dev/shm"
    return tempfile.mkdtemp(prefix="minikctl-torture-", dir=shm if os.access(shm, os.W_OK) else None)
