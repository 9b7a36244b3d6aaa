"""What a kubelet does with one container: a table of stages, each with what ends it and what comes next.

Every stage is a function of the look, the container's spec, its field path and its record; it changes the record and
asks for events. A stage whose time has come is played; how long one lasts comes from the state's seed.
"""

from __future__ import annotations

from minikctl.controllers.kubelet import needs
from minikctl.controllers.kubelet.look import STEADY, stamp
from minikctl.core.images import InvalidReference, resolve
from minikctl.core.times import SECOND
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.controllers.kubelet.look import Look, Record

Obj = dict[str, Any]

SYNC = 12 * SECOND  # a kubelet looks at a pod that has trouble about this often
LONGEST = 300 * SECOND  # back-offs grow up to this
FORGIVEN = 600 * SECOND  # a container that ran this long has its back-off reset
STOPPING = 250_000  # from the signal to the end
TICK = 10_000  # delays are whole hundredths of a second

_MASK = (1 << 256) - 1
_SPREAD = 0x9E3779B97F4A7C15F39CC0605CEDC8341082276BF3A27251F86C6A11D0C18E95


def advance(look: Look, container: Obj, path: str, record: Record) -> None:
    """Play everything that is due by now."""
    while record["due"] is not None and record["due"] <= look.now:
        said = len(look.events)
        STAGES[record["stage"]](look, container, path, record)
        if record.get("starts", 0) > STEADY:
            from minikctl.controllers.kubelet import cycles

            cycles.note(look, record, said)
    again = record.get("again")
    if again and again[0] <= look.now:
        for type_, reason, message in again[2]:
            look.event(type_, reason, message, path)
        skip(look, record)


def skip(look: Look, record: Record) -> None:
    """What comes up again and again has done so up to now."""
    at, every, events = record["again"]
    times = (look.now - at) // every + 1
    record["again"] = [at + times * every, every, events]
    if "loop" in record:
        when = stamp(at + (times - 1) * every)
        record["starts"] += times
        record["id"] = container_id(look.chance(record["loop"], "container", record["starts"]))
        record["end"] = {**record["end"], "containerID": record["id"], "startedAt": when, "finishedAt": when}


def new(first: bool) -> Record:
    return {"stage": "new", "due": 0, "first": True} if first else {"stage": "new", "due": 0}


def renew(look: Look, record: Record) -> None:
    """Begin again with the image: what went wrong before is forgotten."""
    for gone in ("tries", "wait", "failed", "again", "why", "loop", "first"):
        record.pop(gone, None)
    record.update(stage="new", due=look.now)


def is_better(look: Look, container: Obj, record: Record) -> bool:
    """Whether what goes wrong every five minutes would not any more: the user's rules for images have changed."""
    image = resolve(record["image"], look.rules)
    if record["stage"] == "back":
        return not image.missing
    if "loop" not in record:
        return False
    from minikctl.controllers.kubelet.behaviour import run_of

    return image.missing or run_of(look.pod, container, image).ends != 0


def container_id(chance: float) -> str:
    """64 hex digits that depend on the seed: the fraction's bits spread over 256."""
    value = (int(chance * (1 << 56)) + 1) * _SPREAD & _MASK
    return f"containerd://{(value ^ value >> 97) * _SPREAD & _MASK:064x}"


def pull(look: Look, container: Obj, path: str, record: Record) -> None:
    """new, back, crash -> pull: ask for the image."""
    image = record["image"] = container["image"]
    name = container["name"]
    try:
        found = resolve(image, look.rules)
    except InvalidReference as e:
        look.event(
            "Warning", "InspectFailed", f'Failed to apply default image tag "{image}": {_unparsed(image, e)}', path
        )
        look.event("Warning", "Failed", "Error: InvalidImageName", path)
        message = f'Failed to apply default image tag "{image}": {_unparsed(image, e)}'
        record.update(stage="invalid", due=None, wait=["InvalidImageName", message])
        return
    if container.get("imagePullPolicy") == "Never":
        present = f'Container image "{image}" is already present on machine and can be accessed by the pod'
        look.step(record, "Pulled", present, path)
        create(look, container, path, record)
        return
    look.step(record, "Pulling", f'Pulling image "{image}"', path)
    chance = look.chance(name, "pull", min(record.get("starts", 0), STEADY) + record.get("tries", 0))
    wanted = found.rule.get("pull")
    took = (10 + int(chance * 61)) * TICK
    if wanted is not None:
        from minikctl.controllers.kubelet.behaviour import span

        took = span(wanted, took)
    record.update(stage="pull", took=took, due=look.now + max(took, TICK))


