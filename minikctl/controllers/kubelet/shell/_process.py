"""A process as others see it: what it was started in, and how it ends. Values only."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# (microseconds after the start, file descriptor, text); a text "" is a breath: time has passed
Chunk = tuple[int, int, str]


class Run(NamedTuple):
    """A process from its start on. Times are microseconds after the start."""

    ends: int | None  # None: runs until it is stopped
    code: int
    files: tuple[tuple[int, str, bool], ...] = ()  # (when, path, whether it is there from then on)
    said: str = ""  # what it complained about
    waits: tuple[tuple[str, str], ...] = ()  # (Service, namespace or "") that have to be there before it goes on
    guessed: bool = False  # that it has no end is taken so because it is not known what runs

    def has_file(self, path: str, at: int) -> bool | None:
        """Whether a file is there at a time; None where the process never touched it."""
        known = None
        for when, name, there in self.files:
            if name == path and when <= at:
                known = there
        return known


class Surroundings(NamedTuple):
    """What a process finds when it starts, as far as what it prints depends on it."""

    start: int  # microseconds since the epoch
    now: int = 0  # what is long before this may be left out
    environ: Mapping[str, str] = {}
    files: Mapping[str, str] = {}  # path -> text
    host: str = ""
    version: str = ""  # of the program, as the image's tag has it
    program: str = ""  # that the image runs by itself
    lone: tuple[str, ...] = ()  # files in folders of which nothing else is known
    folders: tuple[str, ...] = ()  # of which `files` has all that is in them
    user: tuple[int, int, tuple[int, ...]] = (0, 0, (0,))  # user, group, all groups
    # what others write to the end of a file as time goes on: (microseconds after the start, text), "" for a breath
    appended: Callable[[str], Iterator[tuple[int, str]]] = lambda _path: iter(())
    # since how many microseconds after the start a (Service, namespace or "") is there; None: it is not
    service: Callable[[str, str], int | None] = lambda _name, _namespace: 0
    finite: bool = False  # it is there to end: what is not known is no server


class Forever(Exception):
    """The process goes on until it is stopped, and nothing more is to be seen of it."""


class Unheard(Forever):
    """Nobody knows what runs; it is taken for a server."""


class NotKnown(Exception):
    """What it does depends on something that nobody knows of a simulated container. Says on what."""


class Exit(Exception):
    """The process (or this subshell) ends."""
