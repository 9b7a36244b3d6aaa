"""Validation of spec.resources, what a pod asks for as a whole. Pure.

source: Kubernetes' core validation (validatePodResources), v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value
from minikctl.core.typed import Any
from minikctl.kinds.pod.containers import validate_resources

Obj = dict[str, Any]

SUPPORTED = ("cpu", "memory")


def validate(spec: Obj, path: str) -> list[FieldError]:
    """Amounts of the pod: good ones, and not less than its containers ask for."""
    resources, where = spec.get("resources"), f"{path}.resources"
    if resources is None:
        return []
    out: list[FieldError] = []
    if resources.get("claims") is not None:
        out.append(field_forbidden(f"{where}.claims", "claims cannot be set for Resources at pod-level"))
    out += validate_resources(resources, where, _name)
    return out + _consistency(spec, where)


def _name(name: str, path: str, kind: str) -> list[FieldError]:
    from minikctl.core.errors import not_supported

    if name in SUPPORTED or name.startswith("hugepages-"):
        return []
    return [not_supported(f"{path}.{kind}[{name}]", name, [*SUPPORTED])]


def _consistency(spec: Obj, path: str) -> list[FieldError]:
    from minikctl.core.quantity import parse

    resources = spec["resources"]
    have, most = resources.get("requests") or {}, resources.get("limits") or {}
    out: list[FieldError] = []
    for name, total in sorted(_requests(spec).items()):
        given = parse(have.get(name, "0"))
        if total.cmp(given) > 0:
            why = f"must be greater than or equal to aggregate container requests of {total}"
            out.append(invalid_value(f"{path}.requests[{name}]", str(given), why))
    for i, container in enumerate(spec.get("containers") or ()):
        limits = (container.get("resources") or {}).get("limits") or {}
        for name in sorted(limits):
            if name in most and parse(limits[name]).cmp(parse(most[name])) > 0:
                why = f"must be less than or equal to pod limits of {most[name]}"
                out.append(invalid_value(f"{path}.containers[{i}][{name}].limits", limits[name], why))
    return out


def _requests(spec: Obj) -> Obj:
    """What the containers ask for together."""
    from minikctl.core.quantity import parse

    out: Obj = {}
    for container in spec.get("containers") or ():
        for name, amount in ((container.get("resources") or {}).get("requests") or {}).items():
            out[name] = out[name].add(parse(amount)) if name in out else parse(amount)
    return out
