"""The revisions of a rollout: a Deployment's ReplicaSets, or the ControllerRevisions of the others."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

REVISION = "deployment.kubernetes.io/revision"
CHANGE_CAUSE = "kubernetes.io/change-cause"


class Revision(NamedTuple):
    """One revision: its number, the object that keeps it, the pod template it had, what -o shows."""

    number: int
    obj: Obj
    template: Obj
    cause: str
    shown: Obj


def of(client: Client, info: Info) -> list[Revision]:
    """All revisions by number. CliError for a kind without a history."""
    kind = info.resource.kind
    if kind == "Deployment":
        return _replica_sets(client, info)
    if kind in ("StatefulSet", "DaemonSet"):
        return _controller_revisions(client, info)
    raise without(info, "history viewer", "retrieving history")


_KNOWN = ("Job.batch", "CronJob.batch", "Pod", "ReplicaSet.apps", "ReplicationController")


def without(info: Info, what: str, doing: str) -> CliError:
    """What is said of kinds without revisions: those that kubectl knows by name, and all others."""
    resource = info.resource
    kind = f"{resource.kind}.{resource.group}" if resource.group else resource.kind
    if kind in _KNOWN:
        return CliError(f'no {what} has been implemented for "{kind}"')
    return CliError(f'error {doing} for "{kind}", no visitor method exists for {{{resource.group} {resource.kind}}}')


def _owned(client: Client, info: Info, word: str) -> list[Obj]:
    """Objects that the rollout's selector finds and the rollout controls."""
    from minikctl.core.selectors import from_label_selector

    assert info.obj is not None
    selector = str(from_label_selector(info.obj["spec"].get("selector") or {}))
    found = client.list(client.resolve(word), info.namespace, selector)["items"]
    uid = info.obj["metadata"]["uid"]
    return [
        o
        for o in found
        if any(r.get("controller") and r["uid"] == uid for r in o["metadata"].get("ownerReferences") or ())
    ]


def _replica_sets(client: Client, info: Info) -> list[Revision]:
    out = []
    for rs in _owned(client, info, "replicasets.apps"):
        notes = rs["metadata"].get("annotations") or {}
        number = notes.get(REVISION, "")
        if number.isdigit() and int(number):
            out.append(Revision(int(number), rs, rs["spec"]["template"], notes.get(CHANGE_CAUSE, ""), rs))
    return sorted(out, key=lambda r: r.number)


def _controller_revisions(client: Client, info: Info) -> list[Revision]:
    from minikctl.core.patches import strategic

    assert info.obj is not None
    type_name = client.schema_type(info.obj["apiVersion"], info.obj["kind"]) or ""
    out = []
    for revision in _owned(client, info, "controllerrevisions.apps"):
        was = strategic.apply(info.obj, revision.get("data") or {}, type_name)
        notes = revision["metadata"].get("annotations") or {}
        cause = notes.get(CHANGE_CAUSE, "")
        out.append(Revision(revision["revision"], revision, was["spec"]["template"], cause, was))
    return sorted(out, key=lambda r: r.number)


def table(revisions: list[Revision]) -> str:
    """REVISION and CHANGE-CAUSE, one line each."""
    from minikctl.printers.tabwriter import TabWriter

    if not revisions:
        return "No rollout history found."
    writer = TabWriter(0, 8, 2)
    writer.line(["REVISION", "CHANGE-CAUSE"])
    for revision in revisions:
        writer.line([str(revision.number), revision.cause or "<none>"])
    return "\n" + writer.flush()


def detail(revisions: list[Revision], number: int, kind: str) -> str:
    """The pod template of one revision. CliError where there is none."""
    from minikctl.describe.pod_template import template_text

    for revision in revisions:
        if revision.number == number:
            return f"with revision #{number}\n" + template_text(_with_cause(revision, kind))
    raise CliError("unable to find the specified revision")


def _with_cause(revision: Revision, kind: str) -> Obj:
    """A Deployment's history shows the change cause among the template's annotations."""
    template = revision.template
    if kind != "Deployment" or not revision.cause:
        return template
    meta = template.get("metadata") or {}
    notes = {**(meta.get("annotations") or {}), CHANGE_CAUSE: revision.cause}
    return {**template, "metadata": {**meta, "annotations": notes}}
