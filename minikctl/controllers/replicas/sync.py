"""One look at a replica set: claim its pods, make or delete some, write its status."""

from __future__ import annotations

from minikctl.controllers import _retry
from minikctl.controllers._base import NOTHING, Create, Delete, Event, Repeat, Result, Update
from minikctl.controllers.replicas import claiming
from minikctl.controllers.replicas._kind import ORPHANS
from minikctl.controllers.replicas.status import Census, census, status_of, tally
from minikctl.core.errors import is_namespace_terminating
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.controllers.replicas._kind import ReplicaKind
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]


def reconcile(kind: ReplicaKind, view: View, key: str, now: int) -> Result:
    namespace, name = key.removesuffix(ORPHANS).split("/")
    owner = view.get(kind.resource, namespace, name)
    if owner is None:
        return NOTHING
    counted = None if key.endswith(ORPHANS) else tally(owner, view.owned_pods(owner["metadata"]["uid"]))
    if counted is None:
        pods, claims = claiming.claim(view, kind, owner, key.endswith(ORPHANS) or _is_news(owner))
        if claims:  # the pods as they are then decide how many to make
            return Result(claims, requeue_at=now)
        counted = census(pods, owner, now)
    memo = view.memo()
    turn = _retry.turn(memo, now, _mark(owner, counted))
    if turn is not None:  # refused a moment ago, and nothing has changed since
        return Result(_status(kind, owner, counted, _failure_text(owner), now), turn, memo)
    changes = _manage(kind, view, owner, counted, now)
    trying = _retry.trying(memo) if changes else None
    changes += _status(kind, owner, counted, None, now)
    return Result(changes, counted.next_available, trying)


def on_error(kind: ReplicaKind, view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    """A refused pod ends the batch: an event, the condition ReplicaFailure, another try later."""
    namespace, name = key.removesuffix(ORPHANS).split("/")
    owner = view.get(kind.resource, namespace, name)
    if owner is None or is_namespace_terminating(error):
        return NOTHING
    pods, _ = claiming.claim(view, kind, owner, False)
    counted = census(pods, owner, now)
    again = _retry.failed(view.memo(), now, _mark(owner, counted))
    events: tuple[Event, ...] = ()
    changes: list[Change] = []
    if isinstance(change, Create):
        events = (Event(owner, "Warning", "FailedCreate", f"Error creating: {error.message}"),)
    elif isinstance(change, Delete):
        events = (Event(owner, "Warning", "FailedDelete", f"Error deleting: {error.message}"),)
    changes += events
    changes += _untold(view, owner, pods, now)
    changes += _status(kind, owner, counted, error.message if events else None, now)
    repeat = Repeat(again.every, events) if again.every else None
    return Result(changes, again.at, again.memo, repeat)


def _untold(view: View, owner: Obj, pods: list[Obj], now: int) -> list[Change]:
    """The events of pods that were made just now, in the batch that a refusal has cut short."""
    from minikctl.controllers.replicas import creating

    told = {event["message"] for event in view.events_about(owner["metadata"]["uid"])}
    fresh = [pod["metadata"]["name"] for pod in pods if pod["metadata"].get("creationTimestamp") == rfc3339(now)]
    events = [creating.created(owner, name) for name in fresh]
    return [event for event in events if event.message not in told]


def _manage(kind: ReplicaKind, view: View, owner: Obj, counted: Census, now: int) -> list[Change]:
    """Creations or deletions that bring the number of active pods to what is wanted. Kubernetes does at most 500 of
    them a look; here it is one look.
    """
    if owner["metadata"].get("deletionTimestamp"):
        return []
    missing = owner["spec"].get("replicas", 1) - counted.active
    if not missing:
        return []
    if missing > 0:
        from minikctl.controllers.replicas import creating

        return creating.create(view, owner, owner["spec"]["template"], missing)
    from minikctl.controllers.replicas import ranking

    changes: list[Change] = []
    for pod in ranking.victims(view, owner, kind.resource, counted.pods or [], -missing, now):
        meta = pod["metadata"]
        changes.append(Delete("pods", meta["namespace"], meta["name"], meta["uid"]))
        changes.append(Event(owner, "Normal", "SuccessfulDelete", f"Deleted pod: {meta['name']}"))
    return changes


def _status(kind: ReplicaKind, owner: Obj, counted: Census, refused: str | None, now: int) -> list[Change]:
    new = status_of(kind, owner, counted, refused, now)
    return [] if new == owner.get("status") else [Update({**owner, "status": new}, "status")]


def _is_news(owner: Obj) -> bool:
    return bool((owner.get("status") or {}).get("observedGeneration") != owner["metadata"].get("generation"))


def _mark(owner: Obj, counted: Census) -> list[int]:
    return [owner["metadata"].get("generation", 0), counted.active]


def _failure_text(owner: Obj) -> str:
    for condition in (owner.get("status") or {}).get("conditions") or ():
        if condition["type"] == "ReplicaFailure":
            return str(condition.get("message", ""))
    return ""
