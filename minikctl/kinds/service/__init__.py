"""Services: identity, columns and rows. Pure."""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._cells import NONE, age, labels
from minikctl.kinds._kind import Column, Kind, Served, deferred

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME TYPE CLUSTER-IP EXTERNAL-IP PORT(S) AGE SELECTOR."""
    spec = obj["spec"]
    addresses = spec.get("clusterIPs")
    return [
        obj["metadata"]["name"],
        spec.get("type", ""),
        addresses[0] if addresses else NONE,
        external_ip(obj),
        ",".join(map(_port, spec.get("ports") or ())) or NONE,
        age(obj, now),
        labels(spec.get("selector")),
    ]


def _port(port: Obj) -> str:
    node = f":{port['nodePort']}" if port.get("nodePort") else ""
    return f"{port.get('port', 0)}{node}/{port.get('protocol', '')}"


def external_ip(obj: Obj) -> str:
    """Addresses from outside: given ones, the load balancer's, or where an ExternalName points."""
    spec = obj["spec"]
    given = list(spec.get("externalIPs") or ())
    kind = spec.get("type")
    if kind in ("ClusterIP", "NodePort"):
        return ",".join(given) or NONE
    if kind == "ExternalName":
        return str(spec.get("externalName", ""))
    if kind != "LoadBalancer":
        return "<unknown>"
    balancer = (obj.get("status") or {}).get("loadBalancer") or {}
    return ",".join([*balancer_addresses(balancer), *given]) or "<pending>"


def balancer_addresses(balancer: Obj) -> list[str]:
    """The addresses in a load balancer's status, sorted."""
    found = {one.get("ip") or one.get("hostname") for one in balancer.get("ingress") or ()}
    return sorted(address for address in found if address)


KIND = Kind(
    group="",
    kind="Service",
    plural="services",
    versions=(Served("v1"),),
    short_names=("svc",),
    categories=("all",),
    subresources=("proxy", "status"),
    columns=(
        Column("Name", format="name"),
        Column("Type"),
        Column("Cluster-IP"),
        Column("External-IP"),
        Column("Port(s)"),
        Column("Age"),
        Column("Selector", priority=1),
    ),
    row=row,
    default=deferred("service.rules:default"),
    prepare_create=deferred("service.rules:prepare_create"),
    prepare_update=deferred("service.rules:prepare_update"),
    validate=deferred("service.rules:validate"),
    validate_update=deferred("service.rules:validate_update"),
    warnings=deferred("service.rules:warnings"),
    spec_fields=(),
    fields=(("spec.clusterIP", ("spec", "clusterIP")), ("spec.type", ("spec", "type"))),
    name_check="label",
)
