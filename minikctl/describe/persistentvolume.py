"""Persistent volumes."""

from __future__ import annotations

from minikctl.core.quantity import canonical
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, _volumes, events
from minikctl.describe._page import NONE, Page
from minikctl.describe._storage import access_modes, claim_class, finalizers, phase

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    _page.head(page, obj, namespaced=False)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("Finalizers", finalizers(obj))
    page.field("StorageClass", claim_class(obj))
    page.field("Status", phase(obj, related.now))
    claim = spec.get("claimRef")
    page.field("Claim", f"{claim.get('namespace', '')}/{claim.get('name', '')}" if claim else "")
    page.field("Reclaim Policy", spec.get("persistentVolumeReclaimPolicy", ""))
    page.field("Access Modes", access_modes(spec.get("accessModes")))
    if spec.get("volumeMode") is not None:
        page.field("VolumeMode", spec["volumeMode"])
    page.field("Capacity", canonical((spec.get("capacity") or {}).get("storage", "0")))
    _node_affinity(page, (spec.get("nodeAffinity") or {}).get("required"))
    page.field("Message", status.get("message", ""))
    page.line("Source:")
    _volumes.source(page, spec, persistent=True)
    events.write(page, obj, related)
    return page.text()


def _node_affinity(page: Page, required: Obj | None) -> None:
    if required is None:
        page.field("Node Affinity", NONE)
        return
    page.field("Node Affinity", "")
    terms = required.get("nodeSelectorTerms") or ()
    page.field("Required Terms", "" if terms else NONE, 1)
    for number, term in enumerate(terms):
        _page.term(page, number, [_expression(each) for each in term.get("matchExpressions") or ()], 2)


def _expression(requirement: Obj) -> str:
    """`kubernetes.io/hostname in [node-1, node-2]`."""
    text = f"{requirement.get('key', '')} {requirement.get('operator', '').lower()}"
    values = requirement.get("values")
    return f"{text} [{', '.join(values)}]" if values else text
