"""Volume attributes classes."""

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
    page.field("Annotations", joined(obj["metadata"].get("annotations")))
    page.field("DriverName", obj.get("driverName", ""))
    page.field("Parameters", joined(obj.get("parameters")))
    events.write(page, obj, related)
    return page.text()
