"""Recreate: all old pods go before the first new one comes."""

from __future__ import annotations

from minikctl.controllers._pods import is_finished
from minikctl.controllers.deployment import progress, revisions, scaling
from minikctl.controllers.deployment.draft import reported
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Result
    from minikctl.controllers.deployment.draft import Draft

Obj = dict[str, Any]


def recreate(draft: Draft, new: Obj | None, old: list[Obj]) -> Result:
    """One step; the next follows when pods have gone."""
    having = revisions.active(old)
    for rs in having:
        scaling.resize(draft, rs, 0)
    if having or _old_pods_run(draft, old):
        return progress.report(draft, new, old)
    new = new or revisions.create_new(draft, old)
    if new is None:
        return draft.result(requeue_at=draft.now)
    scaling.resize(draft, new, draft.replicas)
    if progress.is_complete(draft, draft.status):
        revisions.clean_up(draft, old)
    return progress.report(draft, new, old)


def _old_pods_run(draft: Draft, old: list[Obj]) -> bool:
    if any(reported(rs, "replicas") for rs in old):
        return True
    return any(not is_finished(pod) for rs in old for pod in draft.view.owned(rs["metadata"]["uid"], "pods"))
