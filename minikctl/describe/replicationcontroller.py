"""Replication controllers."""

from __future__ import annotations

from minikctl.core.selectors import from_labels
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events, pod_template
from minikctl.describe._page import Page
from minikctl.describe._replicas import pods_status

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    selector = spec.get("selector") or {}
    _page.head(page, obj)
    page.field("Selector", _page.joined(selector))
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("Replicas", f"{status.get('replicas', 0)} current / {spec.get('replicas', 0)} desired")
    page.field("Pods Status", pods_status(obj, related, str(from_labels(selector))))
    pod_template.write(page, spec.get("template"))
    _page.condition_lines(page, obj)
    events.write(page, obj, related)
    return page.text()