def pulled(look: Look, container: Obj, path: str, record: Record) -> None:
    """pull -> err, config or run."""
    image = record["image"]
    found = resolve(image, look.rules)
    if found.missing:
        pull_failed(look, path, record, found.full)
        return
    took = _milliseconds(record["took"])
    size = f"Image size: {found.size} bytes."
    said = f'Successfully pulled image "{image}" in {took} ({took} including waiting). {size}'
    look.step(record, "Pulled", said, path)
    record.pop("tries", None)
    create(look, container, path, record)


def pull_failed(look: Look, path: str, record: Record, full: str) -> None:
    image = record["image"]
    why = f'failed to pull and unpack image "{full}": failed to resolve reference "{full}": {full}: not found'
    text = f"rpc error: code = NotFound desc = {why}"
    look.event("Warning", "Failed", f'Failed to pull image "{image}": {text}', path)
    look.event("Warning", "Failed", "Error: ErrImagePull", path)
    tries = record.get("tries", 0)
    record.pop("first", None)
    record.update(stage="err", tries=tries + 1, failed=look.now, why=text, wait=["ErrImagePull", text])
    record["due"] = look.now + SECOND + int(look.chance(record["image"], "err", tries) * 20) * TICK


def back_off(look: Look, _container: Obj, path: str, record: Record) -> None:
    """err -> back: wait, twice as long each time; past the longest the same goes on as repeated events."""
    image = record["image"]
    look.event("Normal", "BackOff", f'Back-off pulling image "{image}"', path)
    look.event("Warning", "Failed", "Error: ImagePullBackOff", path)
    wait = _back_off(record["tries"])
    message = f'Back-off pulling image "{image}": ErrImagePull: {record["why"]}'
    record.update(stage="back", wait=["ImagePullBackOff", message])
    record["due"] = record["failed"] + wait + _latency(look, image, record["tries"])
    if wait == LONGEST:
        _repeat(
            look,
            record,
            ["Normal", "Pulling", f'Pulling image "{image}"'],
            ["Warning", "Failed", f'Failed to pull image "{image}": {record["why"]}'],
            ["Warning", "Failed", "Error: ErrImagePull"],
            ["Normal", "BackOff", f'Back-off pulling image "{image}"'],
            ["Warning", "Failed", "Error: ImagePullBackOff"],
        )


def _repeat(look: Look, record: Record, *events: list[str]) -> None:
    """From here on the same happens every five minutes and nothing else does: only events, and counts, tell of it."""
    every = LONGEST + 3 * SECOND
    record["again"] = [look.now + every, every, list(events)]
    record["due"] = None


def create(look: Look, container: Obj, path: str, record: Record) -> None:
    """pulled, config -> config or run."""
    lacking = needs.missing_config(look.view, look.meta["namespace"], container)
    if lacking:
        reason, message = lacking
        look.event("Warning", "Failed", f"Error: {message}", path)
        record.pop("first", None)
        record.update(stage="config", due=None, wait=[reason, message])
        record["again"] = [look.now + SYNC, SYNC, [["Warning", "Failed", f"Error: {message}"]]]
        return
    from minikctl.controllers.kubelet import running

    running.start(look, container, path, record)


