"""One look at a Deployment: the table of contents."""

from __future__ import annotations

from minikctl.controllers import _retry
from minikctl.controllers._base import NOTHING, Create, Event, Result, Update
from minikctl.controllers.deployment import bounds, claiming, progress, revisions, rollback, rolling, scaling
from minikctl.controllers.deployment.draft import Draft
from minikctl.controllers.deployment.status import condition, set_condition
from minikctl.core.errors import is_namespace_terminating
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    deployment = view.get("deployments.apps", namespace, name)
    if deployment is None:
        return NOTHING
    if not deployment["spec"].get("selector"):
        return _selects_all(deployment)
    turn = _retry.turn(view.memo(), now, _mark(view, deployment)) if view.memo() else None
    if turn is not None:
        return Result((), turn, view.memo())
    replica_sets, claims = claiming.claim(view, deployment)
    if claims:
        return Result(claims, requeue_at=now)
    draft = Draft(view, deployment, replica_sets, now)
    return _steps(draft)._replace(memo=_retry.trying(view.memo()))


def _steps(draft: Draft) -> Result:
    deployment = draft.deployment
    if deployment["metadata"].get("deletionTimestamp"):
        return progress.report_counts(draft, *revisions.split(draft))
    progress.check_paused(draft)
    new, old = revisions.split(draft)
    if deployment["spec"].get("paused"):
        return _rest(draft, new, old)
    wanted = rollback.wanted(deployment)
    if wanted is not None:
        return rollback.roll_back(draft, wanted, new, old)
    if scaling.is_due(draft, draft.replica_sets):
        return _rest(draft, new, old)
    if bounds.is_rolling_update(deployment):
        return rolling.roll(draft, new, old)
    from minikctl.controllers.deployment import recreate

    return recreate.recreate(draft, new, old)


def _rest(draft: Draft, new: Obj | None, old: list[Obj]) -> Result:
    """Scale without rolling on; while paused the history is trimmed too."""
    scaling.scale(draft, new, old)
    if draft.deployment["spec"].get("paused") and rollback.wanted(draft.deployment) is None:
        revisions.clean_up(draft, old)
    return progress.report_counts(draft, new, old)


def _selects_all(deployment: Obj) -> Result:
    meta, status = deployment["metadata"], deployment.get("status") or {}
    message = "This deployment is selecting all pods. A non-empty selector is required."
    changes: list[Change] = [Event(deployment, "Warning", "SelectingAll", message)]
    if status.get("observedGeneration", 0) < meta.get("generation", 0):
        new = {**status, "observedGeneration": meta["generation"]}
        changes.append(Update({**deployment, "status": new}, "status"))
    return Result(changes)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    """A refused replica set is an event and a condition; whatever it was, another try follows."""
    namespace, name = key.split("/")
    deployment = view.get("deployments.apps", namespace, name)
    if deployment is None or is_namespace_terminating(error):
        return NOTHING
    again = _retry.failed(view.memo(), now, _mark(view, deployment))
    if not isinstance(change, Create):
        return Result((), again.at or now + (again.every or 0), again.memo)
    draft = Draft(view, deployment, [], now)
    text = f'Failed to create new replica set "{change.obj["metadata"]["name"]}": {error.message}'
    draft.event("ReplicaSetCreateError", text, "Warning")
    if progress.has_deadline(deployment):
        set_condition(draft.status, condition(draft, "Progressing", "False", "ReplicaSetCreateError", text))
    return draft.result(again.at or now + (again.every or 0))._replace(memo=again.memo)


def _mark(view: View, deployment: Obj) -> list[str]:
    """Whatever a try depends on: the Deployment and its replica sets as they are."""
    replica_sets = view.owned(deployment["metadata"]["uid"], "replicasets.apps")
    return [
        str(deployment["metadata"].get("generation", 0)),
        *(rs["metadata"]["resourceVersion"] for rs in replica_sets),
    ]
