"""Commands killed in the midst, and told that the disk is full: the short form of `python -m tests.torture`."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture import blows
from tests.torture.blows import Blow
from tests.torture.commands import Step, story

VERBS = ("create deployment", "set image", "scale deployment/web --r", "delete deployment w")
KILLS = 14  # of each command
FAULTS = 1


@pytest.fixture
def work() -> Iterator[Path]:
    directory = blows.work_directory()
    yield Path(directory)
    shutil.rmtree(directory)


def test_what_was_acknowledged_is_there_and_nothing_else(work: Path) -> None:
    """50 kills and some full disks, over verbs that change something."""
    choose = random.Random(3)
    struck = 0
    for chapter in blows.chapters(work, "manual", steps()):
        every = max(chapter.calls // KILLS, 1)
        fell = [blows.strike(chapter, blow) for blow in blows.blows(chapter, ("kill",), every, 0, choose)]
        struck += sum(fell)
        for blow in blows.blows(chapter, ("torn", "ENOSPC"), max(chapter.calls // FAULTS, 1), 0, choose):
            blows.strike(chapter, blow, writer_first=True)
    assert struck >= 50


def test_a_command_that_cannot_read_the_state_does_nothing_more(work: Path) -> None:
    """Objects that kubectl would go on with are not changed either; what is told is one line, without a preamble."""
    told = tuple(step for step in story("manual") if step.line in ("create -f -", "apply -f -"))[:2]
    assert [step.line for step in told] == ["create -f -", "apply -f -"]
    struck = 0
    for chapter in blows.chapters(work, "manual", told):
        if chapter.step == told[1]:
            struck = sum(blows.strike(chapter, Blow(f"EIO@{at}")) for at in range(1, chapter.calls, 3))
    assert struck > 20


def test_a_setting_whose_effects_could_not_be_played_is_not_set(work: Path) -> None:
    made = (Step("create configmap a --from-literal=a=b"), Step("sim images set 'bad/*' missing"))
    struck = 0
    for chapter in blows.chapters(work, "manual", made):
        if chapter.step == made[1]:
            struck = sum(blows.strike(chapter, Blow(f"ENOSPC@{at}")) for at in range(1, chapter.calls))
    assert struck > 15


def steps() -> tuple[Step, ...]:
    """One step of the story for each of the verbs."""
    told = story("manual")
    return tuple(next(step for step in told if step.line.startswith(verb)) for verb in VERBS)
