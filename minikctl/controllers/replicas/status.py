"""The status of a replica set, from its pods."""

from __future__ import annotations

from minikctl.controllers import _conditions
from minikctl.core.times import SECOND, parse_rfc3339, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers.replicas._kind import ReplicaKind

Obj = dict[str, Any]


class Census(NamedTuple):
    """The pods of one owner, counted. `next_available` is when the next ready one becomes available; `pods` are the
    active ones, where they were looked at one by one.
    """

    active: int
    ready: int
    available: int
    labeled: int
    terminating: int
    next_available: int | None
    pods: list[Obj] | None


def census(pods: list[Obj], owner: Obj, now: int) -> Census:
    """One pass over all pods; this is the hot loop of a large replica set."""
    spec = owner["spec"]
    wait = spec.get("minReadySeconds", 0) * SECOND
    template_labels = ((spec.get("template") or {}).get("metadata") or {}).get("labels") or {}
    wanted = template_labels.items()
    active: list[Obj] = []
    ready = available = labeled = terminating = 0
    waiting: list[int] = []
    for pod in pods:
        meta = pod["metadata"]
        status = pod.get("status") or {}
        if status.get("phase") in ("Succeeded", "Failed"):
            continue
        if "deletionTimestamp" in meta:
            terminating += 1
            continue
        active.append(pod)
        if wanted <= (meta.get("labels") or {}).items():
            labeled += 1
        for condition in status.get("conditions") or ():
            if condition["type"] == "Ready":
                if condition["status"] == "True":
                    ready += 1
                    since = parse_rfc3339(condition["lastTransitionTime"]) if wait else 0
                    if not wait or since + wait <= now:
                        available += 1
                    else:
                        waiting.append(since + wait)
                break
    return Census(len(active), ready, available, labeled, terminating, min(waiting, default=None), active)


def tally(owner: Obj, sums: tuple[int, int, int]) -> Census | None:
    """The census without looking at a pod, from (active, ready, terminating); None where that does not tell all.

    All pods have the template's labels, as at the last look: one that may not have them wakes with another key.
    """
    spec, status = owner["spec"], owner.get("status") or {}
    active, ready, terminating = sums
    if (
        spec.get("minReadySeconds", 0)
        or status.get("observedGeneration") != owner["metadata"].get("generation")
        or status.get("fullyLabeledReplicas", 0) != status.get("replicas", 0)
        or "deletionTimestamp" in owner["metadata"]
        or active > spec.get("replicas", 1)  # somebody has to go
    ):
        return None
    return Census(active, ready, ready, active, terminating, None, None)


def status_of(kind: ReplicaKind, owner: Obj, counted: Census, refused: str | None, now: int) -> Obj:
    """The new status. `refused`: what the API server said to the last creation or deletion, None if there was none or
    all went well.
    """
    meta, old = owner["metadata"], owner.get("status") or {}
    out: Obj = {"replicas": counted.active}
    for field, value in (
        ("fullyLabeledReplicas", counted.labeled),
        ("readyReplicas", counted.ready),
        ("availableReplicas", counted.available),
        ("observedGeneration", meta.get("generation", 0)),
    ):
        if value:
            out[field] = value
    if kind.terminating:
        out["terminatingReplicas"] = counted.terminating
    conditions = _failure(old.get("conditions") or [], owner, counted, refused, now)
    if conditions:
        out["conditions"] = conditions
    return out


def _failure(conditions: list[Obj], owner: Obj, counted: Census, refused: str | None, now: int) -> list[Obj]:
    """ReplicaFailure appears with the first refusal, keeps its text, and goes when all is well."""
    present = _conditions.find(conditions, "ReplicaFailure")
    if refused is None:
        return _conditions.without(conditions, "ReplicaFailure") if present else conditions
    if present:
        return conditions
    excess = counted.active - owner["spec"].get("replicas", 1)
    condition: Obj = {"type": "ReplicaFailure", "status": "True", "lastTransitionTime": rfc3339(now)}
    if excess:
        condition["reason"] = "FailedCreate" if excess < 0 else "FailedDelete"
    condition["message"] = refused
    return _conditions.replaced(conditions, condition)
