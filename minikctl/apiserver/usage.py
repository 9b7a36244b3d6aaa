"""What pods use: the load that a user has set on them, and what idle programs use anyway. Hangs on the state alone.

A load is set on a pod or on what owns pods (`sim load`). It is what each pod uses, or a total that those of them which
are ready share: then adding replicas relieves each, as in a real service. No container uses more than its limit.

The simulated metrics server looks every 15 s, and needs to have looked twice at a container to know of it.
"""

from __future__ import annotations

from minikctl.core.objects import controller_of, is_true
from minikctl.core.quantity import milli, value
from minikctl.core.randomness import fraction
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

Obj = dict[str, Any]
Objs = list[Obj]

SETTING = (
    "load"  # NAMESPACE/RESOURCE/NAME -> {"cpu": "250m", "memory": "64Mi", "total-cpu": "2", "total-memory": "1Gi"}
)
SWITCH = "metrics"  # the setting: whether there is a metrics server

SECOND = 1_000_000
RESOLUTION = 15 * SECOND  # source: metrics-server's --metric-resolution
NANO = 1_000_000  # in a thousandth of a CPU
MEBI = 1 << 20
IDLE_CPU = 1 * NANO  # what a program uses that waits for work
IDLE_MEMORY, IDLE_SPREAD = 3 * MEBI, 4 * MEBI  # at least, and how much more at most

_BETWEEN = {"deployments.apps": "replicasets.apps", "cronjobs.batch": "jobs.batch"}  # the owners that own owners


class Reader(Protocol):
    """What has to be read to tell. A controller's View has it."""

    settings: Obj

    def get(self, resource: str, namespace: str, name: str) -> Obj | None: ...

    def owned(self, uid: str, resource: str) -> Objs: ...

    def owned_pods(self, uid: str) -> tuple[int, int, int]: ...


class Used(NamedTuple):
    """Of one container. cpu: billionths of a CPU; memory: bytes."""

    container: str
    cpu: int
    memory: int


def sampled(pod: Obj, now: int) -> int | None:
    """When the metrics server last looked at a pod; None where it knows nothing of it (yet)."""
    since = known_from(pod)
    return now - now % RESOLUTION if since is not None and since <= now else None


def known_from(pod: Obj) -> int | None:
    """When the metrics server has looked at all of a pod's containers twice; None where not all are running."""
    from minikctl.core.times import parse_rfc3339

    status = pod.get("status") or {}
    states = [(c.get("state") or {}).get("running") or {} for c in status.get("containerStatuses") or ()]
    if status.get("phase") != "Running" or not states or {} in states:
        return None
    last = max(parse_rfc3339(running["startedAt"]) for running in states)
    return last + RESOLUTION + (-last) % RESOLUTION


def of_pod(reader: Reader, pod: Obj) -> list[Used]:
    """What each of its containers uses now."""
    rule, sharers = _load(reader, pod)
    ready = is_true(pod, "Ready")
    cpu = milli(rule.get("cpu", 0)) * NANO
    memory = value(rule.get("memory", 0))
    if ready and sharers:
        cpu += milli(rule.get("total-cpu", 0)) * NANO // sharers
        memory += value(rule.get("total-memory", 0)) // sharers
    return list(_divided(pod, cpu, memory))


def _load(reader: Reader, pod: Obj) -> tuple[Obj, int]:
    """The rule for a pod, and how many ready pods share its totals. The nearest owner's rule counts."""
    rules = reader.settings.get(SETTING) or {}
    if not rules:
        return {}, 0
    namespace = pod["metadata"]["namespace"]
    own = rules.get(f"{namespace}/pods/{pod['metadata']['name']}")
    if own is not None:
        return own, 1
    for resource, owner in _owners(reader, pod):
        found = rules.get(f"{namespace}/{resource}/{owner['metadata']['name']}")
        if found is not None:
            return found, _ready(reader, resource, owner)
    return {}, 0


def _owners(reader: Reader, pod: Obj) -> Iterator[tuple[str, Obj]]:
    """(resource, object) of the controller of a pod, of its controller, and so on."""
    from minikctl.kinds.table import kind_for

    one: Obj | None = pod
    while one is not None:
        ref = controller_of(one)
        entry = kind_for(ref["apiVersion"], ref["kind"]) if ref else None
        if ref is None or entry is None:
            return
        one = reader.get(entry.resource, pod["metadata"]["namespace"], ref["name"])
        if one is not None:
            yield entry.resource, one


def _ready(reader: Reader, resource: str, owner: Obj) -> int:
    between = _BETWEEN.get(resource)
    owners = reader.owned(owner["metadata"]["uid"], between) if between else [owner]
    return sum(reader.owned_pods(one["metadata"]["uid"])[1] for one in owners)


def _divided(pod: Obj, cpu: int, memory: int) -> Iterator[Used]:
    """The load goes to the containers in proportion to what they requested, to the first one where none did."""
    containers = pod["spec"]["containers"]
    for container, part, whole in zip(*_parts(containers)):
        limits = (container.get("resources") or {}).get("limits") or {}
        used_cpu, used_memory = IDLE_CPU + cpu * part // whole, _idle_memory(pod) + memory * part // whole
        if "cpu" in limits:
            used_cpu = min(used_cpu, milli(limits["cpu"]) * NANO)
        if "memory" in limits:
            used_memory = min(used_memory, value(limits["memory"]))
        yield Used(container["name"], used_cpu, used_memory)


def _parts(containers: Objs) -> tuple[Objs, list[int], list[int]]:
    asked = [milli(((c.get("resources") or {}).get("requests") or {}).get("cpu", 0)) for c in containers]
    if not any(asked):
        asked = [1] + [0] * (len(containers) - 1)
    return containers, asked, [sum(asked)] * len(containers)


def _idle_memory(pod: Obj) -> int:
    """Programs differ a little. The uid is random, and drawn from the state's seed."""
    return IDLE_MEMORY + int(fraction(pod["metadata"]["uid"], "memory") * IDLE_SPREAD)
