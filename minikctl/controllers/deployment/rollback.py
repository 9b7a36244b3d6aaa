"""spec.rollbackTo of the old API versions: the controller itself puts an earlier template back, and says so in
events.
"""

from __future__ import annotations

from minikctl.controllers.deployment import revisions
from minikctl.controllers.deployment.draft import annotations_of
from minikctl.controllers.deployment.templates import equal_ignoring_hash
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Result
    from minikctl.controllers.deployment.draft import Draft

Obj = dict[str, Any]


def wanted(deployment: Obj) -> int | None:
    """The revision to go back to (0: the last one), None where nobody asked. apps/v1 keeps the field as an
    annotation.
    """
    if deployment["spec"].get("rollbackTo") is not None:
        return int(deployment["spec"]["rollbackTo"].get("revision", 0))
    text = (deployment["metadata"].get("annotations") or {}).get(revisions.ROLLBACK_TO)
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def roll_back(draft: Draft, revision: int, new: Obj | None, old: list[Obj]) -> Result:
    """Put the template of a revision back and forget the wish; the rollout itself is the next look's."""
    _clear(draft.deployment)
    candidates = [*old, new] if new else old
    if revision == 0:
        revision = _last(candidates)
        if revision == 0:
            draft.event("DeploymentRollbackRevisionNotFound", "Unable to find last revision.", "Warning")
            return draft.result(requeue_at=draft.now)
    target = next((rs for rs in candidates if revisions.revision(rs) == revision), None)
    if target is None:
        message = "Unable to find the revision to rollback to."
        draft.event("DeploymentRollbackRevisionNotFound", message, "Warning")
    else:
        _restore(draft, target, revision)
    return draft.result(requeue_at=draft.now)


def _restore(draft: Draft, target: Obj, revision: int) -> None:
    deployment = draft.deployment
    name, template = deployment["metadata"]["name"], target["spec"]["template"]
    if equal_ignoring_hash(deployment["spec"]["template"], template):
        message = f'The rollback revision contains the same template as current deployment "{name}"'
        draft.event("DeploymentRollbackTemplateUnchanged", message, "Warning")
        return
    meta = dict(template.get("metadata") or {})
    meta["labels"] = {k: v for k, v in (meta.get("labels") or {}).items() if k != revisions.HASH_LABEL}
    deployment["spec"]["template"] = {**template, "metadata": meta}
    own = {k: v for k, v in annotations_of(deployment).items() if k in revisions.OWN_ANNOTATIONS}
    copied = {k: v for k, v in annotations_of(target).items() if k not in revisions.OWN_ANNOTATIONS}
    deployment["metadata"]["annotations"] = {**own, **copied}
    draft.event("DeploymentRollback", f'Rolled back deployment "{name}" to revision {revision}')


def _last(candidates: list[Obj]) -> int:
    """The second highest revision, 0 where there is none."""
    numbers = sorted((revisions.revision(rs) or 0 for rs in candidates), reverse=True)
    return numbers[1] if len(numbers) > 1 else 0


def _clear(deployment: Obj) -> None:
    deployment["spec"].pop("rollbackTo", None)
    mine = deployment["metadata"].get("annotations")
    if mine:
        mine.pop(revisions.ROLLBACK_TO, None)
        if not mine:
            del deployment["metadata"]["annotations"]
