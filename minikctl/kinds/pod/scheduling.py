"""Validation of what a pod spec says about where it may run: tolerations, affinity, topology spread. Pure.

source: Kubernetes' core validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import FieldError, duplicate, field_forbidden, invalid_value, not_supported, required
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
            out.append(invalid_value(f"{path}.operator", value, "value must be empty when `operator` is 'Exists'"))
    else:
        out.append(not_supported(f"{path}.operator", operator, ["Equal", "Exists"]))
    if effect and effect not in EFFECTS:
        out.append(not_supported(f"{path}.effect", effect, EFFECTS))
    return out


def spread(spec: Obj, path: str) -> list[FieldError]:
    """topologySpreadConstraints."""
    out: list[FieldError] = []
    constraints = spec.get("topologySpreadConstraints") or []
    for i, constraint in enumerate(constraints):
        where = f"{path}.topologySpreadConstraints[{i}]"
        skew, when = constraint.get("maxSkew") or 0, constraint.get("whenUnsatisfiable") or ""
        if skew <= 0:
            out.append(invalid_value(f"{where}.maxSkew", skew, "must be greater than zero"))
        out += _topology_key(constraint, where)
        if when not in ("DoNotSchedule", "ScheduleAnyway"):
            out.append(not_supported(f"{where}.whenUnsatisfiable", when, ["DoNotSchedule", "ScheduleAnyway"]))
        pair = (constraint.get("topologyKey") or "", when)
        if pair in [(c.get("topologyKey") or "", c.get("whenUnsatisfiable") or "") for c in constraints[i + 1 :]]:
            out.append(duplicate(f"{where}.{{topologyKey, whenUnsatisfiable}}", f"{{{pair[0]}, {pair[1]}}}"))
        out += _min_domains(constraint, where)
        for field in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
            if constraint.get(field) not in (None, "Honor", "Ignore"):
                out.append(not_supported(f"{where}.{field}", constraint[field], ["Honor", "Ignore"]))
        out += _label_keys(constraint, "matchLabelKeys", where)
        out += _checks.label_selector(f"{where}.labelSelector", constraint.get("labelSelector"))
    return out


def _min_domains(constraint: Obj, path: str) -> list[FieldError]:
    least, when = constraint.get("minDomains"), constraint.get("whenUnsatisfiable") or ""
    if least is None:
        return []
    out = []
    if least <= 0:
        out.append(invalid_value(f"{path}.minDomains", least, "must be greater than zero"))
    if when != "DoNotSchedule":
        why = f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {when}"
        out.append(invalid_value(f"{path}.minDomains", least, why))
    return out


def _label_keys(term: Obj, field: str, path: str) -> list[FieldError]:
    """Labels of the pod itself that join the selector."""
    keys, selector = term.get(field) or [], term.get("labelSelector")
    if keys and selector is None:
        why = "must not be specified when labelSelector is not set"
        return [field_forbidden(f"{path}.{field}", why)]
    used = {expression.get("key") for expression in (selector or {}).get("matchExpressions") or ()}
    used |= set((selector or {}).get("matchLabels") or ())
    out: list[FieldError] = []
    for i, key in enumerate(keys):
        out += _checks.each(f"{path}.{field}[{i}]", key, names.qualified_name(key))
        if key in used:
            out.append(invalid_value(f"{path}.{field}[{i}]", key, f"exists in both {field} and labelSelector"))
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
            out += _node_term(term, f"{where}.nodeSelectorTerms[{i}]", checked=True)
    for i, preferred in enumerate(given.get(f"preferred{_DURING}") or ()):
        where = f"{path}.preferred{_DURING}[{i}]"
        out += _weight(preferred, where) + _node_term(preferred.get("preference") or {}, f"{where}.preference")
    return out


def _weight(term: Obj, path: str) -> list[FieldError]:
    weight = term.get("weight") or 0
    return [] if 1 <= weight <= 100 else [invalid_value(f"{path}.weight", weight, "must be in the range 1-100")]


def _node_term(term: Obj, path: str, checked: bool = False) -> list[FieldError]:
    """checked: values have to be label values (where a node is required, not where one is preferred)."""
    out: list[FieldError] = []
    for i, expression in enumerate(term.get("matchExpressions") or ()):
        where = f"{path}.matchExpressions[{i}]"
        out += _node_requirement(expression, where)
        for j, value in enumerate((expression.get("values") or ()) if checked else ()):
            out += _checks.each(f"{where}.values[{j}]", value, names.label_value(value))
    for i, expression in enumerate(term.get("matchFields") or ()):
        out += _node_field(expression, f"{path}.matchFields[{i}]")
    return out


def _node_field(expression: Obj, path: str) -> list[FieldError]:
    operator, values, key = (
        expression.get("operator") or "",
        expression.get("values") or [],
        expression.get("key") or "",
    )
    out: list[FieldError] = []
    if operator not in ("In", "NotIn"):
        out.append(invalid_value(f"{path}.operator", operator, "not a valid selector operator"))
    elif len(values) != 1:
        why = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
        out.append(required(f"{path}.values", why))
    if key != "metadata.name":
        return [*out, invalid_value(f"{path}.key", key, "not a valid field selector key")]
    for i, value in enumerate(values):
        out += _checks.dns_subdomain(f"{path}.values[{i}]", value)
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
    out: list[FieldError] = []
    for field in ("labelSelector", "namespaceSelector"):
        out += _checks.label_selector(f"{path}.{field}", term.get(field))
    for namespace in term.get("namespaces") or ():
        out += _checks.dns_label(f"{path}.namespace", namespace)
    for field in ("matchLabelKeys", "mismatchLabelKeys"):
        out += _label_keys(term, field, path)
    key = term.get("topologyKey") or ""
    if not key:
        out.append(required(f"{path}.topologyKey", "can not be empty"))
    return out + _checks.each(f"{path}.topologyKey", key, names.qualified_name(key))
