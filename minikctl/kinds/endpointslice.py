"""EndpointSlices. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import UNSET, age, shortened
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME ADDRESSTYPE PORTS ENDPOINTS AGE."""
    ports = [str(port["port"]) if port.get("port") is not None else "*" for port in obj.get("ports") or ()]
    endpoints = obj.get("endpoints") or ()
    addresses = [address for endpoint in endpoints for address in endpoint.get("addresses") or ()]
    return [
        obj["metadata"]["name"],
        obj.get("addressType", ""),
        shortened(ports, 3) or UNSET,
        shortened(addresses, 3, len(endpoints)) or UNSET,
        age(obj, now),
    ]


def default(obj: Obj) -> None:
    for port in obj.get("ports") or ():
        port.setdefault("name", "")
        port.setdefault("protocol", "TCP")


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import required
    from minikctl.kinds import _checks

    kind = obj.get("addressType")
    out = _checks.one_of("addressType", kind, ["FQDN", "IPv4", "IPv6"])
    for i, endpoint in enumerate(obj.get("endpoints") or ()):
        if not endpoint.get("addresses"):
            out.append(required(f"endpoints[{i}].addresses", "must contain at least 1 address"))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value

    if new.get("addressType") == old.get("addressType"):
        return []
    return [invalid_value("addressType", new.get("addressType"), "field is immutable")]


def _from_v1beta1(obj: Obj) -> None:
    """`topology` held the node and the zone, which have fields of their own now."""
    for endpoint in obj.get("endpoints") or ():
        topology = endpoint.pop("topology", None) or {}
        zone = topology.pop("topology.kubernetes.io/zone", None)
        node = topology.pop("kubernetes.io/hostname", None)
        if zone:
            endpoint.setdefault("zone", zone)
        if node:
            endpoint.setdefault("nodeName", node)
        if topology:
            endpoint["deprecatedTopology"] = topology


def _to_v1beta1(obj: Obj) -> None:
    for endpoint in obj.get("endpoints") or ():
        topology = endpoint.pop("deprecatedTopology", None) or {}
        zone = endpoint.pop("zone", None)
        if zone:
            topology["topology.kubernetes.io/zone"] = zone
        if endpoint.get("nodeName"):
            topology["kubernetes.io/hostname"] = endpoint["nodeName"]
        if topology:
            endpoint["topology"] = topology


KIND = Kind(
    group="discovery.k8s.io",
    kind="EndpointSlice",
    plural="endpointslices",
    versions=(
        Served("v1"),
        Served(
            "v1beta1",
            decode=_from_v1beta1,
            encode=_to_v1beta1,
            deprecated=deprecation("discovery.k8s.io/v1beta1", "EndpointSlice", "1.21", "1.25", "discovery.k8s.io/v1"),
            legacy=True,
        ),
    ),
    columns=(
        Column("Name", format="name"),
        Column("AddressType"),
        Column("Ports"),
        Column("Endpoints"),
        Column("Age"),
    ),
    row=row,
    default=default,
    validate=validate,
    validate_update=validate_update,
    spec_fields=("endpoints", "ports", "addressType"),
    has_status=False,
)
