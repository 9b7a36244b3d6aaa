"""One look at a StatefulSet: the table of contents."""

from __future__ import annotations

from minikctl.controllers import _owners, _retry, _revisions
from minikctl.controllers._base import NOTHING, Create, Delete, Event, Repeat, Result, Update
from minikctl.controllers._pods import available_at
from minikctl.controllers._selecting import lookup, matcher
from minikctl.controllers.statefulset import revisions
from minikctl.controllers.statefulset.identity import parent_of
from minikctl.controllers.statefulset.ordering import Ordering
from minikctl.controllers.statefulset.status import calculate, is_running_and_ready
from minikctl.core.errors import is_namespace_terminating
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

RESOURCE = "statefulsets.apps"


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    owner = view.get(RESOURCE, namespace, name)
    if owner is None:
        return NOTHING
    pods, claims = _claim(view, owner)
    known, adopted = _revisions.claim(view, owner)
    if claims or adopted:
        return Result([*claims, *adopted], requeue_at=now)
    turn = _retry.turn(view.memo(), now, _mark(owner, pods))
    if turn is not None:
        return Result((), turn, view.memo())
    chosen = revisions.choose(owner, known)
    changes = [*chosen.changes, *Ordering(view, owner, chosen, pods, now).run()]
    memo = _retry.trying(view.memo()) if changes else None
    status = calculate(owner, chosen, pods, now)
    if status != (owner.get("status") or {}):
        changes.append(Update({**owner, "status": status}, "status"))
    changes += revisions.truncate(owner, chosen, pods)
    return Result(changes, _next_available(owner, pods, now), memo)


def _claim(view: View, owner: Obj) -> tuple[list[Obj], list[Change]]:
    """Its pods; only those count that are called after it."""
    meta, selector = owner["metadata"], owner["spec"].get("selector")
    candidates = {p["metadata"]["uid"]: p for p in view.owned(meta["uid"], "pods")}
    for pod in view.select("pods", meta["namespace"], lookup(selector)):
        candidates.setdefault(pod["metadata"]["uid"], pod)
    called = [pod for pod in candidates.values() if parent_of(pod) == meta["name"]]
    pods, writes = _owners.claim(owner, called, matcher(selector))
    return pods, [Update(pod) for pod in writes]


def _next_available(owner: Obj, pods: list[Obj], now: int) -> int | None:
    wait = owner["spec"].get("minReadySeconds", 0)
    times = [available_at(pod, wait) or 0 for pod in pods if wait and is_running_and_ready(pod)]
    return min((t for t in times if t > now), default=None)


def _mark(owner: Obj, pods: list[Obj]) -> list[str]:
    return [str(owner["metadata"].get("generation", 0)), *(pod["metadata"]["resourceVersion"] for pod in pods)]


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    """An event for a pod or a claim that was refused; another try later."""
    namespace, name = key.split("/")
    owner = view.get(RESOURCE, namespace, name)
    if owner is None or is_namespace_terminating(error):
        return NOTHING
    again = _retry.failed(view.memo(), now, _mark(owner, _claim(view, owner)[0]))
    events = tuple(_refusal(owner, change, error))
    return Result(events, again.at, again.memo, Repeat(again.every, events) if again.every else None)


def _refusal(owner: Obj, change: Change, error: ApiError) -> list[Event]:
    name = owner["metadata"]["name"]
    if isinstance(change, Create) and change.obj["kind"] == "Pod":
        text = f"Create Pod {change.obj['metadata']['name']} in StatefulSet {name} failed error: {error.message}"
        return [Event(owner, "Warning", "FailedCreate", text)]
    if isinstance(change, Create) and change.obj["kind"] == "PersistentVolumeClaim":
        claim = change.obj["metadata"]["name"]
        template = next(
            t["metadata"]["name"]
            for t in owner["spec"]["volumeClaimTemplates"]
            if claim.startswith(t["metadata"]["name"] + "-")
        )
        pod = claim.removeprefix(template + "-")
        text = f"Create Claim {claim} for Pod {pod} in StatefulSet {name} failed error: {error.message}"
        return [Event(owner, "Warning", "FailedCreate", text)]
    if isinstance(change, Delete) and change.resource == "pods":
        text = f"Delete Pod {change.name} in StatefulSet {name} failed error: {error.message}"
        return [Event(owner, "Warning", "FailedDelete", text)]
    return []
