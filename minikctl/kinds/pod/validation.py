"""Validation of pod specs and pod templates, for pods and every workload. Pure; errors in the server's order and words.

source: Kubernetes' core validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import FieldError, duplicate, field_forbidden, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks
from minikctl.kinds.pod import contexts, pod_resources, scheduling
from minikctl.kinds.pod.containers import (
    validate_containers,
    validate_ephemeral_containers,
    validate_init_containers,
    validate_resources,
)
from minikctl.kinds.pod.volumes import validate_volumes

Obj = dict[str, Any]

RESTART_POLICIES = ["Always", "OnFailure", "Never"]
DNS_POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"]
SELECTOR_MISMATCH = "`selector` does not match template `labels`"


def validate_pod_spec(spec: Obj, path: str, whole: bool = False) -> list[FieldError]:
    """The spec of a pod (`whole`) or of a template, found at `path`."""
    volumes, out = validate_volumes(spec, path)
    out += validate_containers(spec, volumes, path)
    out += validate_init_containers(spec, volumes, path)
    out += validate_ephemeral_containers(spec, volumes, path)
    out += pod_resources.validate(spec, path)
    out += _host_network(spec, path, whole)
    out += _checks.one_of(f"{path}.restartPolicy", spec.get("restartPolicy"), RESTART_POLICIES)
    out += _checks.one_of(f"{path}.dnsPolicy", spec.get("dnsPolicy"), DNS_POLICIES)
    out += _checks.labels(f"{path}.nodeSelector", spec.get("nodeSelector"))
    out += contexts.validate_pod(spec, path)
    out += scheduling.affinity(spec, path)
    out += _dns_config(spec, path)
    out += _gates(spec, path)
    out += scheduling.spread(spec, path)
    out += _host_users(spec, path)
    return out + _names(spec, path) + _runtime(spec, path)


def _host_network(spec: Obj, path: str, whole: bool) -> list[FieldError]:
    """Ports are the host's; a template may leave the host's port to be filled in."""
    if not spec.get("hostNetwork"):
        return []
    out: list[FieldError] = []
    for i, container in enumerate(spec.get("containers") or ()):
        for j, port in enumerate(container.get("ports") or ()):
            host = port.get("hostPort") or 0
            if (whole or host) and host != port.get("containerPort"):
                where = f"{path}.containers[{i}].ports[{j}].hostPort"
                out.append(invalid_value(where, host, "must match `containerPort` when `hostNetwork` is true"))
    return out


def _dns_config(spec: Obj, path: str) -> list[FieldError]:
    config, where = spec.get("dnsConfig"), f"{path}.dnsConfig"
    if spec.get("dnsPolicy") == "None":
        if config is None:
            return [required(where, "must provide `dnsConfig` when `dnsPolicy` is None")]
        if not config.get("nameservers"):
            why = "must provide at least one DNS nameserver when `dnsPolicy` is None"
            return [required(f"{where}.nameservers", why)]
    config = config or {}
    servers, searches = config.get("nameservers") or [], config.get("searches") or []
    out: list[FieldError] = []
    if len(servers) > 3:
        out.append(invalid_value(f"{where}.nameservers", servers, "must not have more than 3 nameservers"))
    for i, server in enumerate(servers):
        out += _checks.each(f"{where}.nameservers[{i}]", server, names.ip_address(server))
    if len(searches) > 32:
        out.append(invalid_value(f"{where}.searches", searches, "must not have more than 32 search paths"))
    for i, option in enumerate(config.get("options") or ()):
        if not option.get("name"):
            out.append(required(f"{where}.options[{i}]", "must not be empty"))
    return out


def _gates(spec: Obj, path: str) -> list[FieldError]:
    """readinessGates and schedulingGates."""
    out: list[FieldError] = []
    for i, gate in enumerate(spec.get("readinessGates") or ()):
        kind = gate.get("conditionType") or ""
        out += _checks.each(f"{path}.readinessGates[{i}].conditionType", kind, names.qualified_name(kind))
    seen: set[str] = set()
    for i, gate in enumerate(spec.get("schedulingGates") or ()):
        where, name = f"{path}.schedulingGates[{i}]", gate.get("name") or ""
        out += _checks.each(where, name, names.qualified_name(name))
        if name in seen:
            out.append(duplicate(where, name))
        seen.add(name)
    return out


def _host_users(spec: Obj, path: str) -> list[FieldError]:
    if spec.get("hostUsers") is not False:
        return []
    return [
        field_forbidden(f"{path}.{shown}", "when `pod.Spec.HostUsers` is false")
        for field, shown in (("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC"))
        if spec.get(field)
    ]


def _names(spec: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = []
    for field in ("serviceAccountName", "nodeName"):
        if spec.get(field):
            out += _checks.dns_subdomain(f"{path}.{field}", spec[field])
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None and not 1 <= deadline <= 2147483647:
        why = "must be between 1 and 2147483647, inclusive"
        out.append(invalid_value(f"{path}.activeDeadlineSeconds", deadline, why))
    for field in ("hostname", "subdomain"):
        if spec.get(field):
            out += _checks.dns_label(f"{path}.{field}", spec[field])
    out += scheduling.tolerations(spec, path)
    for i, alias in enumerate(spec.get("hostAliases") or ()):
        where, ip = f"{path}.hostAliases[{i}]", alias.get("ip") or ""
        out += _checks.each(f"{where}.ip", ip, names.ip_address(ip))
        for j, hostname in enumerate(alias.get("hostnames") or ()):
            out += _checks.dns_subdomain(f"{where}.hostnames[{j}]", hostname)
    if spec.get("priorityClassName"):
        out += _checks.dns_subdomain(f"{path}.priorityClassName", spec["priorityClassName"])
    return out


def _runtime(spec: Obj, path: str) -> list[FieldError]:
    """What the pod runs in: its runtime class, what that takes away, the operating system."""
    out: list[FieldError] = []
    if spec.get("runtimeClassName") is not None:
        out += _checks.dns_subdomain(f"{path}.runtimeClassName", spec["runtimeClassName"])
    policy = spec.get("preemptionPolicy")
    if policy is not None:
        out += _checks.one_of(f"{path}.preemptionPolicy", policy, ["PreemptLowerPriority", "Never"])
    if spec.get("overhead"):
        out += validate_resources({"limits": spec["overhead"]}, f"{path}.overhead")
    system = spec.get("os")
    if system is not None:
        out += _checks.one_of(f"{path}.os.name", system.get("name"), ["linux", "windows"])
    return out


def validate_template(template: Obj, path: str) -> list[FieldError]:
    """A pod template: labels and annotations, then its spec."""
    meta = template.get("metadata") or {}
    out = _checks.labels(f"{path}.labels", meta.get("labels"))
    out += _checks.annotation_keys(f"{path}.annotations", meta.get("annotations"))
    spec = template.get("spec") or {}
    out += validate_pod_spec(spec, f"{path}.spec")
    if spec.get("ephemeralContainers"):
        out.append(
            field_forbidden(f"{path}.spec.ephemeralContainers", "ephemeral containers not allowed in pod template")
        )
    return out


def validate_selected_template(template: Obj, selector: Obj | None, path: str) -> list[FieldError]:
    """A template whose labels have to fit the workload's LabelSelector (an empty one is complained of elsewhere)."""
    out: list[FieldError] = []
    labels = (template.get("metadata") or {}).get("labels")
    if (selector is None or not _checks.is_empty(selector)) and not _checks.matches(selector, labels):
        out.append(invalid_value(f"{path}.metadata.labels", labels, SELECTOR_MISMATCH))
    return out + validate_template(template, path)


def validate_restarting_template(template: Obj, path: str, kind: str) -> list[FieldError]:
    """Workloads that keep pods running take restartPolicy Always only, and no deadline."""
    out: list[FieldError] = []
    spec = template.get("spec") or {}
    if spec.get("restartPolicy") != "Always":
        out.append(not_supported(f"{path}.spec.restartPolicy", spec.get("restartPolicy"), ["Always"]))
    if spec.get("activeDeadlineSeconds") is not None:
        why = f"activeDeadlineSeconds in {kind} is not Supported"
        out.append(field_forbidden(f"{path}.spec.activeDeadlineSeconds", why))
    return out
