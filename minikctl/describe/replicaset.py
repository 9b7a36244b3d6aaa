"""Replica sets."""

from __future__ import annotations

from minikctl.core.errors import ApiError
from minikctl.core.selectors import format_label_selector
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events, pod_template
from minikctl.describe._page import Page
from minikctl.describe._replicas import pods_status, selector_text

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    _page.head(page, obj)
    page.field("Selector", format_label_selector(spec.get("selector")))
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    _page.controlled_by(page, obj)
    page.field("Replicas", f"{status.get('replicas', 0)} current / {spec.get('replicas', 0)} desired")
    try:
        page.field("Pods Status", pods_status(obj, related, selector_text(obj)))
    except ApiError as e:
        page.field("Pods Status", f"error in fetching pods: {e.message}")
    pod_template.write(page, spec.get("template") or {})
    _page.condition_lines(page, obj)
    events.write(page, obj, related)
    return page.text()
