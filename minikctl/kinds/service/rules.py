"""Services in the request pipeline: defaults, what an update keeps, validation. Admission allocates addresses. Pure.

source: Kubernetes' core/v1 defaults, service strategy and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import FieldError, duplicate, field_forbidden, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks

Obj = dict[str, Any]

TYPES = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]
PROTOCOLS = ["SCTP", "TCP", "UDP"]
_FAMILIES = ["IPv4", "IPv6"]
_FAMILY_POLICIES = ["PreferDualStack", "RequireDualStack", "SingleStack"]
_OUTSIDE = ("NodePort", "LoadBalancer")


def default(obj: Obj) -> None:
    spec: Obj = obj.setdefault("spec", {})
    spec["sessionAffinity"] = spec.get("sessionAffinity") or "None"
    if spec["sessionAffinity"] == "None":
        spec.pop("sessionAffinityConfig", None)
    elif spec["sessionAffinity"] == "ClientIP":
        config: Obj = spec.setdefault("sessionAffinityConfig", {})
        config.setdefault("clientIP", {}).setdefault("timeoutSeconds", 10800)
    kind = spec["type"] = spec.get("type") or "ClusterIP"
    for port in spec.get("ports") or ():
        port["protocol"] = port.get("protocol") or "TCP"
        if not port.get("targetPort"):
            port["targetPort"] = port.get("port", 0)
    if kind in _OUTSIDE or (kind == "ClusterIP" and spec.get("externalIPs")):
        spec.setdefault("externalTrafficPolicy", "Cluster")
    if kind in ("ClusterIP", *_OUTSIDE):
        spec.setdefault("internalTrafficPolicy", "Cluster")
    if kind == "LoadBalancer":
        spec.setdefault("allocateLoadBalancerNodePorts", True)
    if is_headless(spec) and not spec.get("selector") and kind == "ClusterIP":
        # nobody knows which families the endpoints will have
        spec.setdefault("ipFamilyPolicy", "RequireDualStack")
        spec.setdefault("ipFamilies", ["IPv4", "IPv6"])


def is_headless(spec: Obj) -> bool:
    return spec.get("clusterIP") == "None" or (spec.get("clusterIPs") or [""])[0] == "None"


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"loadBalancer": {}}


def prepare_update(new: Obj, old: Obj) -> None:
    """Fields of another type go with the type, unless the client just set them."""
    spec, before = new["spec"], old["spec"]
    if spec["type"] == before.get("type"):
        return
    if before.get("type") == "ExternalName" and spec.get("externalName") == before.get("externalName"):
        spec.pop("externalName", None)
    if spec["type"] not in _OUTSIDE:
        gone = ["allocateLoadBalancerNodePorts", "loadBalancerClass", "healthCheckNodePort"]
        if not spec.get("externalIPs"):
            gone.append("externalTrafficPolicy")
        if spec["type"] == "ExternalName":
            gone += ["internalTrafficPolicy"]
        for field in gone:
            if spec.get(field) == before.get(field):
                spec.pop(field, None)
    elif spec["type"] == "NodePort":
        for field in ("allocateLoadBalancerNodePorts", "loadBalancerClass"):
            if spec.get(field) == before.get(field):
                spec.pop(field, None)


def validate(obj: Obj) -> list[FieldError]:
    spec = obj["spec"]
    ports = spec.get("ports") or []
    kind = spec.get("type")
    out: list[FieldError] = []
    if not ports and not is_headless(spec) and kind != "ExternalName":
        out.append(required("spec.ports"))
    out += _by_type(spec, kind)
    out += _ports(ports)
    out += _checks.labels("spec.selector", spec.get("selector"))
    out += _checks.one_of("spec.sessionAffinity", spec.get("sessionAffinity"), ["ClientIP", "None"])
    timeout = ((spec.get("sessionAffinityConfig") or {}).get("clientIP") or {}).get("timeoutSeconds")
    if timeout is not None and not 0 < timeout <= 86400:
        path = "spec.sessionAffinityConfig.clientIP.timeoutSeconds"
        out.append(invalid_value(path, timeout, "must be greater than 0 and less than 86400"))
    out += _addresses(spec)
    out += _checks.one_of("spec.type", kind, TYPES)
    if kind == "ClusterIP":
        for i, port in enumerate(ports):
            if port.get("nodePort"):
                why = "may not be used when `type` is 'ClusterIP'"
                out.append(field_forbidden(f"spec.ports[{i}].nodePort", why))
    return out + _twice(ports) + _policies(spec)


def _by_type(spec: Obj, kind: str | None) -> list[FieldError]:
    if kind in _OUTSIDE and is_headless(spec):
        why = f"may not be set to 'None' for {kind} services"
        return [invalid_value("spec.clusterIPs[0]", "None", why)]
    if kind != "ExternalName":
        return []
    out: list[FieldError] = []
    if spec.get("clusterIPs"):
        out.append(field_forbidden("spec.clusterIPs", "may not be set for ExternalName services"))
    name = (spec.get("externalName") or "").removesuffix(".")
    return out + (_checks.dns_subdomain("spec.externalName", name) if name else [required("spec.externalName")])


def _ports(ports: list[Obj]) -> list[FieldError]:
    out: list[FieldError] = []
    seen: set[str] = set()
    for i, port in enumerate(ports):
        path, name = f"spec.ports[{i}]", port.get("name") or ""
        if not name and len(ports) > 1:
            out.append(required(f"{path}.name"))
        elif name:
            out += _checks.dns_label(f"{path}.name", name)
            if name in seen:
                out.append(duplicate(f"{path}.name", name))
            seen.add(name)
        out += _checks.port_number(f"{path}.port", port.get("port") or 0)
        out += _checks.one_of(f"{path}.protocol", port.get("protocol"), PROTOCOLS)
        out += _checks.port_or_name(f"{path}.targetPort", port.get("targetPort"))
        if port.get("appProtocol"):
            out += _checks.each(f"{path}.appProtocol", port["appProtocol"], names.qualified_name(port["appProtocol"]))
    return out


def _twice(ports: list[Obj]) -> list[FieldError]:
    """The same node port, or the same port, for one protocol."""
    out: list[FieldError] = []
    nodes: set[tuple[str, int]] = set()
    for i, port in enumerate(ports):
        if port.get("nodePort"):
            key = (port.get("protocol", ""), port["nodePort"])
            if key in nodes:
                out.append(duplicate(f"spec.ports[{i}].nodePort", port["nodePort"]))
            nodes.add(key)
    seen: set[tuple[str, int]] = set()
    for i, port in enumerate(ports):
        pair = (port.get("protocol", ""), port.get("port", 0))
        if pair in seen:
            shown = {
                "Name": "",
                "Protocol": pair[0],
                "AppProtocol": None,
                "Port": pair[1],
                "TargetPort": 0,
                "NodePort": 0,
            }
            out.append(duplicate(f"spec.ports[{i}]", shown))
        seen.add(pair)
    return out


def _addresses(spec: Obj) -> list[FieldError]:
    out: list[FieldError] = []
    for i, address in enumerate(spec.get("clusterIPs") or ()):
        if address and address != "None":
            out += _checks.each(f"spec.clusterIPs[{i}]", address, names.ip_address(address))
    policy = spec.get("ipFamilyPolicy")
    if policy is not None and policy not in _FAMILY_POLICIES:
        out.append(not_supported("spec.ipFamilyPolicy", policy, _FAMILY_POLICIES))
    elif policy == "RequireDualStack" and not (is_headless(spec) and not spec.get("selector")):
        why = "this cluster is not configured for dual-stack services"
        out.append(invalid_value("spec.ipFamilyPolicy", policy, why))
    for i, family in enumerate(spec.get("ipFamilies") or ()):
        if family not in _FAMILIES:
            out.append(not_supported(f"spec.ipFamilies[{i}]", family, _FAMILIES))
    for i, address in enumerate(spec.get("externalIPs") or ()):
        out += _checks.each(f"spec.externalIPs[{i}]", address, names.ip_address(address))
    return out


def _policies(spec: Obj) -> list[FieldError]:
    out: list[FieldError] = []
    for i, block in enumerate(spec.get("loadBalancerSourceRanges") or ()):
        out += _checks.each(f"spec.loadBalancerSourceRanges[{i}]", block, names.cidr(block.strip()))
    external = spec.get("externalTrafficPolicy")
    if external is not None and spec.get("type") not in _OUTSIDE and not spec.get("externalIPs"):
        why = "may only be set for externally-accessible services"
        out.append(invalid_value("spec.externalTrafficPolicy", external, why))
    elif external is not None and external not in ("Cluster", "Local"):
        out.append(not_supported("spec.externalTrafficPolicy", external, ["Cluster", "Local"]))
    internal = spec.get("internalTrafficPolicy")
    if internal is not None and internal not in ("Cluster", "Local"):
        out.append(not_supported("spec.internalTrafficPolicy", internal, ["Cluster", "Local"]))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    """A cluster address is for life, unless the Service becomes an ExternalName."""
    if new["spec"].get("type") == "ExternalName" or old["spec"].get("type") == "ExternalName":
        return []
    now, then = new["spec"].get("clusterIPs") or [], old["spec"].get("clusterIPs") or []
    if then and now[:1] != then[:1]:
        return [invalid_value("spec.clusterIPs[0]", now, "may not change once set")]
    return []


def warnings(new: Obj, _old: Obj | None) -> list[str]:
    """What is set and does nothing, or has another name by now."""
    spec, out = new["spec"], []
    old_hints = "service.kubernetes.io/topology-aware-hints"
    if old_hints in (new["metadata"].get("annotations") or {}):
        use = "service.kubernetes.io/topology-mode"
        out.append(f"annotation {old_hints} is deprecated, please use {use} instead")
    kind = spec.get("type")
    if kind == "ClusterIP" and is_headless(spec):
        ignored = [field for field in ("loadBalancerIP", "externalIPs") if spec.get(field)]
        ignored += ["SessionAffinity"] if spec.get("sessionAffinity", "None") != "None" else []
        out += [f"spec.{field} is ignored for headless services" for field in ignored]
    if kind == "ExternalName" and spec.get("externalIPs"):
        out.append('spec.externalIPs is ignored when spec.type is "ExternalName"')
    if kind != "ExternalName" and spec.get("externalName"):
        out.append('spec.externalName is ignored when spec.type is not "ExternalName"')
    if spec.get("trafficDistribution") == "PreferClose":
        out.append('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"')
    return out
