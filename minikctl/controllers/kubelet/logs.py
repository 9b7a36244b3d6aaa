"""Which run of a container a log is of, and its lines: what a kubelet answers. Pure.

source: kubelet GetKubeletContainerLogs
"""

from __future__ import annotations

from minikctl.controllers.kubelet.output import lines
from minikctl.core.errors import bad_request
from minikctl.core.objects import container_status
from minikctl.core.times import SECOND, parse_rfc3339, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.controllers.kubelet.output import Line
    from minikctl.controllers.kubelet.surroundings import Cluster

Obj = dict[str, Any]

_WAITING = {"ErrImagePull": "image can't be pulled", "ImagePullBackOff": "trying and failing to pull image"}


class Logged(NamedTuple):
    """One run of a container. Microseconds since the epoch; `finished` None while it runs."""

    container: str
    id: str
    started: int
    finished: int | None


def logged(pod: Obj, container: str, previous: bool) -> Logged:
    """The run whose log is asked for. ApiError 400 where there is none."""
    name = pod["metadata"]["name"]
    status = container_status(pod, container)
    if status is None:
        raise bad_request(f'container "{container}" in pod "{name}" is not available')
    state, last = status.get("state") or {}, (status.get("lastState") or {}).get("terminated")
    if previous:
        if last is None:
            raise bad_request(f'previous terminated container "{container}" in pod "{name}" not found')
        return _ended(container, last)
    if "running" in state:
        return Logged(container, status["containerID"], parse_rfc3339(state["running"]["startedAt"]), None)
    if "terminated" in state:
        return _ended(container, state["terminated"])
    if last is not None:
        return _ended(container, last)
    reason = (state.get("waiting") or {}).get("reason", "")
    if not reason:
        raise bad_request(f'container "{container}" in pod "{name}" is waiting to start - no logs yet')
    why = _WAITING.get(reason, reason)
    raise bad_request(f'container "{container}" in pod "{name}" is waiting to start: {why}')


def _ended(container: str, state: Obj) -> Logged:
    started, finished = parse_rfc3339(state["startedAt"]), parse_rfc3339(state["finishedAt"])
    return Logged(container, state.get("containerID", ""), started, finished)


def again(pod: Obj | None, run: Logged) -> Logged | None:
    """The same run as a later state of its pod tells of it; None where nothing is known of it any more."""
    status = None if pod is None else container_status(pod, run.container)
    if status is None:
        return None
    state = status.get("state") or {}
    if "running" in state and status.get("containerID") == run.id:
        return run
    for over in (state.get("terminated"), (status.get("lastState") or {}).get("terminated")):
        if over is not None and over.get("containerID") == run.id:
            return _ended(run.container, over)
    return None


def read(cluster: Cluster, pod: Obj, run: Logged, now: int) -> Iterator[Line]:
    """The lines of a run, those still to come included: read as far as time has come."""
    spec = pod["spec"]
    every = ("containers", "initContainers", "ephemeralContainers")
    container = next(c for f in every for c in spec.get(f) or () if c["name"] == run.container)
    return lines(cluster, pod, container, run.started, now)


def until(run: Logged, now: int) -> int:
    """Up to when, in microseconds after its start, the run has printed. Statuses tell whole seconds."""
    return (now if run.finished is None else run.finished + SECOND - 1) - run.started


def instant(run: Logged, line: Line, count: int) -> tuple[int, int]:
    """(microseconds since the epoch, nanoseconds beyond) at which a line was written; `count` lines came before it."""
    spread = (int(run.id[-6:] or "0", 16) if run.id[-6:].isalnum() else 0) % 900
    return run.started + line.at + min(count, 99), spread


def stamp(at: tuple[int, int]) -> str:
    """`2026-11-22T08:12:26.123456789Z`."""
    return f"{rfc3339(at[0])[:-1]}.{at[0] % SECOND:06}{at[1]:03}Z"
