"""Going back: which revision, and the patch that restores it. source: kubectl rollbackers, observed on v1.37"""

from __future__ import annotations

from minikctl.cli.rollouts import history
from minikctl.client._base import JSON_PATCH, STRATEGIC_PATCH
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.cli.rollouts.history import Revision
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

HASH = "pod-template-hash"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
# what stays the Deployment's own when it takes over the annotations of an old ReplicaSet
_KEPT = (
    LAST_APPLIED,
    "deployment.kubernetes.io/revision",
    "deployment.kubernetes.io/revision-history",
    "deployment.kubernetes.io/desired-replicas",
    "deployment.kubernetes.io/max-replicas",
    "deprecated.deployment.rollback.to",
)


class Step(NamedTuple):
    """What `undo` is to do: send a patch, or only say something."""

    text: str
    patch: Any = None
    patch_type: str = ""


def step(client: Client, info: Info, to_revision: int, preview: bool) -> Step:
    """How to go back. CliError where there is nothing to go back to."""
    assert info.obj is not None
    kind = info.resource.kind
    if kind not in ("Deployment", "DaemonSet", "StatefulSet"):
        raise history.without(info, "rollbacker", "retrieving rollbacker")
    if to_revision < 0:
        raise CliError(f"unable to find specified revision {to_revision} in history")
    revision = _choose(history.of(client, info), to_revision, info)
    if preview:
        from minikctl.describe.pod_template import template_text

        head = "" if kind == "Deployment" else "will roll back to "
        return Step(head + template_text(revision.template))
    if kind == "Deployment":
        return _deployment(info.obj, revision)
    return _by_revision(client, info.obj, revision)


def _choose(revisions: list[Revision], number: int, info: Info) -> Revision:
    if number:
        for revision in revisions:
            if revision.number == number:
                return revision
        raise CliError(f"unable to find specified revision {number} in history")
    if len(revisions) < 2:
        if info.resource.kind == "Deployment":
            raise CliError(f'no rollout history found for deployment "{info.name}"')
        raise CliError("no last revision to roll back to")
    return revisions[-2]


def _skipped(revision: Revision) -> Step:
    return Step(f"skipped rollback (current template already matches revision {revision.number})")


def _deployment(obj: Obj, revision: Revision) -> Step:
    if obj["spec"].get("paused"):
        raise CliError(
            "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"
        )
    template = _without_hash(revision.template)
    if template == _without_hash(obj["spec"]["template"]):
        return _skipped(revision)
    mine = obj["metadata"].get("annotations") or {}
    old = revision.obj["metadata"].get("annotations") or {}
    notes = {k: v for k, v in mine.items() if k in _KEPT}
    notes.update({k: v for k, v in old.items() if k not in _KEPT})
    patch = [
        {"op": "replace", "path": "/spec/template", "value": template},
        {"op": "replace", "path": "/metadata/annotations", "value": notes},
    ]
    return Step("rolled back", patch, JSON_PATCH)


def _by_revision(client: Client, obj: Obj, revision: Revision) -> Step:
    from minikctl.core.patches import strategic

    type_name = client.schema_type(obj["apiVersion"], obj["kind"]) or ""
    data = revision.obj.get("data") or {}
    if strategic.apply(obj, data, type_name)["spec"]["template"] == obj["spec"]["template"]:
        return _skipped(revision)
    return Step("rolled back", data, STRATEGIC_PATCH)


def _without_hash(template: Obj) -> Obj:
    meta = template.get("metadata") or {}
    labels = meta.get("labels") or {}
    if HASH not in labels:
        return template
    return {**template, "metadata": {**meta, "labels": {k: v for k, v in labels.items() if k != HASH}}}


def managed_by_apply(info: Info) -> str:
    """The warning for an object that `apply` made, "" for others."""
    notes = (info.obj or {}).get("metadata", {}).get("annotations") or {}
    if LAST_APPLIED not in notes:
        return ""
    return (
        f"resource {info.resource.plural}/{info.name} was previously managed with 'kubectl apply'. "
        "Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, "
        "which may cause unexpected behavior on future 'kubectl apply' operations. "
        "Consider using 'kubectl apply' with your previous configuration file instead."
    )
