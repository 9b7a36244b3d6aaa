"""Where a service's traffic goes: the ready endpoints of its slices."""

from __future__ import annotations

from minikctl.core.errors import ApiError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe._page import NONE

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

_SHOWN = 3


def slices_of(related: Related, namespace: str, service: str) -> list[Obj]:
    return related.list("endpointslices.discovery.k8s.io", namespace, f"kubernetes.io/service-name={service}")


def slices_or_none(related: Related, namespace: str, service: str) -> list[Obj]:
    try:
        return slices_of(related, namespace, service)
    except ApiError:
        return []


def ready(slices: list[Obj], port_name: str) -> str:
    """`10.0.0.1:80,10.0.0.2:80 + 2 more...`, of the port with that name."""
    if not slices:
        return NONE
    found = [address for each in slices for address in _of_slice(each, port_name)]
    shown = ",".join(found[:_SHOWN])
    return f"{shown} + {len(found) - _SHOWN} more..." if len(found) > _SHOWN else shown


def _of_slice(each: Obj, port_name: str) -> list[str]:
    """A slice without ports (of a headless service) is shown for any port."""
    hosts = [
        endpoint["addresses"][0]
        for endpoint in each.get("endpoints") or ()
        if (endpoint.get("conditions") or {}).get("ready", True) is not False
    ]
    ports = each.get("ports") or ()
    if not ports:
        return hosts
    wanted = [port for port in ports if (port.get("name") or "") == port_name]
    return [_joined(host, port.get("port", 0)) for port in wanted for host in hosts]


def _joined(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
