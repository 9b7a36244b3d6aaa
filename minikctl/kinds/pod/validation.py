"""Validation of pod specs and pod templates, for pods and every workload. Pure; errors in the server's order and words.

source: Kubernetes' core validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import FieldError, field_forbidden, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks
from minikctl.kinds.pod import scheduling
from minikctl.kinds.pod.containers import id_range, validate_containers, validate_init_containers
from minikctl.kinds.pod.volumes import validate_volumes

Obj = dict[str, Any]

RESTART_POLICIES = ["Always", "OnFailure", "Never"]
DNS_POLICIES = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"]
SELECTOR_MISMATCH = "`selector` does not match template `labels`"


def validate_pod_spec(spec: Obj, path: str) -> list[FieldError]:
    """The spec of a pod or of a template, found at `path`."""
    volumes, out = validate_volumes(spec, path)
    out += validate_containers(spec, volumes, path)
    out += validate_init_containers(spec, volumes, path)
    out += _checks.one_of(f"{path}.restartPolicy", spec.get("restartPolicy"), RESTART_POLICIES)
    out += _dns_policy(spec, path)
    out += _checks.labels(f"{path}.nodeSelector", spec.get("nodeSelector"))
    out += _security_context(spec, path)
    out += _image_pull_secrets(spec, path)
    out += scheduling.affinity(spec, path)
    out += _dns_config(spec, path)
    out += scheduling.spread(spec, path)
    out += _names(spec, path)
    out += scheduling.tolerations(spec, path)
    return out + _grace(spec, path)


def _dns_policy(spec: Obj, path: str) -> list[FieldError]:
    out = _checks.one_of(f"{path}.dnsPolicy", spec.get("dnsPolicy"), DNS_POLICIES)
    if spec.get("dnsPolicy") == "None" and not (spec.get("dnsConfig") or {}).get("nameservers"):
        why = 'must provide at least one DNS nameserver when `dnsPolicy` is "None"'
        field = "dnsConfig.nameservers" if spec.get("dnsConfig") is not None else "dnsConfig"
        if field == "dnsConfig":
            why = 'must provide `dnsConfig` when `dnsPolicy` is "None"'
        out.append(required(f"{path}.{field}", why))
    return out


def _dns_config(spec: Obj, path: str) -> list[FieldError]:
    servers = (spec.get("dnsConfig") or {}).get("nameservers") or []
    out: list[FieldError] = []
    if len(servers) > 3:
        shown = invalid_value(f"{path}.dnsConfig.nameservers", servers, "must not have more than 3 nameservers")
        out.append(shown)
    for i, server in enumerate(servers):
        out += _checks.each(f"{path}.dnsConfig.nameservers[{i}]", server, names.ip_address(server))
    return out


def _security_context(spec: Obj, path: str) -> list[FieldError]:
    context = spec.get("securityContext") or {}
    out: list[FieldError] = []
    for field in ("fsGroup", "runAsGroup", "runAsUser"):
        out += id_range(f"{path}.securityContext.{field}", context.get(field))
    for i, group in enumerate(context.get("supplementalGroups") or ()):
        out += id_range(f"{path}.securityContext.supplementalGroups[{i}]", group)
    if spec.get("hostPID") and spec.get("shareProcessNamespace"):
        why = "ShareProcessNamespace and HostPID cannot both be enabled"
        out.append(invalid_value(f"{path}.shareProcessNamespace", True, why))
    return out


def _image_pull_secrets(spec: Obj, path: str) -> list[FieldError]:
    return [
        required(f"{path}.imagePullSecrets[{i}].name")
        for i, ref in enumerate(spec.get("imagePullSecrets") or ())
        if not ref.get("name")
    ]


def _names(spec: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = []
    for field, check in (
        ("serviceAccountName", _checks.dns_subdomain),
        ("nodeName", _checks.dns_subdomain),
        ("hostname", _checks.dns_label),
        ("subdomain", _checks.dns_label),
        ("priorityClassName", _checks.dns_subdomain),
    ):
        if spec.get(field):
            out += check(f"{path}.{field}", spec[field])
    deadline = spec.get("activeDeadlineSeconds")
    if deadline is not None and not 1 <= deadline <= 2147483647:
        why = "must be between 1 and 2147483647, inclusive"
        out.append(invalid_value(f"{path}.activeDeadlineSeconds", deadline, why))
    for i, alias in enumerate(spec.get("hostAliases") or ()):
        out += _checks.each(
            f"{path}.hostAliases[{i}].ip", alias.get("ip") or "", names.ip_address(alias.get("ip") or "")
        )
        for hostname in alias.get("hostnames") or ():
            out += _checks.dns_subdomain(f"{path}.hostAliases[{i}].hostnames", hostname)
    return out


def _grace(spec: Obj, path: str) -> list[FieldError]:
    policy = spec.get("preemptionPolicy")
    if policy is not None and policy not in ("Never", "PreemptLowerPriority"):
        return [not_supported(f"{path}.preemptionPolicy", policy, ["Never", "PreemptLowerPriority"])]
    return []


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
