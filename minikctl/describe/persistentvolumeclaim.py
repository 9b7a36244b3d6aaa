"""Persistent volume claims, with the pods that use them; and the claims that ephemeral volumes are made from."""

from __future__ import annotations

from minikctl.core.objects import owner_references
from minikctl.core.quantity import canonical
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import Page, when
from minikctl.describe._storage import access_modes, claim_class, finalizers, phase

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    claim(page, obj, related.now)
    page.values("Used By", _users(obj, related))
    _conditions(page, obj)
    events.write(page, obj, related)
    return page.text()


def claim(page: Page, obj: Obj, now: int | None = None) -> None:
    """The claim itself; without `now` it is a template, which has neither name nor status."""
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    if now is not None:
        _page.head(page, obj)
    page.field("StorageClass", claim_class(obj))
    if now is not None:
        page.field("Status", phase(obj, now))
    page.field("Volume", spec.get("volumeName", ""))
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    if now is not None:
        page.field("Finalizers", finalizers(obj))
    bound = bool(spec.get("volumeName"))
    page.field("Capacity", canonical((status.get("capacity") or {}).get("storage", "0")) if bound else "")
    page.field("Access Modes", access_modes(status.get("accessModes")) if bound else "")
    if spec.get("volumeMode") is not None:
        page.field("VolumeMode", spec["volumeMode"])
    source = spec.get("dataSource")
    if source is not None:
        page.line("DataSource:")
        if source.get("apiGroup") is not None:
            page.field("APIGroup", source["apiGroup"], 1)
        page.field("Kind", source.get("kind", ""), 1)
        page.field("Name", source.get("name", ""), 1)


def _users(obj: Obj, related: Related) -> list[str]:
    """Names of the pods that mount it, and of those that own it."""
    name = obj["metadata"]["name"]
    owners = {owner.get("uid") for owner in owner_references(obj) if owner.get("kind") == "Pod"}
    out = []
    for pod in related.list("pods", obj["metadata"].get("namespace", "")):
        mounts = [
            volume
            for volume in pod["spec"].get("volumes") or ()
            if (volume.get("persistentVolumeClaim") or {}).get("claimName") == name
        ]
        out += [pod["metadata"]["name"]] * (len(mounts) or (pod["metadata"].get("uid") in owners))
    return sorted(out)


def _conditions(page: Page, obj: Obj) -> None:
    found = (obj.get("status") or {}).get("conditions") or ()
    if not found:
        return
    page.line("Conditions:")
    page.line("Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage", 1)
    page.line("----\t------\t-----------------\t------------------\t------\t-------", 1)
    for each in found:
        cells = [each.get("type", ""), each.get("status", "")]
        cells += [when(each.get("lastProbeTime")), when(each.get("lastTransitionTime"))]
        page.line(" \t".join([*cells, each.get("reason", ""), each.get("message", "")]), 1)
