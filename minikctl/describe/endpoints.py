"""Endpoints."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import NONE, UNSET, Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    _page.head(page, obj)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.line("Subsets:")
    for subset in obj.get("subsets") or ():
        for title, field in (("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")):
            page.field(title, ",".join(each.get("ip", "") for each in subset.get(field) or ()) or NONE, 1)
        ports = subset.get("ports") or ()
        if ports:
            page.line("Ports:", 1)
            page.line("Name\tPort\tProtocol", 2)
            page.line("----\t----\t--------", 2)
        for port in ports:
            page.line(f"{port.get('name') or UNSET}\t{port.get('port', 0)}\t{port.get('protocol', '')}", 2)
        page.write("\n")
    events.write(page, obj, related)
    return page.text()
