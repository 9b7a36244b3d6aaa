"""Ingresses: columns, validation, and the old versions, whose backends were flat. Pure.

source: Kubernetes' networking/v1 conversion and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import NONE, age
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_PATH_TYPES = ["Exact", "ImplementationSpecific", "Prefix"]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME CLASS HOSTS ADDRESS PORTS AGE."""
    from minikctl.kinds.service import balancer_addresses

    spec = obj["spec"]
    balancer = (obj.get("status") or {}).get("loadBalancer") or {}
    return [
        obj["metadata"]["name"],
        NONE if spec.get("ingressClassName") is None else spec["ingressClassName"],
        hosts(spec.get("rules") or []),
        ",".join(balancer_addresses(balancer)),
        "80, 443" if spec.get("tls") else "80",
        age(obj, now),
    ]


def hosts(rules: list[Obj]) -> str:
    """The first three hosts, `*` for all."""
    named: list[str] = []
    for rule in rules:
        if len(named) == 3:
            return f"{','.join(named)} + {len(rules) - 3} more..."
        if rule.get("host"):
            named.append(rule["host"])
    return ",".join(named) or "*"


def default(obj: Obj) -> None:
    obj.setdefault("spec", {})


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"loadBalancer": {}}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value
    from minikctl.kinds import _checks

    spec = obj["spec"]
    rules = spec.get("rules") or []
    out: list[FieldError] = []
    if not rules and spec.get("defaultBackend") is None:
        why = "either `defaultBackend` or `rules` must be specified"
        out.append(invalid_value("spec", spec.get("rules"), why))
    if spec.get("defaultBackend") is not None:
        out += _backend(spec["defaultBackend"], "spec.defaultBackend")
    for i, rule in enumerate(rules):
        out += _rule(rule, f"spec.rules[{i}]")
    for i, tls in enumerate(spec.get("tls") or ()):
        for j, host in enumerate(tls.get("hosts") or ()):
            out += _host(host, f"spec.tls[{i}].hosts[{j}]", False)
        if tls.get("secretName"):
            out += _checks.dns_subdomain(f"spec.tls[{i}].secretName", tls["secretName"])
    if spec.get("ingressClassName"):
        out += _checks.dns_subdomain("spec.ingressClassName", spec["ingressClassName"])
    return out


def _host(host: str, path: str, name_only: bool = True) -> list[FieldError]:
    from minikctl.core import names
    from minikctl.core.errors import invalid_value
    from minikctl.kinds import _checks

    if name_only and not names.ip_address(host):
        return [invalid_value(path, host, "must be a DNS name, not an IP address")]
    check = names.wildcard_subdomain if "*" in host else names.dns1123_subdomain
    return _checks.each(path, host, check(host))


