"""Probes on one line each: how they ask, and how often."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.describe._page import Page

Obj = dict[str, Any]

_PLAIN = frozenset("-_.~$&+,/:;=@")  # what a URL's path keeps as it is, beside letters and digits


def write(page: Page, container: Obj) -> None:
    for name in ("liveness", "readiness", "startup"):
        probe = container.get(f"{name}Probe")
        if probe:
            page.field(name.capitalize(), describe(probe), 2)


def describe(probe: Obj) -> str:
    """`http-get http://:80/ delay=0s timeout=1s period=10s successThreshold=1 failureThreshold=3`."""
    timing = (
        f"delay={probe.get('initialDelaySeconds', 0)}s timeout={probe.get('timeoutSeconds', 0)}s "
        f"period={probe.get('periodSeconds', 0)}s successThreshold={probe.get('successThreshold', 0)} "
        f"failureThreshold={probe.get('failureThreshold', 0)}"
    )
    return f"{_asks(probe)} {timing}"


def _asks(probe: Obj) -> str:
    if probe.get("exec") is not None:
        return f"exec [{' '.join(probe['exec'].get('command') or ())}]"
    if probe.get("httpGet") is not None:
        return f"http-get {_url(probe['httpGet'])}"
    if probe.get("tcpSocket") is not None:
        return f"tcp-socket {probe['tcpSocket'].get('host', '')}:{probe['tcpSocket'].get('port', 0)}"
    if probe.get("grpc") is not None:
        return f"grpc <pod>:{probe['grpc'].get('port', 0)} {probe['grpc'].get('service') or ''}"
    return "unknown"


def _url(action: Obj) -> str:
    host = action.get("host") or ""
    if ":" in host:
        host = f"[{host}]"
    path = action.get("path") or ""
    if path != "*":
        path = "".join(map(_escaped, path))
    if path and not path.startswith("/"):
        path = "/" + path
    scheme = (action.get("scheme") or "").lower()
    return f"{scheme + ':' if scheme else ''}//{host}:{action.get('port', 0)}{path}"


def _escaped(char: str) -> str:
    if char in _PLAIN or (char.isascii() and char.isalnum()):
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode())