def end(look: Look, container: Obj, record: Record, code: int, reason: str = "") -> None:
    """run -> dead or done: the process is over; the restart policy decides what follows."""
    record["end"] = {
        "containerID": record["id"],
        "exitCode": code,
        "finishedAt": look.stamp(),
        "reason": reason or ("Completed" if code == 0 else "Error"),
        "startedAt": record["since"],
    }
    for gone in ("plan", "again", "ready", "started", "wait", "awaits"):
        record.pop(gone, None)
    record["over"] = look.now
    if record.pop("swap", False):
        record.update(stage="new", due=look.now)
    elif restarts(look, container, code):
        if look.now - record["began"] >= FORGIVEN:
            record.pop("crashes", None)
        pause = SECOND + int(look.chance(container["name"], "dead", min(record.get("starts", 0), STEADY)) * 20) * TICK
        record.update(stage="dead", due=look.now + pause)
    else:
        record.update(stage="done", due=None)


def restarts(look: Look, container: Obj, code: int) -> bool:
    """Whether a container that ended with this code is started again."""
    if _is_among(look, "ephemeralContainers", container):
        return False
    policy = look.spec.get("restartPolicy", "Always")
    own = container.get("restartPolicy")
    if own == "Always":
        return True
    if policy == "Always" and not _is_among(look, "initContainers", container):
        return True
    return bool(policy != "Never" and code != 0)


def _is_among(look: Look, field: str, container: Obj) -> bool:
    return any(c is container for c in look.spec.get(field) or ())


def dead(look: Look, container: Obj, path: str, record: Record) -> None:
    """dead -> pull the first time, crash after that."""
    crashes = record["crashes"] = record.get("crashes", 0) + 1
    if crashes == 1:
        pull(look, container, path, record)
        return
    wait = _back_off(crashes - 1)
    name = container["name"]
    look.event("Warning", "BackOff", f"Back-off restarting failed container {name} in pod {look.qualified()}", path)
    message = f"back-off {_span(wait)} restarting failed container={name} pod={look.qualified()}"
    record.update(stage="crash", wait=["CrashLoopBackOff", message])
    record["due"] = record["over"] + wait + _latency(look, name, crashes)
    if wait == LONGEST and record["over"] == record["began"]:
        image = resolve(record["image"], look.rules)
        took = _milliseconds(record["took"])
        said = f'Successfully pulled image "{record["image"]}" in {took} ({took} including waiting).'
        record["loop"] = name
        _repeat(
            look,
            record,
            ["Normal", "Pulling", f'Pulling image "{record["image"]}"'],
            ["Normal", "Pulled", f"{said} Image size: {image.size} bytes."],
            ["Normal", "Created", "Container created"],
            ["Normal", "Started", "Container started"],
            ["Warning", "BackOff", f"Back-off restarting failed container {name} in pod {look.qualified()}"],
        )


def _back_off(times: int) -> int:
    """10 s, 20 s, 40 s ... 300 s."""
    return min(10 * SECOND << min(times - 1, 10), LONGEST)


def _latency(look: Look, name: str, attempt: int) -> int:
    """A back-off is noticed to be over at the next sync, 4 to 6 s later."""
    return (400 + int(look.chance(name, "late", min(attempt, STEADY)) * 200)) * TICK


def _span(span: int) -> str:
    from minikctl.core.duration import go_format

    return go_format(span)


def _milliseconds(took: int) -> str:
    return f"{took // 1000}ms" if took < SECOND else f"{took // 1000 / 1000:g}s"


def _unparsed(image: str, error: InvalidReference) -> str:
    return f'couldn\'t parse image name "{image}": {error}'


def _run(look: Look, container: Obj, path: str, record: Record) -> None:
    from minikctl.controllers.kubelet import running

    running.play(look, container, path, record)


STAGES: dict[str, Callable[[Look, Obj, str, Record], None]] = {
    "new": pull,
    "pull": pulled,
    "err": back_off,
    "back": pull,
    "config": create,
    "run": _run,
    "dead": dead,
    "crash": pull,
}