def _rule(rule: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import required

    out = _host(rule["host"], f"{path}.host") if rule.get("host") else []
    http = rule.get("http")
    if http is None:
        return out
    paths = http.get("paths") or []
    if not paths:
        out.append(required(f"{path}.http.paths"))
    for i, one in enumerate(paths):
        out += _path(one, f"{path}.http.paths[{i}]")
    return out


def _path(one: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, not_supported, required

    kind, value = one.get("pathType"), one.get("path") or ""
    out: list[FieldError] = []
    if kind is None:
        return [required(f"{path}.pathType", "pathType must be specified")]
    if kind not in _PATH_TYPES:
        out.append(not_supported(f"{path}.pathType", kind, _PATH_TYPES))
    elif kind == "ImplementationSpecific":
        if value and not value.startswith("/"):
            out.append(invalid_value(f"{path}.path", value, "must be an absolute path"))
    elif not value.startswith("/"):
        out.append(invalid_value(f"{path}.path", value, "must be an absolute path"))
    else:
        for bad in ("//", "/./", "/../", "%2f", "%2F"):
            if bad in value:
                out.append(invalid_value(f"{path}.path", value, f"must not contain '{bad}'"))
        for bad in ("/..", "/."):
            if value.endswith(bad):
                out.append(invalid_value(f"{path}.path", value, f"cannot end with '{bad}'"))
    return out + _backend(one.get("backend") or {}, f"{path}.backend")


def _backend(backend: Obj, path: str) -> list[FieldError]:
    from minikctl.core import names
    from minikctl.core.errors import invalid_value, required
    from minikctl.kinds import _checks

    service, resource = backend.get("service"), backend.get("resource")
    if service is not None and resource is not None:
        return [invalid_value(path, "", "cannot set both resource and service backends")]
    if resource is not None:
        return [required(f"{path}.resource.{f}") for f in ("kind", "name") if not resource.get(f)]
    if service is None:
        return [required(path, "resource or service backend is required")]
    name, port = service.get("name") or "", service.get("port") or {}
    where = f"{path}.service"
    out: list[FieldError] = []
    if name:
        out += _checks.each(f"{where}.name", name, names.dns1035_label(name))
    else:
        out.append(required(f"{where}.name"))
    if port.get("name") and port.get("number"):
        out.append(invalid_value(f"{where}.port", "", "cannot set both port name & port number"))
    elif port.get("name"):
        out += _checks.each(f"{where}.port.name", port["name"], names.port_name(port["name"]))
    elif port.get("number"):
        out += _checks.port_number(f"{where}.port.number", port["number"])
    else:
        out.append(required(f"{where}.port", "port name or number is required"))
    return out


def _from_beta(obj: Obj) -> None:
    """serviceName and servicePort become a service; paths meant whatever the implementation made of them."""
    spec: Obj = obj.setdefault("spec", {})
    if spec.get("backend") is not None:
        spec["defaultBackend"] = _nested(spec.pop("backend"))
    for path in _paths(spec):
        path.setdefault("pathType", "ImplementationSpecific")
        path["backend"] = _nested(path.get("backend") or {})


def _to_beta(obj: Obj) -> None:
    spec = obj["spec"]
    if spec.get("defaultBackend") is not None:
        spec["backend"] = _flat(spec.pop("defaultBackend"))
    for path in _paths(spec):
        path["backend"] = _flat(path.get("backend") or {})


def _paths(spec: Obj) -> Iterator[Obj]:
    for rule in spec.get("rules") or ():
        yield from (rule.get("http") or {}).get("paths") or ()


def _nested(flat: Obj) -> Obj:
    out = {key: value for key, value in flat.items() if key == "resource"}
    name, port = flat.get("serviceName") or "", flat.get("servicePort")
    if name or port:
        out["service"] = {"name": name, "port": {"number" if isinstance(port, int) else "name": port} if port else {}}
    return out


def _flat(nested: Obj) -> Obj:
    out = {key: value for key, value in nested.items() if key == "resource"}
    service = nested.get("service")
    if service is not None:
        port = service.get("port") or {}
        out["serviceName"] = service.get("name", "")
        out["servicePort"] = port.get("number") or port.get("name") or 0
    return out


def _beta(group: str, since: str) -> Served:
    return Served(
        "v1beta1",
        group=group if group == "extensions" else "",
        decode=_from_beta,
        encode=_to_beta,
        deprecated=deprecation(f"{group}/v1beta1", "Ingress", since, "1.22", "networking.k8s.io/v1"),
        legacy=True,
    )


def warnings(new: Obj, old: Obj | None) -> list[str]:
    annotation = "kubernetes.io/ingress.class"
    if old is not None or annotation not in (new["metadata"].get("annotations") or {}):
        return []
    return [f"annotation \"{annotation}\" is deprecated, please use 'spec.ingressClassName' instead"]


KIND = Kind(
    group="networking.k8s.io",
    kind="Ingress",
    plural="ingresses",
    versions=(Served("v1"), _beta("networking.k8s.io", "1.19"), _beta("extensions", "1.14")),
    short_names=("ing",),
    subresources=("status",),
    columns=(
        Column("Name", format="name"),
        Column("Class"),
        Column("Hosts"),
        Column("Address"),
        Column("Ports"),
        Column("Age"),
    ),
    row=row,
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    warnings=warnings,
)
