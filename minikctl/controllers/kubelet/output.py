"""What a container prints, line by line as time goes on: derived from its image, its command and its surroundings."""

from __future__ import annotations

from minikctl.controllers.kubelet import behaviour, surroundings
from minikctl.controllers.kubelet.shell import printed
from minikctl.controllers.kubelet.shell.servers import PROGRAMS
from minikctl.controllers.kubelet.shell.tokens import UNKNOWN
from minikctl.core.images import InvalidReference, parse, resolve
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.controllers.kubelet.shell import Chunk
    from minikctl.controllers.kubelet.surroundings import Cluster
    from minikctl.core.images import Image

Obj = dict[str, Any]


class Line(NamedTuple):
    """`at`: microseconds after the container's start. An unfinished line (`echo -n`) has no end of line."""

    at: int
    text: str


def lines(cluster: Cluster, pod: Obj, container: Obj, start: int, now: int) -> Iterator[Line]:
    """Every line of a run that began at `start` (microseconds since the epoch). May have no end: read as far as time
    has come. What was printed very long before `now` may be left out; a Line "" only says that time has passed."""
    try:
        image = resolve(container["image"], cluster.settings.get("images") or {})
    except InvalidReference:
        return
    part, begun = "", 0
    for at, _, text in _chunks(cluster, pod, container, image, start, now):
        if not text:
            yield Line(at, "")
            continue
        *whole, rest = text.replace(UNKNOWN, "").split("\n")
        for line in whole:
            yield Line(begun if part else at, f"{part}{line}\n")
            part = ""
        if rest and not part:
            begun = at
        part += rest
    if part:
        yield Line(begun, part)


def _chunks(cluster: Cluster, pod: Obj, container: Obj, image: Image, start: int, now: int) -> Iterator[Chunk]:
    if behaviour.decided_by_image(image):
        text = _last_words(image, start)
        return iter([(0, 2, text)] if text else [])
    around = surroundings.around(cluster, pod, container, start, now)._replace(version=version_of(container["image"]))
    if any("emptyDir" in volume for volume in pod["spec"].get("volumes") or ()):
        from minikctl.controllers.kubelet.sharing import appended, inherited

        files = {**around.files, **inherited(cluster, pod, container, now)}
        around = around._replace(files=files, appended=appended(cluster, pod, container, start, now))
    if behaviour.runs_by_itself(container, image):
        argv: tuple[str, ...] = (PROGRAMS.get(_name(container["image"]), ""), *(container.get("args") or ()))
    else:
        argv = surroundings.argv(container, dict(around.environ))
    return printed(argv, around) if argv[0] else iter(())


def _last_words(image: Image, start: int) -> str:
    """One line of a program that fails; nothing of one that does not."""
    if not image.exits:
        return ""
    from minikctl.controllers.kubelet.shell.dates import shown

    return shown(start, "%Y/%m/%d %H:%M:%S") + " fatal: cannot go on: a required setting is missing\n"


def _name(image: str) -> str:
    return parse(image).path.rpartition("/")[2]


def own_program(container: Obj) -> str:
    """The known program that the container is for; "" where it runs something else."""
    command = container.get("command")
    if command:
        word = command[0].rpartition("/")[2]
        return word if word in PROGRAMS.values() else ""
    if container.get("args") and behaviour.is_command(container["args"][0]):
        return ""
    try:
        return PROGRAMS.get(_name(container["image"]), "")
    except InvalidReference:
        return ""


def version_of(image: str) -> str:
    """`1.25.3` of nginx:1.25.3-alpine, "" for a tag that is no number."""
    tag = parse(image).tag
    return tag.partition("-")[0] if tag[:1].isdigit() else ""
