"""Ingress classes."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec = obj.get("spec") or {}
    _page.head(page, obj, namespaced=False)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("Controller", spec.get("controller", ""))
    parameters = spec.get("parameters")
    if parameters is not None:
        page.line("Parameters:")
        if parameters.get("apiGroup") is not None:
            page.field("APIGroup", parameters["apiGroup"], 1)
        page.field("Kind", parameters.get("kind", ""), 1)
        page.field("Name", parameters.get("name", ""), 1)
    events.write(page, obj, related)
    return page.text()
