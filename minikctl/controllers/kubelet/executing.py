"""A command that is run within a container: what it prints and how it ends, as far as objects and the container's own
command line say so. What depends on anything else is NotKnown. Pure.
"""

from __future__ import annotations

from minikctl.controllers.kubelet import surroundings
from minikctl.controllers.kubelet.output import own_program, version_of
from minikctl.controllers.kubelet.sharing import inherited, mounts, ran
from minikctl.controllers.kubelet.shell import files_left
from minikctl.controllers.kubelet.shell import lacking as command_lacks
from minikctl.controllers.kubelet.shell._process import Exit, Forever
from minikctl.controllers.kubelet.shell._process import NotKnown as NotKnown
from minikctl.controllers.kubelet.shell.machine import Machine
from minikctl.controllers.kubelet.shell.tokens import UNKNOWN
from minikctl.core.objects import container_status
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.controllers.kubelet.shell import Chunk
    from minikctl.controllers.kubelet.shell.syntax import Node
    from minikctl.controllers.kubelet.surroundings import Cluster

Obj = dict[str, Any]


class Process:
    """A process beside those of a container that runs; times are microseconds after `now`."""

    def __init__(self, cluster: Cluster, pod: Obj, container: Obj, now: int, stdin: str | None) -> None:
        began = started(pod, container["name"])
        around = surroundings.around(cluster, pod, container, began or now, now)
        files = {**around.files, **_written(cluster, pod, container, now)}
        folders = (*around.folders, *mounts(pod, container).values())
        program, version = own_program(container), version_of(container["image"])
        self._machine = Machine(
            (), around._replace(start=now, files=files, folders=folders, program=program, version=version), exact=True
        )
        self._machine.stdin = stdin

    @property
    def code(self) -> int:
        return self._machine.code

    @property
    def at(self) -> int:
        """How long it has run."""
        return self._machine.at

    @property
    def folder(self) -> str:
        return self._machine.folder

    def run(self, argv: list[str]) -> Iterator[Chunk]:
        """One command to its end. NotKnown; Forever where it never ends by itself."""
        yield from self._told(self._machine.execute(argv))

    def line(self, text: str) -> Iterator[Chunk]:
        """One line typed into a shell. Exit where it ends the shell."""
        from minikctl.controllers.kubelet.shell.syntax import parse

        tree: Node = parse(text)
        yield from self._told(self._machine.node(tree), typed=True)

    def _told(self, chunks: Iterator[Chunk], typed: bool = False) -> Iterator[Chunk]:
        try:
            for chunk in chunks:
                if UNKNOWN in chunk[2]:
                    raise NotKnown("what it prints is not known")
                yield chunk
        except Exit:
            if typed:
                raise
        except RecursionError:
            raise Forever from None


def lacking(cluster: Cluster, pod: Obj, container: Obj, now: int) -> str:
    """What would have to be known to say all that a container has printed; "" where nothing is lacking."""
    began = ran(pod, container["name"])
    if began is None or own_program(container):
        return ""
    around = surroundings.around(cluster, pod, container, began, now)
    around = around._replace(files={**around.files, **inherited(cluster, pod, container, now)})
    argv = surroundings.argv(container, dict(around.environ))
    return command_lacks(argv, around) if argv else ""


def started(pod: Obj, name: str) -> int | None:
    """When the container that runs began; None where it does not run."""
    running = ((container_status(pod, name) or {}).get("state") or {}).get("running")
    return parse_rfc3339(running["startedAt"]) if running else None


# --- what the pod's own processes have written


def _written(cluster: Cluster, pod: Obj, container: Obj, now: int) -> dict[str, str]:
    """What the container's process wrote, and what others wrote into volumes that it shares with them."""
    out: dict[str, str] = {}
    mine = mounts(pod, container)
    for other in (*(pod["spec"].get("initContainers") or ()), *pod["spec"]["containers"]):
        began = ran(pod, other["name"])
        if began is None or own_program(other):
            continue
        around = surroundings.around(cluster, pod, other, began, now)
        texts = files_left(surroundings.argv(other, dict(around.environ)), around)
        if other["name"] == container["name"]:
            out.update(texts)
            continue
        for volume, folder in mounts(pod, other).items():
            here = mine.get(volume)
            if here is not None:
                out.update({here + p[len(folder) :]: text for p, text in texts.items() if p.startswith(folder + "/")})
    return out
