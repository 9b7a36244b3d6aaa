"""Endpoints, the older way to say where a Service's pods are. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import NONE, age, shortened
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME ENDPOINTS AGE."""
    return [obj["metadata"]["name"], addresses(obj), age(obj, now)]


def addresses(obj: Obj) -> str:
    """The first three `ip:port`, and how many more."""
    subsets = obj.get("subsets")
    if not subsets:
        return NONE
    found = []
    for subset in subsets:
        ready = subset.get("addresses") or ()
        for port in subset.get("ports") or [{}]:
            found += [_joined(address.get("ip", ""), port.get("port")) for address in ready]
    return shortened(found, 3)


def _joined(ip: str, port: int | None) -> str:
    if port is None:
        return ip
    return f"[{ip}]:{port}" if ":" in ip else f"{ip}:{port}"


def default(obj: Obj) -> None:
    for subset in obj.get("subsets") or ():
        for port in subset.get("ports") or ():
            port["protocol"] = port.get("protocol") or "TCP"


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core import names
    from minikctl.core.errors import required
    from minikctl.kinds import _checks

    out: list[FieldError] = []
    for i, subset in enumerate(obj.get("subsets") or ()):
        path = f"subsets[{i}]"
        if not subset.get("addresses") and not subset.get("notReadyAddresses"):
            out.append(required(path, "must specify `addresses` or `notReadyAddresses`"))
        for field in ("addresses", "notReadyAddresses"):
            for j, address in enumerate(subset.get(field) or ()):
                ip = address.get("ip") or ""
                out += _checks.each(f"{path}.{field}[{j}].ip", ip, names.ip_address(ip))
        ports = subset.get("ports") or []
        for j, port in enumerate(ports):
            where = f"{path}.ports[{j}]"
            if port.get("name"):
                out += _checks.dns_label(f"{where}.name", port["name"])
            elif len(ports) > 1:
                out.append(required(f"{where}.name"))
            out += _checks.port_number(f"{where}.port", port.get("port") or 0)
    return out


KIND = Kind(
    group="",
    kind="Endpoints",
    plural="endpoints",
    versions=(Served("v1", deprecated="v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"),),
    short_names=("ep",),
    columns=(Column("Name", format="name"), Column("Endpoints"), Column("Age")),
    row=row,
    default=default,
    validate=validate,
    spec_fields=(),
    has_status=False,
)
