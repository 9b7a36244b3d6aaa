"""LimitRanges: defaults and validation. What they do to pods is admission's affair. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import name_and_creation
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def default(obj: Obj) -> None:
    """For containers: limits default to the maximum, requests to the limits, then to the minimum."""
    for item in (obj.get("spec") or {}).get("limits") or ():
        if item.get("type") != "Container":
            continue
        limits = {**(item.get("max") or {}), **(item.get("default") or {})}
        requests = {**(item.get("min") or {}), **limits, **(item.get("defaultRequest") or {})}
        if limits:
            item["default"] = limits
        if requests:
            item["defaultRequest"] = requests


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import duplicate, required

    out: list[FieldError] = []
    seen: set[str] = set()
    for i, item in enumerate((obj.get("spec") or {}).get("limits") or ()):
        path, kind = f"spec.limits[{i}]", item.get("type") or ""
        if not kind:
            out.append(required(f"{path}.type"))
        elif kind in seen:
            out.append(duplicate(f"{path}.type", kind))
        seen.add(kind)
        out += _item(item, kind, path)
    return out


def _item(item: Obj, kind: str, path: str) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden, required

    out: list[FieldError] = []
    if kind == "Pod":
        for field in ("default", "defaultRequest"):
            if item.get(field):
                out.append(field_forbidden(f"{path}.{field}", "may not be specified when `type` is 'Pod'"))
    if kind == "PersistentVolumeClaim":
        least, most = item.get("min") or {}, item.get("max") or {}
        if "storage" not in least and "storage" not in most:
            out.append(
                required(
                    f"{path}.limits", "either minimum or maximum storage value is required, but neither was provided"
                )
            )
    names: set[str] = set()
    for field in ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio"):
        names |= set(item.get(field) or ())
    for name in sorted(names):
        out += _order(item, name, path)
    return out


def _order(item: Obj, name: str, path: str) -> list[FieldError]:
    """min <= default request <= default <= max, wherever two of them are said."""
    from minikctl.core.errors import invalid_value
    from minikctl.core.quantity import parse

    out: list[FieldError] = []

    def check(low: str, high: str, low_words: str, high_words: str) -> None:
        small, large = (item.get(low) or {}).get(name), (item.get(high) or {}).get(name)
        if small is not None and large is not None and parse(small).cmp(parse(large)) > 0:
            why = f"{low_words} value {small} is greater than {high_words} value {large}"
            out.append(invalid_value(f"{path}.{low}[{name}]", small, why))

    check("min", "max", "min", "max")
    check("min", "defaultRequest", "min", "default request")
    check("defaultRequest", "max", "default request", "max")
    check("defaultRequest", "default", "default request", "default limit")
    check("min", "default", "min", "default")
    check("default", "max", "default", "max")
    ratio = (item.get("maxLimitRequestRatio") or {}).get(name)
    if ratio is not None and parse(ratio).cmp(parse("1")) < 0:
        out.append(invalid_value(f"{path}.maxLimitRequestRatio[{name}]", ratio, f"ratio {ratio} is less than 1"))
    return out


KIND = Kind(
    group="",
    kind="LimitRange",
    plural="limitranges",
    versions=(Served("v1"),),
    short_names=("limits",),
    columns=(Column("Name", format="name"), Column("Created At", "date")),
    row=name_and_creation,
    default=default,
    validate=validate,
    spec_fields=(),
    has_status=False,
)
