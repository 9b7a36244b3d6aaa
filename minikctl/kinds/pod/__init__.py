"""Pods: identity, columns and rows. Every `get pods` imports this; defaults and validation are beside it."""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._cells import NONE, age, since
from minikctl.kinds._kind import Column, Kind, Served, deferred

Obj = dict[str, Any]

COLUMNS = (
    Column("Name", format="name"),
    Column("Ready"),
    Column("Status"),
    Column("Restarts"),
    Column("Age"),
    Column("IP", priority=1),
    Column("Node", priority=1),
    Column("Nominated Node", priority=1),
    Column("Readiness Gates", priority=1),
)


def row(pod: Obj, now: int) -> list[Any]:
    """NAME READY STATUS RESTARTS AGE IP NODE, NOMINATED NODE, READINESS GATES."""
    spec, status = pod["spec"], pod.get("status") or {}
    state = summary(pod)
    restarts = str(state.restarts)
    if state.restarts and state.restarted_at:
        restarts += f" ({since(state.restarted_at, now)} ago)"
    ips = status.get("podIPs")
    return [
        pod["metadata"]["name"],
        f"{state.ready}/{state.total}",
        state.reason,
        restarts,
        age(pod, now),
        (ips[0].get("ip") if ips else status.get("podIP")) or NONE,
        spec.get("nodeName") or NONE,
        status.get("nominatedNodeName") or NONE,
        _gates(spec, status),
    ]


class Summary:
    """What a pod's statuses amount to: ready of total containers, one word, restarts and the end of the last run."""

    __slots__ = ("ready", "reason", "restarted_at", "restarts", "total")

    def __init__(self, total: int, reason: str) -> None:
        self.ready = 0
        self.total = total
        self.reason = reason
        self.restarts = 0
        self.restarted_at = ""

    def count(self, container: Obj) -> None:
        self.restarts += container.get("restartCount") or 0
        ended = ((container.get("lastState") or {}).get("terminated") or {}).get("finishedAt")
        if ended and ended > self.restarted_at:
            self.restarted_at = ended


def summary(pod: Obj) -> Summary:
    """The STATUS column and its neighbours. # source: kubectl's columns for pods, observed on v1.36"""
    spec, status = pod["spec"], pod.get("status") or {}
    phase = status.get("phase") or ""
    out = Summary(len(spec.get("containers") or ()), status.get("reason") or phase)
    conditions = status.get("conditions") or ()
    for condition in conditions:
        if condition["type"] == "PodScheduled" and condition.get("reason") == "SchedulingGated":
            out.reason = "SchedulingGated"
    initializing = False
    if spec.get("initContainers"):
        initializing = _initialize(out, spec["initContainers"], status.get("initContainerStatuses") or ())
    if not initializing or _is_true(conditions, "Initialized"):
        _run(out, status.get("containerStatuses") or (), conditions)
    if pod["metadata"].get("deletionTimestamp"):
        if status.get("reason") == "NodeLost":
            out.reason = "Unknown"
        elif phase not in ("Succeeded", "Failed"):
            out.reason = "Terminating"
    return out


def _initialize(out: Summary, containers: list[Obj], statuses: Any) -> bool:
    """Count the init containers; whether one of them still holds the pod up, which then is the reason."""
    sidecars = {c["name"] for c in containers if c.get("restartPolicy") == "Always"}
    out.total += len(sidecars)
    kept = Summary(0, "")  # only sidecars count once the pod runs
    waiting = ""
    for i, container in enumerate(statuses):
        out.count(container)
        if container["name"] in sidecars:
            kept.count(container)
        state = container.get("state") or {}
        ended = state.get("terminated")
        if ended and not ended.get("exitCode"):
            continue
        if container["name"] in sidecars and container.get("started"):
            out.ready += bool(container.get("ready"))
            continue
        held = (state.get("waiting") or {}).get("reason")
        if ended:
            waiting = "Init:" + _ending(ended)
        elif held and held != "PodInitializing":
            waiting = f"Init:{held}"
        else:
            waiting = f"Init:{i}/{len(containers)}"
        break
    if waiting:
        out.reason = waiting
        return True
    out.restarts, out.restarted_at = kept.restarts, kept.restarted_at
    return False


def _run(out: Summary, statuses: Any, conditions: Any) -> None:
    running = False
    for container in reversed(statuses):
        out.count(container)
        state = container.get("state") or {}
        held = (state.get("waiting") or {}).get("reason")
        ended = state.get("terminated")
        if held:
            out.reason = held
        elif ended:
            out.reason = _ending(ended)
        elif container.get("ready") and state.get("running") is not None:
            running = True
            out.ready += 1
    if out.reason == "Completed" and running:
        out.reason = "Running" if _is_true(conditions, "Ready") else "NotReady"


def _ending(ended: Obj) -> str:
    if ended.get("reason"):
        return str(ended["reason"])
    return f"Signal:{ended['signal']}" if ended.get("signal") else f"ExitCode:{ended.get('exitCode', 0)}"


def _is_true(conditions: Any, kind: str) -> bool:
    return any(c["type"] == kind and c["status"] == "True" for c in conditions)


def _gates(spec: Obj, status: Obj) -> str:
    gates = spec.get("readinessGates")
    if not gates:
        return NONE
    conditions = status.get("conditions") or ()
    return f"{sum(_is_true(conditions, gate['conditionType']) for gate in gates)}/{len(gates)}"


KIND = Kind(
    group="",
    kind="Pod",
    plural="pods",
    versions=(Served("v1"),),
    short_names=("po",),
    categories=("all",),
    subresources=(
        "attach",
        "binding",
        "ephemeralcontainers",
        "eviction",
        "exec",
        "log",
        "portforward",
        "proxy",
        "resize",
        "status",
    ),
    columns=COLUMNS,
    row=row,
    default=deferred("pod.defaults:default"),
    prepare_create=deferred("pod.rules:prepare_create"),
    prepare_update=deferred("pod.rules:prepare_update"),
    validate=deferred("pod.rules:validate"),
    validate_update=deferred("pod.rules:validate_update"),
    warnings=deferred("pod.warnings:warnings"),
    fields=(
        ("spec.nodeName", ("spec", "nodeName")),
        ("spec.restartPolicy", ("spec", "restartPolicy")),
        ("spec.schedulerName", ("spec", "schedulerName")),
        ("spec.serviceAccountName", ("spec", "serviceAccountName")),
        ("spec.hostNetwork", ("spec", "hostNetwork"), "false"),
        ("status.phase", ("status", "phase")),
        ("status.podIP", ("status", "podIP")),
        ("status.nominatedNodeName", ("status", "nominatedNodeName")),
    ),
    graceful=True,
)
