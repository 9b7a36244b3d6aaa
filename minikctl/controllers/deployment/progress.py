"""Progress: whether a rollout moves on, is complete, or has taken longer than its deadline; the conditions Progressing
and ReplicaFailure.
"""

from __future__ import annotations

from minikctl.controllers import _conditions
from minikctl.controllers.deployment.status import calculate, condition, drop_condition, set_condition
from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Result
    from minikctl.controllers.deployment.draft import Draft

Obj = dict[str, Any]

_NO_DEADLINE = 2**31 - 1


def has_deadline(deployment: Obj) -> bool:
    return deployment["spec"].get("progressDeadlineSeconds") not in (None, _NO_DEADLINE)


def check_paused(draft: Draft) -> None:
    """Note a pause and its end, except where the lack of progress has been reported already."""
    if not has_deadline(draft.deployment):
        return
    current = _conditions.find(draft.status.get("conditions"), "Progressing")
    reason = current.get("reason") if current else None
    if reason == "ProgressDeadlineExceeded":
        return
    paused = bool(draft.deployment["spec"].get("paused"))
    if paused and reason != "DeploymentPaused":
        set_condition(
            draft.status, condition(draft, "Progressing", "Unknown", "DeploymentPaused", "Deployment is paused")
        )
    elif not paused and reason == "DeploymentPaused":
        set_condition(
            draft.status, condition(draft, "Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed")
        )


def found_new(draft: Draft, new: Obj) -> None:
    """A replica set was there before anybody cared about progress."""
    if has_deadline(draft.deployment) and not _conditions.find(draft.status.get("conditions"), "Progressing"):
        text = f'Found new replica set "{new["metadata"]["name"]}"'
        set_condition(draft.status, condition(draft, "Progressing", "True", "FoundNewReplicaSet", text))


def created_new(draft: Draft, new: Obj) -> None:
    if has_deadline(draft.deployment):
        text = f'Created new replica set "{new["metadata"]["name"]}"'
        set_condition(draft.status, condition(draft, "Progressing", "True", "NewReplicaSetCreated", text))


def report(draft: Draft, new: Obj | None, old: list[Obj]) -> Result:
    """Write the status of a rollout; look again when its deadline is over."""
    status = calculate(draft, new, old)
    _progress(draft, status, new)
    _failures(status, new, old)
    draft.deployment["status"] = status
    return draft.result(_deadline(draft, status))


def report_counts(draft: Draft, new: Obj | None, old: list[Obj]) -> Result:
    """Write the status while no rollout goes on (paused, scaled, being deleted)."""
    draft.deployment["status"] = calculate(draft, new, old)
    return draft.result()


def is_complete(draft: Draft, status: Obj) -> bool:
    """Every replica is new and available, and the status is about the present spec."""
    counts = [status.get(field, 0) for field in ("updatedReplicas", "replicas", "availableReplicas")]
    observed = status.get("observedGeneration", 0) >= draft.deployment["metadata"].get("generation", 0)
    return bool(counts == [draft.replicas] * 3 and observed)


def _progress(draft: Draft, status: Obj, new: Obj | None) -> None:
    if not has_deadline(draft.deployment):
        drop_condition(status, "Progressing")
        return
    current = _conditions.find(draft.status.get("conditions"), "Progressing")
    done = current is not None and current.get("reason") == "NewReplicaSetAvailable"
    if done and status.get("replicas", 0) == status.get("updatedReplicas", 0):
        return
    what = f'ReplicaSet "{new["metadata"]["name"]}"' if new else f'Deployment "{draft.deployment["metadata"]["name"]}"'
    if is_complete(draft, status):
        text = f"{what} has successfully progressed."
        set_condition(status, condition(draft, "Progressing", "True", "NewReplicaSetAvailable", text))
    elif _moves(draft.status, status):
        _moved(draft, status, current, what)
    elif _timed_out(draft, status):
        text = f"{what} has timed out progressing."
        set_condition(status, condition(draft, "Progressing", "False", "ProgressDeadlineExceeded", text))


def _moved(draft: Draft, status: Obj, current: Obj | None, what: str) -> None:
    """Unlike other conditions this one is renewed each time: its lastUpdateTime is what the deadline counts from."""
    renewed = condition(draft, "Progressing", "True", "ReplicaSetUpdated", f"{what} is progressing.")
    if current is not None:
        if current["status"] == "True":
            renewed["lastTransitionTime"] = current["lastTransitionTime"]
        status["conditions"] = _conditions.without(status["conditions"], "Progressing")
    set_condition(status, renewed)


def _moves(before: Obj, after: Obj) -> bool:
    """More new pods, fewer old ones, or more that are ready or available."""
    if any(after.get(f, 0) > before.get(f, 0) for f in ("updatedReplicas", "readyReplicas", "availableReplicas")):
        return True
    old_pods = [status.get("replicas", 0) - status.get("updatedReplicas", 0) for status in (after, before)]
    return bool(old_pods[0] < old_pods[1])


def _timed_out(draft: Draft, status: Obj) -> bool:
    current = _conditions.find(status.get("conditions"), "Progressing")
    if current is None or current.get("reason") == "NewReplicaSetAvailable":
        return False
    if current.get("reason") == "ProgressDeadlineExceeded":
        return True
    deadline = int(draft.deployment["spec"]["progressDeadlineSeconds"]) * SECOND
    return _last_update(current) + deadline < draft.now


def _deadline(draft: Draft, status: Obj) -> int | None:
    """A second after the deadline, as times have no fractions; None where there is nothing to wait for."""
    current = _conditions.find(status.get("conditions"), "Progressing")
    if not has_deadline(draft.deployment) or current is None or is_complete(draft, status):
        return None
    if current.get("reason") in ("ProgressDeadlineExceeded", "NewReplicaSetAvailable"):
        return None
    until = _last_update(current) + (draft.deployment["spec"]["progressDeadlineSeconds"] + 1) * SECOND
    return until if until > draft.now else None


def _last_update(current: Obj) -> int:
    return parse_rfc3339(current["lastUpdateTime"])


def _failures(status: Obj, new: Obj | None, old: list[Obj]) -> None:
    """The new replica set's failure, or else any old one's, is the Deployment's."""
    for rs in [new, *old] if new else old:
        failure = _conditions.find((rs.get("status") or {}).get("conditions"), "ReplicaFailure")
        if failure:
            since = failure.get("lastTransitionTime")
            set_condition(status, {**failure, "lastUpdateTime": since, "lastTransitionTime": since})
            return
    drop_condition(status, "ReplicaFailure")
