"""One look at a DaemonSet: the table of contents."""

from __future__ import annotations

from minikctl.controllers import _owners, _retry, _revisions
from minikctl.controllers._base import NOTHING, Create, Delete, Event, Repeat, Result, Update
from minikctl.controllers._pods import available_at, is_ready, phase
from minikctl.controllers._selecting import lookup, matcher
from minikctl.controllers.daemonset import history as histories
from minikctl.controllers.daemonset import placement, updating
from minikctl.controllers.replicas.creating import copies
from minikctl.controllers.scheduler.cluster import Node
from minikctl.core.errors import is_namespace_terminating
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

RESOURCE = "daemonsets.apps"


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    owner = view.get(RESOURCE, namespace, name)
    if owner is None or owner["metadata"].get("deletionTimestamp"):
        return NOTHING
    if not owner["spec"].get("selector"):
        text = "This daemon set is selecting all pods. A non-empty selector is required."
        return Result([Event(owner, "Warning", "SelectingAll", text)])
    pods, claims = _claim(view, owner)
    known, adopted = _revisions.claim(view, owner)
    if claims or adopted:
        return Result([*claims, *adopted], requeue_at=now)
    turn = _retry.turn(view.memo(), now, _mark(owner, pods))
    if turn is not None:
        return Result((), turn, view.memo())
    return Look(view, owner, pods, histories.construct(owner, known), now).result()


def _claim(view: View, owner: Obj) -> tuple[list[Obj], list[Change]]:
    meta, selector = owner["metadata"], owner["spec"].get("selector")
    candidates = {p["metadata"]["uid"]: p for p in view.owned(meta["uid"], "pods")}
    for pod in view.select("pods", meta["namespace"], lookup(selector)):
        candidates.setdefault(pod["metadata"]["uid"], pod)
    pods, writes = _owners.claim(owner, candidates.values(), matcher(selector))
    return pods, [Update(pod) for pod in writes]


def _mark(owner: Obj, pods: list[Obj]) -> list[str]:
    return [str(owner["metadata"].get("generation", 0)), *(pod["metadata"]["resourceVersion"] for pod in pods)]


