"""Endpoint slices."""

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
    page.field("AddressType", obj.get("addressType", ""))
    _ports(page, obj.get("ports") or ())
    endpoints = obj.get("endpoints") or ()
    page.line("Endpoints:" + ("" if endpoints else f" {NONE}"))
    for endpoint in endpoints:
        _endpoint(page, endpoint)
    events.write(page, obj, related)
    return page.text()


def _ports(page: Page, ports: list[Obj] | tuple[()]) -> None:
    if not ports:
        page.line(f"Ports: {UNSET}")
        return
    page.line("Ports:")
    page.line("Name\tPort\tProtocol", 1)
    page.line("----\t----\t--------", 1)
    for port in ports:
        number = port.get("port")
        cells = (port.get("name") or UNSET, UNSET if number is None else number, port.get("protocol", ""))
        page.line("\t".join(map(str, cells)), 1)


def _endpoint(page: Page, endpoint: Obj) -> None:
    page.field("- Addresses", ", ".join(endpoint.get("addresses") or ()) or NONE, 1)
    page.line("Conditions:", 2)
    ready = (endpoint.get("conditions") or {}).get("ready")
    page.field("Ready", UNSET if ready is None else "true" if ready else "false", 3)
    page.field("Hostname", _or_unset(endpoint, "hostname"), 2)
    target = endpoint.get("targetRef")
    if target is not None:
        page.field("TargetRef", f"{target.get('kind', '')}/{target.get('name', '')}", 2)
    page.field("NodeName", _or_unset(endpoint, "nodeName"), 2)
    page.field("Zone", _or_unset(endpoint, "zone"), 2)


def _or_unset(endpoint: Obj, field: str) -> str:
    value = endpoint.get(field)
    return UNSET if value is None else str(value)
