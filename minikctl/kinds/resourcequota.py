"""ResourceQuotas: columns and validation. What they refuse is admission's affair. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_STANDARD = {
    "cpu",
    "memory",
    "ephemeral-storage",
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "persistentvolumeclaims",
    "configmaps",
    "services.nodeports",
    "services.loadbalancers",
}
_COUNTED = (
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "persistentvolumeclaims",
    "configmaps",
)
_OF_PODS = ("pods", "cpu", "memory", "limits.cpu", "limits.memory", "requests.cpu", "requests.memory")
_SCOPES = {
    "Terminating",
    "NotTerminating",
    "BestEffort",
    "NotBestEffort",
    "PriorityClass",
    "CrossNamespacePodAffinity",
    "VolumeAttributesClass",
}


def row(obj: Obj, now: int) -> list[Any]:
    """NAME REQUEST LIMIT AGE."""
    status = obj.get("status") or {}
    hard, used = status.get("hard") or {}, status.get("used") or {}
    requests: list[str] = []
    limits: list[str] = []
    for name in sorted(hard):
        (limits if name.startswith("limits.") else requests).append(f"{name}: {used.get(name, '0')}/{hard[name]}")
    return [obj["metadata"]["name"], ", ".join(requests), ", ".join(limits), age(obj, now)]


def prepare_create(obj: Obj) -> None:
    obj.setdefault("spec", {})
    obj["status"] = {}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value
    from minikctl.core.quantity import parse
    from minikctl.kinds import _checks

    spec = obj.get("spec") or {}
    out: list[FieldError] = []
    hard = spec.get("hard") or {}
    for name in sorted(hard):
        path = f"spec.hard[{name}]"
        out += _checks.resource_name(path, name, name in _STANDARD or _is_huge(name), "quota")
        quantity = parse(hard[name])
        if quantity.sign() < 0:
            out.append(invalid_value(path, hard[name], _checks.NEGATIVE))
        elif name in _COUNTED and quantity.scale < 0 and quantity.unscaled % 10**-quantity.scale:
            out.append(invalid_value(path, hard[name], "must be an integer"))
    return out + _scopes(spec.get("scopes") or [], hard)


def _scopes(scopes: list[str], hard: Obj) -> list[FieldError]:
    """Scopes that are known, fit what is counted, and do not contradict each other."""
    from minikctl.core.errors import invalid_value

    out: list[FieldError] = []
    for scope in scopes:
        if scope not in _SCOPES:
            out.append(invalid_value("spec.scopes", scopes, "unsupported scope"))
            continue
        fitting = ("pods",) if scope == "BestEffort" else _OF_PODS
        for name in sorted(hard):
            if scope != "VolumeAttributesClass" and name in _STANDARD and name not in fitting:
                out.append(invalid_value("spec.scopes", scopes, "unsupported scope applied to resource"))
    for pair in (("BestEffort", "NotBestEffort"), ("NotTerminating", "Terminating")):
        if set(pair) <= set(scopes):
            out.append(invalid_value("spec.scopes", scopes, "conflicting scopes"))
    return out


def _is_huge(name: str) -> bool:
    return name.startswith(("hugepages-", "requests.hugepages-", "limits.hugepages-"))


KIND = Kind(
    group="",
    kind="ResourceQuota",
    plural="resourcequotas",
    versions=(Served("v1"),),
    short_names=("quota",),
    subresources=("status",),
    columns=(Column("Name", format="name"), Column("Request"), Column("Limit"), Column("Age")),
    row=row,
    prepare_create=prepare_create,
    validate=validate,
    spec_fields=(),
)