class Look:
    """Nodes and pods side by side, and what follows from it."""

    def __init__(self, view: View, owner: Obj, pods: list[Obj], history: histories.History, now: int) -> None:
        self._view = view
        self._owner = owner
        self._pods = pods
        self._history = history
        self._now = now
        self._verdicts = {
            node["metadata"]["name"]: placement.judge(owner, Node(view, node)) for node in view.list("nodes")
        }
        self._on_nodes: dict[str, list[Obj]] = {}
        for pod in sorted(pods, key=_age):
            self._on_nodes.setdefault(placement.node_of(pod), []).append(pod)
        self._changes: list[Change] = list(history.changes)

    def result(self) -> Result:
        before = len(self._changes)
        self._manage()
        if not self._wants_more(before):
            self._update()
        memo = _retry.trying(self._view.memo()) if self._changes else None
        status = self._status()
        if status != (self._owner.get("status") or {}):
            self._changes.append(Update({**self._owner, "status": status}, "status"))
        self._changes += histories.truncate(self._owner, self._history, self._pods)
        return Result(self._changes, self._next_available(), memo)

    def _wants_more(self, before: int) -> bool:
        """Pods have just been made or deleted: what there is now is not what the update has to be judged by."""
        return len(self._changes) > before

    def _manage(self) -> None:
        """A pod for each node that wants one, none where it is not wanted, one where there are several."""
        nodes: list[str] = []
        for node, verdict in self._verdicts.items():
            there = self._on_nodes.get(node, [])
            if verdict.run and not there:
                nodes.append(node)
            elif verdict.stay:
                self._tidy(node, there)
            else:
                self._delete([pod for pod in there if "deletionTimestamp" not in pod["metadata"]])
        self._create(nodes)

    def _tidy(self, node: str, there: list[Obj]) -> None:
        alive = []
        for pod in there:
            if "deletionTimestamp" in pod["metadata"]:
                continue
            if phase(pod) in ("Failed", "Succeeded"):
                self._remove_ended(node, pod)
            else:
                alive.append(pod)
        surge, _ = updating.limits(self._owner, len(self._verdicts))
        if not surge:
            self._delete(alive[1:])
            return
        for same in (True, False):
            self._delete([p for p in alive if updating.is_updated(p, self._history.digest) is same][1:])

    def _remove_ended(self, node: str, pod: Obj) -> None:
        meta, failed = pod["metadata"], phase(pod) == "Failed"
        what, todo, reason = ("failed", "kill", "Failed") if failed else ("succeeded", "delete", "Succeeded")
        text = f"Found {what} daemon pod {meta['namespace']}/{meta['name']} on node {node}, will try to {todo} it"
        self._changes.append(Event(self._owner, "Warning" if failed else "Normal", f"{reason}DaemonPod", text))
        self._delete([pod])

    def _update(self) -> None:
        strategy = self._owner["spec"].get("updateStrategy") or {}
        if strategy.get("type", "RollingUpdate") == "OnDelete":
            return
        on_nodes = {node: self._on_nodes[node] for node in sorted(self._on_nodes) if node in self._verdicts}
        desired = sum(verdict.run for verdict in self._verdicts.values())
        steps = updating.roll(self._owner, on_nodes, self._history.digest, desired, self._now)
        self._delete(steps.delete)
        self._create(steps.create)

    def _create(self, nodes: list[str]) -> None:
        pods = copies(placement.pod_for(self._owner, self._history.digest))
        namespace = self._owner["metadata"]["namespace"]
        for node, pod in zip(nodes, pods):
            name = self._view.generate_name("pods", namespace, pod["metadata"]["generateName"])
            pod["metadata"]["name"] = name
            pod["spec"]["affinity"] = placement.bound_to(pod["spec"], node)
            self._changes.append(Create(pod))
            self._changes.append(Event(self._owner, "Normal", "SuccessfulCreate", f"Created pod: {name}"))

    def _delete(self, pods: list[Obj]) -> None:
        for pod in pods:
            meta = pod["metadata"]
            self._changes.append(Delete("pods", meta["namespace"], meta["name"], meta["uid"]))
            self._changes.append(Event(self._owner, "Normal", "SuccessfulDelete", f"Deleted pod: {meta['name']}"))

    def _status(self) -> Obj:
        """Of each node the oldest pod counts."""
        is_available = updating.availability(self._owner, self._now)
        wanted = [node for node, verdict in self._verdicts.items() if verdict.run]
        pods = [self._on_nodes[node][0] for node in wanted if node in self._on_nodes]
        available = sum(is_available(pod) for pod in pods)
        misplaced = sum(not v.run and node in self._on_nodes for node, v in self._verdicts.items())
        status: Obj = {
            "currentNumberScheduled": len(pods),
            "desiredNumberScheduled": len(wanted),
            "numberMisscheduled": misplaced,
            "numberReady": sum(map(is_ready, pods)),
        }
        counts = {
            "numberAvailable": available,
            "numberUnavailable": len(wanted) - available,
            "observedGeneration": self._owner["metadata"].get("generation", 0),
            "updatedNumberScheduled": sum(updating.is_updated(pod, self._history.digest) for pod in pods),
        }
        status.update({field: count for field, count in counts.items() if count})
        collisions = (self._owner.get("status") or {}).get("collisionCount")
        return status if collisions is None else {**status, "collisionCount": collisions}

    def _next_available(self) -> int | None:
        wait = self._owner["spec"].get("minReadySeconds", 0)
        times = [available_at(pod, wait) or 0 for pod in self._pods if wait]
        return min((at for at in times if at > self._now), default=None)


def _age(pod: Obj) -> tuple[str, str]:
    return pod["metadata"].get("creationTimestamp", ""), pod["metadata"]["name"]


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    """An event for a pod that was refused; another try later."""
    namespace, name = key.split("/")
    owner = view.get(RESOURCE, namespace, name)
    if owner is None or is_namespace_terminating(error):
        return NOTHING
    again = _retry.failed(view.memo(), now, _mark(owner, _claim(view, owner)[0]))
    events: tuple[Event, ...] = ()
    if isinstance(change, Create) and change.obj["kind"] == "Pod":
        events = (Event(owner, "Warning", "FailedCreate", f"Error creating: {error.message}"),)
    elif isinstance(change, Delete) and change.resource == "pods":
        events = (Event(owner, "Warning", "FailedDelete", f"Error deleting: {error.message}"),)
    return Result(events, again.at, again.memo, Repeat(again.every, events) if again.every else None)
