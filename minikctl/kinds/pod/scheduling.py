"""Validation of what a pod spec says about where it may run: tolerations, affinity, topology spread. Pure.

source: Kubernetes' core validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import FieldError, field_forbidden, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks

Obj = dict[str, Any]

EFFECTS = ["NoSchedule", "PreferNoSchedule", "NoExecute"]
_MATCHES_ALL = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
_DURING = "DuringSchedulingIgnoredDuringExecution"


def tolerations(spec: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = []
    for i, toleration in enumerate(spec.get("tolerations") or ()):
        out += _toleration(toleration, f"{path}.tolerations[{i}]")
    return out


def _toleration(toleration: Obj, path: str) -> list[FieldError]:
    key, operator = toleration.get("key") or "", toleration.get("operator") or ""
    value, effect = toleration.get("value") or "", toleration.get("effect") or ""
    out = _checks.each(f"{path}.key", key, names.qualified_name(key)) if key else []
    if not key and operator != "Exists":
        out.append(invalid_value(f"{path}.operator", operator, _MATCHES_ALL))
    if toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
        out.append(
            invalid_value(f"{path}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")
        )
    if operator in ("", "Equal"):
        wrong = names.label_value(value)
        if wrong:
            out.append(invalid_value(f"{path}.operator", value, ";".join(wrong)))
    elif operator == "Exists":
        if value:
            out.append(invalid_value(f"{path}.operator", toleration, "value must be empty when `operator` is 'Exists'"))
    else:
        out.append(not_supported(f"{path}.operator", operator, ["Equal", "Exists"]))
    if effect and effect not in EFFECTS:
        out.append(not_supported(f"{path}.effect", effect, EFFECTS))
    return out


def spread(spec: Obj, path: str) -> list[FieldError]:
    """topologySpreadConstraints."""
    out: list[FieldError] = []
    for i, constraint in enumerate(spec.get("topologySpreadConstraints") or ()):
        where = f"{path}.topologySpreadConstraints[{i}]"
        skew, when = constraint.get("maxSkew") or 0, constraint.get("whenUnsatisfiable") or ""
        if skew <= 0:
            out.append(invalid_value(f"{where}.maxSkew", skew, "must be greater than zero"))
        out += _topology_key(constraint, where)
        if when not in ("DoNotSchedule", "ScheduleAnyway"):
            out.append(not_supported(f"{where}.whenUnsatisfiable", when, ["DoNotSchedule", "ScheduleAnyway"]))
        least = constraint.get("minDomains")
        if least is not None and least <= 0:
            out.append(invalid_value(f"{where}.minDomains", least, "must be greater than zero"))
        out += _checks.label_selector(f"{where}.labelSelector", constraint.get("labelSelector"))
    return out


def _topology_key(term: Obj, path: str) -> list[FieldError]:
    key = term.get("topologyKey")
    if not key:
        return [required(f"{path}.topologyKey", "can not be empty")]
    return _checks.each(f"{path}.topologyKey", key, names.qualified_name(key))


def affinity(spec: Obj, path: str) -> list[FieldError]:
    given = spec.get("affinity") or {}
    out = _node_affinity(given.get("nodeAffinity") or {}, f"{path}.affinity.nodeAffinity")
    for name in ("podAffinity", "podAntiAffinity"):
        out += _pod_affinity(given.get(name) or {}, f"{path}.affinity.{name}")
    return out


def _node_affinity(given: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = []
    needed = given.get(f"required{_DURING}")
    if needed is not None:
        where = f"{path}.required{_DURING}"
        terms = needed.get("nodeSelectorTerms") or []
        if not terms:
            out.append(required(f"{where}.nodeSelectorTerms", "must have at least one node selector term"))
        for i, term in enumerate(terms):
            out += _node_term(term, f"{where}.nodeSelectorTerms[{i}]")
    for i, preferred in enumerate(given.get(f"preferred{_DURING}") or ()):
        where = f"{path}.preferred{_DURING}[{i}]"
        out += _weight(preferred, where) + _node_term(preferred.get("preference") or {}, f"{where}.preference")
    return out


def _weight(term: Obj, path: str) -> list[FieldError]:
    weight = term.get("weight") or 0
    return [] if 1 <= weight <= 100 else [invalid_value(f"{path}.weight", weight, "must be in the range 1-100")]


def _node_term(term: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = []
    for i, expression in enumerate(term.get("matchExpressions") or ()):
        out += _node_requirement(expression, f"{path}.matchExpressions[{i}]")
    return out


def _node_requirement(expression: Obj, path: str) -> list[FieldError]:
    operator, values = expression.get("operator") or "", expression.get("values") or []
    out: list[FieldError] = []
    if operator in ("In", "NotIn"):
        if not values:
            out.append(required(f"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'"))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"
            out.append(field_forbidden(f"{path}.values", why))
    elif operator in ("Gt", "Lt"):
        if len(values) != 1:
            out.append(required(f"{path}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'"))
    else:
        out.append(invalid_value(f"{path}.operator", operator, "not a valid selector operator"))
    key = expression.get("key") or ""
    return out + _checks.each(f"{path}.key", key, names.qualified_name(key))


def _pod_affinity(given: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = []
    for i, term in enumerate(given.get(f"required{_DURING}") or ()):
        out += _pod_term(term, f"{path}.required{_DURING}[{i}]")
    for i, preferred in enumerate(given.get(f"preferred{_DURING}") or ()):
        where = f"{path}.preferred{_DURING}[{i}]"
        out += _weight(preferred, where) + _pod_term(preferred.get("podAffinityTerm") or {}, f"{where}.podAffinityTerm")
    return out


def _pod_term(term: Obj, path: str) -> list[FieldError]:
    out = _checks.label_selector(f"{path}.labelSelector", term.get("labelSelector"))
    for i, namespace in enumerate(term.get("namespaces") or ()):
        out += _checks.dns_label(f"{path}.namespaces[{i}]", namespace)
    return out + _topology_key(term, path)
