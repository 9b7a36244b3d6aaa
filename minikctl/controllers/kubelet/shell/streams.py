"""The last program of a pipe, where it passes lines on as they come: `... | tee FILE`, `| cat`, `| grep WORD`."""

from __future__ import annotations

from minikctl.controllers.kubelet.shell.expansion import fields
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minikctl.controllers.kubelet.shell._process import Chunk
    from minikctl.controllers.kubelet.shell.machine import Machine
    from minikctl.controllers.kubelet.shell.syntax import Simple


def stream_of(machine: Machine, node: Simple) -> Callable[[Machine, Iterator[Chunk]], Iterator[Chunk]] | None:
    """How the program passes its input on; None for one that reads it whole first."""
    if node.redirects or not node.words or node.words[0] not in ("tee", "cat", "grep"):
        return None
    name, *args = fields(machine, node.words)
    if name == "tee":
        return lambda m, chunks: _tee(m, chunks, args)
    if name == "cat" and not args:
        return lambda _m, chunks: chunks
    if name == "grep" and len(args) in (1, 2) and not args[-1].startswith("-") and "q" not in args[0]:
        return lambda m, chunks: _grep(m, chunks, args)
    return None


def _tee(machine: Machine, chunks: Iterator[Chunk], args: list[str]) -> Iterator[Chunk]:
    paths = [a for a in args if not a.startswith("-")]
    for path in paths:
        machine.write(path, "", "-a" in args)
    for chunk in chunks:
        for path in paths:
            if chunk[1] == 1 and not path.startswith(("/dev/", "/proc/")):
                machine.write(path, chunk[2], True)
        yield chunk
    machine.code = 0


def _grep(machine: Machine, chunks: Iterator[Chunk], args: list[str]) -> Iterator[Chunk]:
    from minikctl.controllers.kubelet.shell.programs import matches

    flags = args[0][1:] if len(args) == 2 else ""
    machine.code = 1
    rest = ""
    for at, fd, text in chunks:
        if fd != 1:
            yield (at, fd, text)
            continue
        *lines, rest = (rest + text).split("\n")
        found = [line + "\n" for line in lines if matches(line, args[-1], flags)]
        if found:
            machine.code = 0
        yield (at, fd, "".join(found))
