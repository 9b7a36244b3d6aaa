"""CSI nodes: the storage drivers of a node."""

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
    page.field("CreationTimestamp", _page.created(obj))
    page.line("Spec:")
    drivers = (obj.get("spec") or {}).get("drivers")
    if drivers is not None:
        page.line("Drivers:", 1)
    for driver in drivers or ():
        page.line(f"{driver.get('name', '')}:", 2)
        page.field("Node ID", driver.get("nodeID", ""), 3)
        count = (driver.get("allocatable") or {}).get("count")
        if count is not None:
            page.line("Allocatables:", 3)
            page.field("Count", count, 4)
        if driver.get("topologyKeys") is not None:
            page.field("Topology Keys", f"[{' '.join(driver['topologyKeys'])}]", 3)
    events.write(page, obj, related)
    return page.text()
