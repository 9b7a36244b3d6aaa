"""A small shell: how long a command runs, how it exits, which files come and go, what it prints. Nothing is executed.

Enough for what manifests of tutorials say: `sleep 30; rm /tmp/healthy; exit 1`, loops, conditions, variables,
redirections. What is not known is taken for a server that runs until it is told to stop, or, where it is there to end
(`finite`: an init container, a Job), for a program that ends well after a second. Pure.
"""

from __future__ import annotations

from minikctl.controllers.kubelet.shell._process import Chunk as Chunk
from minikctl.controllers.kubelet.shell._process import Exit, Forever, NotKnown, Unheard
from minikctl.controllers.kubelet.shell._process import Run as Run
from minikctl.controllers.kubelet.shell._process import Surroundings as Surroundings
from minikctl.core.times import SECOND
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.controllers.kubelet.shell.machine import Machine


def run(argv: tuple[str, ...], files: tuple[tuple[int, str, bool], ...] = (), finite: bool = False) -> Run:
    """What becomes of a command line; `files` says which are there already, `finite` that it is there to end."""
    from minikctl.controllers.kubelet.shell.machine import Machine

    machine = Machine(files)
    machine.finite = finite
    ends: int | None = None
    guessed = False
    try:
        for _ in machine.execute(list(argv)):
            pass
        ends = machine.at
    except Exit:
        ends = machine.at
    except (Forever, RecursionError) as e:
        machine.code, machine.said = 0, ""
        guessed = isinstance(e, Unheard)
        if guessed and finite:
            ends = machine.at + SECOND
    return Run(ends, machine.code, tuple(machine.files), machine.said, tuple(machine.waits), guessed)


def printed(argv: tuple[str, ...], around: Surroundings) -> Iterator[Chunk]:
    """What a command line prints, as time goes on. May be without end: read as far as time has come."""
    from minikctl.controllers.kubelet.shell.machine import Machine

    machine = Machine((), around)
    pending: list[tuple[Chunk, Iterator[Chunk]]] = []
    sources = [_until_it_ends(machine, list(argv))]
    while sources or pending or machine.spawned:
        sources += machine.spawned
        machine.spawned = []
        for source in sources:
            chunk = next(source, None)
            if chunk is not None:
                pending.append((chunk, source))
        sources = []
        if machine.spawned or not pending:
            continue
        pending.sort(key=lambda item: item[0][0])
        chunk, source = pending.pop(0)
        yield chunk
        sources.append(source)


def files_left(argv: tuple[str, ...], around: Surroundings) -> dict[str, str]:
    """The files that a command has written up to now: path -> text."""
    from minikctl.controllers.kubelet.shell.machine import Machine

    machine = Machine((), around)
    machine.limit = around.now - around.start
    running = [_until_it_ends(machine, list(argv))]
    while running:
        process = running.pop()
        for at, _, _ in process:
            if at > machine.limit:
                break
        running += machine.spawned
        machine.spawned = []
    made = {path: "" for _, path, there in machine.files if there and machine.there(path)}
    return {p: t for p, t in {**made, **machine.texts}.items() if p not in around.files or around.files[p] != t}


def written(argv: tuple[str, ...], around: Surroundings, path: str) -> Iterator[tuple[int, str]]:
    """What a command writes to one file, as time goes on: (microseconds after its start, text), "" for a breath."""
    from minikctl.controllers.kubelet.shell.machine import Machine

    machine = Machine((), around)
    machine.watched = path
    for at, _, _ in _until_it_ends(machine, list(argv)):
        yield from machine.heard
        machine.heard.clear()
        yield (at, "")
    yield from machine.heard


def lacking(argv: tuple[str, ...], around: Surroundings) -> str:
    """What has to be known and is not, to say all that a command prints up to now; "" where nothing is."""
    from minikctl.controllers.kubelet.shell.machine import Machine

    machine = Machine((), around, exact=True)
    machine.keeping, machine.limit = True, around.now - around.start
    try:
        for at, _, _ in machine.execute(list(argv)):
            if at > machine.limit:
                break
    except NotKnown as e:
        return str(e)
    except (Exit, Forever, RecursionError):
        pass
    return ""


def _until_it_ends(machine: Machine, argv: list[str]) -> Iterator[Chunk]:
    try:
        yield from machine.execute(argv)
    except (Exit, Forever, RecursionError):
        return
