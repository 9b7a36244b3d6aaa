"""Stateful sets."""

from __future__ import annotations

from minikctl.core.quantity import canonical
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events, pod_template
from minikctl.describe._page import NONE, Page, pairs
from minikctl.describe._replicas import pods_status, selector_text
from minikctl.describe._storage import claim_class

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    _page.head(page, obj)
    page.field("CreationTimestamp", _page.created(obj))
    selector = selector_text(obj)
    page.field("Selector", selector)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    for title, field in (("Service Name", "serviceName"), ("Pod Management Policy", "podManagementPolicy")):
        if spec.get(field):
            page.field(title, spec[field])
    page.field("Replicas", f"{spec.get('replicas', 0)} desired | {status.get('replicas', 0)} total")
    _strategy(page, spec.get("updateStrategy") or {})
    _retention(page, spec.get("persistentVolumeClaimRetentionPolicy"))
    page.field("Pods Status", pods_status(obj, related, selector))
    pod_template.write(page, spec.get("template") or {})
    _claims(page, spec.get("volumeClaimTemplates") or [])
    events.write(page, obj, related)
    return page.text()


def _strategy(page: Page, strategy: Obj) -> None:
    page.field("Update Strategy", strategy.get("type", ""))
    rolling = strategy.get("rollingUpdate") or {}
    if rolling.get("partition") is not None:
        page.field("Partition", rolling["partition"], 1)
        if rolling.get("maxUnavailable") is not None:
            page.field("MaxUnavailable", rolling["maxUnavailable"], 1)


def _retention(page: Page, policy: Obj | None) -> None:
    if policy is not None:
        page.line("Persistent Volume Claim Retention Policy:")
        page.field("WhenDeleted", policy.get("whenDeleted", ""), 1)
        page.field("WhenScaled", policy.get("whenScaled", ""), 1)


def _claims(page: Page, templates: list[Obj]) -> None:
    if not templates:
        page.field("Volume Claims", NONE)
        return
    page.line("Volume Claims:")
    for claim in templates:
        meta, spec = claim["metadata"], claim.get("spec") or {}
        page.field("Name", meta.get("name", ""), 1)
        page.field("StorageClass", claim_class(claim), 1)
        page.values("Labels", pairs(meta.get("labels")), indent="  ")
        page.values("Annotations", pairs(meta.get("annotations")), indent="  ")
        size = ((spec.get("resources") or {}).get("requests") or {}).get("storage")
        page.field("Capacity", "<default>" if size is None else canonical(size), 1)
        page.field("Access Modes", f"[{' '.join(spec.get('accessModes') or ())}]", 1)
