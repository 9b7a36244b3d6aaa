"""Field checks that several kinds share, each giving field errors in the server's words. Pure.

source: Kubernetes' core and unversioned validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import (
    FieldError,
    field_forbidden,
    invalid_value,
    not_supported,
    required,
)
from minikctl.core.selectors import SelectorError, from_label_selector
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Obj = dict[str, Any]

NEGATIVE = "must be greater than or equal to 0"
IMMUTABLE = "field is immutable"


def each(path: str, value: object, messages: Sequence[str]) -> list[FieldError]:
    """An invalid value, once for every message."""
    return [invalid_value(path, value, message) for message in messages]


def not_negative(obj: Obj, *fields: str, path: str = "spec") -> list[FieldError]:
    """Numbers of one object that may not be below 0, in the order named."""
    out = []
    for field in fields:
        value = obj.get(field)
        if value is not None and value < 0:
            out.append(invalid_value(f"{path}.{field}", value, NEGATIVE))
    return out


def immutable(new: Obj, old: Obj, *fields: str, path: str = "spec") -> list[FieldError]:
    """Fields of one object that may not change."""
    return [
        invalid_value(f"{path}.{field}", new.get(field), IMMUTABLE)
        for field in fields
        if new.get(field) != old.get(field)
    ]


def one_of(path: str, value: Any, allowed: list[str]) -> list[FieldError]:
    """A word out of a fixed set; a missing one is required."""
    if not value:
        return [required(path)]
    return [] if value in allowed else [not_supported(path, value, allowed)]


def dns_label(path: str, value: str) -> list[FieldError]:
    return each(path, value, names.dns1123_label(value))


def dns_subdomain(path: str, value: str) -> list[FieldError]:
    return each(path, value, names.dns1123_subdomain(value))


_STANDARD_RESOURCES = frozenset(
    (
        *("cpu", "memory", "ephemeral-storage", "storage", "pods", "services", "services.nodeports"),
        *("requests.cpu", "requests.memory", "requests.ephemeral-storage", "requests.storage"),
        *("limits.cpu", "limits.memory", "limits.ephemeral-storage", "services.loadbalancers"),
        *("replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims"),
    )
)


def resource_name(path: str, name: str, standard: bool, where: str) -> list[FieldError]:
    """The name of a resource: one that Kubernetes knows, or one with a domain. standard: it is known where it stands;
    where: `quota` or `containers`."""
    out = each(path, name, names.qualified_name(name))
    if out or "/" in name:
        return out
    if name not in _STANDARD_RESOURCES and not name.startswith(("hugepages-", "requests.hugepages-")):
        out.append(invalid_value(path, name, "must be a standard resource type or fully qualified"))
    if not standard:
        out.append(invalid_value(path, name, f"must be a standard resource for {where}"))
    return out


def labels(path: str, pairs: dict[str, str] | None) -> list[FieldError]:
    """Keys and values of labels, of a nodeSelector, of matchLabels."""
    out: list[FieldError] = []
    for key in sorted(pairs or ()):
        out += each(path, key, names.qualified_name(key))
        out += each(path, pairs[key], names.label_value(pairs[key]))  # type: ignore[index]
    return out


def annotation_keys(path: str, pairs: dict[str, str] | None) -> list[FieldError]:
    out: list[FieldError] = []
    for key in sorted(pairs or ()):
        out += each(path, key, names.qualified_name(key.lower()))
    return out


def port_number(path: str, value: int) -> list[FieldError]:
    return each(path, value, names.port_number(value))


def port_or_name(path: str, value: Any) -> list[FieldError]:
    """An IntOrString that is a port number or the name of one."""
    if isinstance(value, int):
        return port_number(path, value)
    return each(path, value, names.port_name(value or ""))


def int_or_percent(path: str, value: Any) -> list[FieldError]:
    """Not negative: 3 or "25%"."""
    if isinstance(value, int):
        return [invalid_value(path, value, NEGATIVE)] if value < 0 else []
    return each(path, value, names.percent(str(value)))


def amount(value: Any) -> int:
    """The number in 3 or "25%"; 0 for what is neither."""
    if isinstance(value, int):
        return value
    digits = str(value or "").removesuffix("%")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def not_above_100_percent(path: str, value: Any) -> list[FieldError]:
    if isinstance(value, str) and value.endswith("%") and amount(value) > 100:
        return [invalid_value(path, value, "must not be greater than 100%")]
    return []


def label_selector(path: str, selector: Obj | None) -> list[FieldError]:
    """matchLabels and matchExpressions of a LabelSelector."""
    if not selector:
        return []
    out = labels(f"{path}.matchLabels", selector.get("matchLabels"))
    for i, expression in enumerate(selector.get("matchExpressions") or ()):
        out += _requirement(f"{path}.matchExpressions[{i}]", expression)
    return out


def _requirement(path: str, expression: Obj) -> list[FieldError]:
    out: list[FieldError] = []
    operator, values = expression.get("operator"), expression.get("values") or []
    if operator in ("In", "NotIn"):
        if not values:
            out.append(required(f"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'"))
    elif operator in ("Exists", "DoesNotExist"):
        if values:
            out.append(
                field_forbidden(f"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
            )
    else:
        out.append(invalid_value(f"{path}.operator", operator or "", "not a valid selector operator"))
    key = expression.get("key") or ""
    out += each(f"{path}.key", key, names.qualified_name(key))
    for i, value in enumerate(values):
        out += each(f"{path}.values[{i}]", value, names.label_value(value))
    return out


def descending(path: str, value: str) -> list[FieldError]:
    """A relative path that does not climb."""
    out = []
    if value.startswith("/"):
        out.append(invalid_value(path, value, "must be a relative path"))
    if ".." in value.split("/"):
        out.append(invalid_value(path, value, "must not contain '..'"))
    return out


def matches(selector: Obj | None, pairs: dict[str, str] | None) -> bool:
    """Whether a LabelSelector selects these labels; none selects nothing, an empty one everything."""
    try:
        return from_label_selector(selector).matches(pairs)
    except SelectorError:
        return True  # complained of as a bad selector


def is_empty(selector: Obj | None) -> bool:
    """A LabelSelector without terms."""
    return not selector or not (selector.get("matchLabels") or selector.get("matchExpressions"))


def unique(
    items: Sequence[Obj], path: str, field: str, check: Callable[[str, str], list[FieldError]]
) -> list[FieldError]:
    """Names within a list: required, checked, without repetition."""
    from minikctl.core.errors import duplicate

    out: list[FieldError] = []
    seen: set[str] = set()
    for i, item in enumerate(items):
        name, where = item.get(field) or "", f"{path}[{i}].{field}"
        if not name:
            out.append(required(where))
            continue
        out += check(where, name)
        if name in seen:
            out.append(duplicate(where, name))
        seen.add(name)
    return out
