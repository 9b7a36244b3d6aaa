"""Ingresses, with the endpoints behind their backends."""

from __future__ import annotations

from minikctl.core.errors import ApiError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _addresses, _page, events
from minikctl.describe._page import NONE, Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    meta, spec = obj["metadata"], obj.get("spec") or {}
    namespace = meta.get("namespace", "")
    page.field("Name", meta.get("name", ""))
    _page.label_lines(page, obj)
    page.field("Namespace", namespace)
    page.field("Address", _address(obj))
    name = spec.get("ingressClassName")
    page.field("Ingress Class", NONE if name is None else name)
    default = spec.get("defaultBackend")
    backend = "<default>" if default is None else _backend(default, namespace, related)
    page.field("Default backend", backend)
    _tls(page, spec.get("tls") or [])
    _rules(page, spec.get("rules") or [], backend, namespace, related)
    _page.annotation_lines(page, obj)
    events.write(page, obj, related)
    return page.text()


def _address(obj: Obj) -> str:
    found = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    return ",".join(sorted({each.get("ip") or each.get("hostname") or "" for each in found} - {""}))


def _tls(page: Page, entries: list[Obj]) -> None:
    if entries:
        page.line("TLS:")
    for each in entries:
        hosts = ",".join(each.get("hosts") or ())
        secret = each.get("secretName")
        page.line(f"{secret} terminates {hosts}" if secret else f"SNI routes {hosts}", 1)


def _rules(page: Page, rules: list[Obj], default: str, namespace: str, related: Related) -> None:
    page.write("Rules:\n  Host\tPath\tBackends\n")
    page.line("----\t----\t--------", 1)
    with_paths = [rule for rule in rules if rule.get("http") is not None]
    for rule in with_paths:
        page.line(f"{rule.get('host') or '*'}\t", 1)
        for path in rule["http"].get("paths") or ():
            backend = _backend(path.get("backend") or {}, namespace, related)
            page.line(f"\t{path.get('path', '')} \t{backend}", 2)
    if not with_paths:
        page.line(f"*\t*\t{default}", 1)


def _backend(backend: Obj, namespace: str, related: Related) -> str:
    """`web:80 (10.0.0.1:80)`, or what object it is."""
    if backend.get("service") is not None:
        return _service(backend["service"], namespace, related)
    resource = backend.get("resource")
    if resource is None:
        return ""
    group = NONE if resource.get("apiGroup") is None else resource["apiGroup"]
    return f"APIGroup: {group}, Kind: {resource.get('kind', '')}, Name: {resource.get('name', '')}"


def _service(backend: Obj, namespace: str, related: Related) -> str:
    name, port = backend.get("name", ""), backend.get("port") or {}
    number, port_name = port.get("number") or 0, port.get("name") or ""
    text = f"{name}:{number or port_name}"
    try:
        slices = _addresses.slices_of(related, namespace, name)
        service = related.get("services", namespace, name)
    except ApiError as e:
        return f"{text} (<error: {e.message}>)"
    if service is None:
        return f'{text} (<error: services "{name}" not found>)'
    called = ""
    for each in service["spec"].get("ports") or ():
        if (number and each.get("port") == number) or (not number and port_name and each.get("name") == port_name):
            called = each.get("name") or ""
    return f"{text} ({_addresses.ready(slices, called)})"
