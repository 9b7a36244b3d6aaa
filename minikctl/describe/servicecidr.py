"""Ranges of service addresses."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj, namespaced=False)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("CIDRs", ", ".join((obj.get("spec") or {}).get("cidrs") or ()))
    _page.timed_conditions(page, obj, before="Status:\n")
    events.write(page, obj, related)
    return page.text()
