"""Pod disruption budgets."""

from __future__ import annotations

from minikctl.core.selectors import format_label_selector
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import UNSET, Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_COUNTS = (
    ("Allowed disruptions", "disruptionsAllowed"),
    ("Current", "currentHealthy"),
    ("Desired", "desiredHealthy"),
    ("Total", "expectedPods"),
)


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    _page.head(page, obj)
    if spec.get("minAvailable") is not None:
        page.field("Min available", spec["minAvailable"])
    elif spec.get("maxUnavailable") is not None:
        page.field("Max unavailable", spec["maxUnavailable"])
    selector = spec.get("selector")
    page.field("Selector", UNSET if selector is None else format_label_selector(selector))
    page.line("Status:")
    for title, field in _COUNTS:
        page.field(title, status.get(field, 0), 2)
    events.write(page, obj, related)
    return page.text()
