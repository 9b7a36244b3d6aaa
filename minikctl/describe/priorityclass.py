"""Priority classes."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import Page, joined

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj, namespaced=False)
    page.field("Value", obj.get("value", 0))
    page.field("GlobalDefault", "true" if obj.get("globalDefault") else "false")
    page.field("PreemptionPolicy", obj.get("preemptionPolicy", ""))
    page.field("Description", obj.get("description", ""))
    page.field("Annotations", joined(obj["metadata"].get("annotations")))
    events.write(page, obj, related)
    return page.text()
