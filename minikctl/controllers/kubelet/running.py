"""A container that runs: what is going to happen to it, worked out when it starts, and played as its time comes.

The plan of a container is a list of [at, what, ...]: its process ends, probes succeed or fail. A plain server has none.
"""

from __future__ import annotations

from minikctl.controllers.kubelet import behaviour, containers, needs
from minikctl.controllers.kubelet.look import STEADY
from minikctl.core.images import resolve
from minikctl.core.times import SECOND
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.kubelet.look import Look, Record
    from minikctl.controllers.kubelet.shell import Run
    from minikctl.core.images import Image

Obj = dict[str, Any]

_PROBES = (("startupProbe", "Startup", "startup"), ("livenessProbe", "Liveness", "liveness"))


def start(look: Look, container: Obj, path: str, record: Record) -> None:
    """pull -> run: a new container, its process and what will become of it."""
    look.step(record, "Created", "Container created", path)
    look.step(record, "Started", "Container started", path)
    name = container["name"]
    image = resolve(record["image"], look.rules)
    starts = record["starts"] = record.get("starts", 0) + 1
    record.pop("first", None)
    if "end" in record:
        record["last"] = record.pop("end")
    record.pop("wait", None)
    record.pop("again", None)
    chance = look.chance(name, "container", starts)
    record.update(
        stage="run",
        due=None,
        id=containers.container_id(chance),
        full=image.full,
        digest=image.id,
        began=look.now,
        since=look.stamp(),
    )
    process = behaviour.run_of(look.pod, container, image)
    waits = bool(process.waits) and needs.missing_service(look.view, look.meta["namespace"], process.waits)
    if waits:
        record["awaits"] = True
        process = process._replace(ends=None)
    if process.ends == 0:
        containers.end(look, container, record, process.code)
        return
    record["started"] = "startupProbe" not in container
    record["ready"] = record["started"] and "readinessProbe" not in container and not image.rule
    if starts > STEADY:
        chance = look.chance(name, "container", STEADY)
    plan = _plan(container, image, process, look.now, int(chance * 30) * containers.TICK)
    if plan:
        record["plan"] = plan
        record["due"] = plan[0][0]


def proceed(look: Look, container: Obj, record: Record) -> None:
    """The Service that the process waited for may be there: then it goes on from there."""
    process = behaviour.run_of(look.pod, container, resolve(record["image"], look.rules))
    if needs.missing_service(look.view, look.meta["namespace"], process.waits):
        return
    del record["awaits"]
    if process.ends is not None:
        at = look.now + SECOND + process.ends
        record["plan"] = [step for step in record.get("plan") or [] if step[0] < at] + [[at, "end", process.code]]
        record["due"] = record["plan"][0][0]


def play(look: Look, container: Obj, path: str, record: Record) -> None:
    """The next step of the plan; ends or kills the container, or goes on."""
    at, what, *more = record["plan"][0]
    if what == "end" and record["starts"] > STEADY:
        from minikctl.controllers.kubelet import cycles

        if cycles.postpone(look, container["name"], path, record):
            return
    record["plan"] = record["plan"][1:]
    if what == "end":
        containers.end(look, container, record, *more)
        return
    if what == "ready":
        record["ready"] = more[0]
        if more[0]:
            record.pop("again", None)
    elif what == "started":
        record["started"] = True
        if "readinessProbe" not in container:
            record["ready"] = True
    elif what == "unhealthy":
        look.event("Warning", "Unhealthy", more[0], path)
        if len(more) > 1:
            record["again"] = [at + more[1], more[1], [["Warning", "Unhealthy", more[0]]]]
    elif what == "kill":
        kill(look, container, path, record, f"Container {container['name']} failed {more[0]} probe, will be restarted")
    record["due"] = record["plan"][0][0] if record.get("plan") else None


def kill(look: Look, container: Obj, path: str, record: Record, why: str) -> None:
    """Ask a running container to stop; it is over a quarter of a second later."""
    look.event("Normal", "Killing", why, path)
    image = resolve(record["image"], look.rules)
    code = 137 if behaviour.ignores_term(container, image) else 0
    record["plan"] = [[look.now + containers.STOPPING, "end", code]]
    record["due"] = record["plan"][0][0]
    record.pop("again", None)


def _plan(container: Obj, image: Image, process: Run, now: int, jitter: int) -> list[list[Any]]:
    """Everything that happens to this run of the container, in time order."""
    if process.ends is None and not image.rule and not any(k.endswith("Probe") for k in container):
        return []
    plan: list[list[Any]] = []
    begun = now
    for field, title, word in _PROBES:
        probe = container.get(field)
        if probe:
            ok, steps = _until_failure(probe, container, process, now, begun, jitter, title)
            plan += steps
            if not ok:
                plan.append([steps[-1][0], "kill", word])
                break
            if field == "startupProbe":
                begun = now + int(probe.get("initialDelaySeconds") or 0) * SECOND + jitter
                plan.append([begun, "started"])
    plan += _readiness(container, image, process, now, begun, jitter)
    if process.ends is not None:
        plan.append([now + process.ends, "end", process.code])
    plan.sort(key=lambda step: step[0])
    for position, step in enumerate(plan):
        if step[1] in ("kill", "end"):
            return plan[: position + 1]
    return plan


def _until_failure(
    probe: Obj, container: Obj, process: Run, now: int, begun: int, jitter: int, title: str
) -> tuple[bool, list[list[Any]]]:
    """Whether a probe goes on succeeding, and the complaints up to the one that is too many."""
    period = int(probe.get("periodSeconds") or 10) * SECOND
    allowed = int(probe.get("failureThreshold") or 3)
    at = max(now + int(probe.get("initialDelaySeconds") or 0) * SECOND, begun) + jitter
    changes = [0, 10 * SECOND, *(when for when, _, _ in process.files)]
    last = max(changes) + now + period * (allowed + 1)
    steps: list[list[Any]] = []
    while at <= last or steps:
        said = behaviour.probe_failure(probe, process, container, at - now)
        if said is None:
            steps = []
        else:
            steps.append([at, "unhealthy", f"{title} probe failed: {said}"])
            if len(steps) == allowed:
                return False, steps
        at += period
    return True, []


def _readiness(container: Obj, image: Image, process: Run, now: int, begun: int, jitter: int) -> list[list[Any]]:
    """When the container turns ready, or what its probe complains about for ever."""
    wanted = image.rule.get("ready", image.rule.get("start"))
    if wanted is False:
        return []
    probe = container.get("readinessProbe")
    if not probe:
        return [[now + behaviour.span(wanted, 0), "ready", True]] if image.rule else []
    period = int(probe.get("periodSeconds") or 10) * SECOND
    at = max(now + int(probe.get("initialDelaySeconds") or 0) * SECOND + behaviour.span(wanted, 0), begun) + jitter
    moments = sorted({at, *(now + when for when, _, _ in process.files if now + when > at)})
    plan: list[list[Any]] = []
    ready: bool | None = None
    for moment in moments:
        due = at + -(-(moment - at) // period) * period
        said = behaviour.probe_failure(probe, process, container, due - now)
        if said is None and ready is not True:
            plan.append([due + period * (int(probe.get("successThreshold") or 1) - 1), "ready", True])
            ready = True
        elif said is not None and ready is not False:
            failures = int(probe.get("failureThreshold") or 3) if ready else 1
            plan.append([due, "unhealthy", f"Readiness probe failed: {said}", period])
            if ready:
                plan.append([due + period * (failures - 1), "ready", False])
            ready = False
    return plan
