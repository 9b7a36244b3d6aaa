"""Daemon sets."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events, pod_template
from minikctl.describe._page import Page
from minikctl.describe._replicas import pods_status, selector_text

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

# These lines have no columns.
_COUNTS = (
    ("Desired Number of Nodes Scheduled", "desiredNumberScheduled"),
    ("Current Number of Nodes Scheduled", "currentNumberScheduled"),
    ("Number of Nodes Scheduled with Up-to-date Pods", "updatedNumberScheduled"),
    ("Number of Nodes Scheduled with Available Pods", "numberAvailable"),
    ("Number of Nodes Misscheduled", "numberMisscheduled"),
)


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    status, template = obj.get("status") or {}, obj["spec"].get("template") or {}
    selector = selector_text(obj)
    _page.head(page, obj)
    page.field("Selector", selector)
    page.field("Node-Selector", _page.joined((template.get("spec") or {}).get("nodeSelector")))
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    for title, field in _COUNTS:
        page.line(f"{title}: {status.get(field, 0)}")
    page.field("Pods Status", pods_status(obj, related, selector))
    pod_template.write(page, template)
    events.write(page, obj, related)
    return page.text()
