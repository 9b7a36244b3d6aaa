"""EndpointSlices. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import UNSET, age, shortened
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from ipaddress import IPv4Address, IPv6Address

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
        path = f"endpoints[{i}].addresses"
        if not endpoint.get("addresses"):
            out.append(required(path, "must contain at least 1 address"))
        for j, address in enumerate(endpoint.get("addresses") or ()):
            if not _plainly(address, kind):
                out += _address(address, kind, f"{path}[{j}]")
    return out


def _plainly(text: str, kind: Any) -> bool:
    """Whether this is an ordinary address of a pod, as nearly all are: seen without reading it as an address."""
    parts = text.split(".")
    if kind != "IPv4" or len(parts) != 4 or parts[0] in ("0", "127", "169", "224"):
        return False
    return all(part.isdecimal() and part.isascii() and str(int(part)) == part and int(part) < 256 for part in parts)


def _address(text: str, kind: Any, path: str) -> list[FieldError]:
    """source: Kubernetes' pkg/apis/discovery/validation, v1.36"""
    from ipaddress import ip_address

    from minikctl.core import names
    from minikctl.core.errors import invalid_value

    if kind == "FQDN":
        why = names.dns1123_subdomain(text)
        if not why and "." not in text:
            why = ["should be a domain with at least two segments separated by dots"]
        return [invalid_value(path, text, each) for each in why]
    if kind not in ("IPv4", "IPv6"):
        return []
    try:
        found = ip_address(text)
    except ValueError:
        found = None
    if found is None or f"IPv{found.version}" != kind or "%" in text:
        return [invalid_value(path, text, f"must be a valid {kind} address")]
    return [invalid_value(path, text, each) for each in _special(found)]


def _special(address: IPv4Address | IPv6Address) -> Iterator[str]:
    """Where no endpoint can be."""
    if address.is_unspecified:
        yield "may not be unspecified (0.0.0.0 or ::)"
    if address.is_loopback:
        yield "may not be in the loopback range (127.0.0.0/8, ::1/128)"
    if address.is_link_local:
        yield "may not be in the link-local range (169.254.0.0/16, fe80::/10)"
    if str(address).startswith(("224.0.0.", "ff02:")):
        yield "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)"


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
