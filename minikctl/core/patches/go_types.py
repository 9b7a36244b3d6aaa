"""Whether JSON values fit a Go type, told as the server's converter tells it (it serves strategic merge patches).

Only the first misfit is told. Unknown fields are no misfit.
"""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.patches._failure import go_type, json_kind
from minikctl.core.typed import Any

_OWN_DECODER = (
    "meta/v1.Time",
    "meta/v1.MicroTime",
    "api/resource.Quantity",
    "util/intstr.IntOrString",
    "meta/v1.FieldsV1",
)
_RAW = ("runtime.RawExtension", "apiextensions/v1.JSON")


def mismatch(value: Any, type_name: str, fitting: Any = None) -> str:
    """Why the value cannot be converted to the type; "" when it can. What it shares with `fitting` is passed over."""
    if value is None or value is fitting:
        return ""
    declared = type_name.lstrip("*")
    name = schema.resolve(declared)
    if name in _OWN_DECODER:
        return _own_decoder(value, name)
    if name in _RAW:
        return ""
    if name == "[]uint8" and isinstance(value, str):
        return ""
    if name.startswith("[]"):
        if not isinstance(value, list):
            return f"cannot restore slice from {_kind(value)}"
        shared = {id(item) for item in fitting} if isinstance(fitting, list) else set()
        return _first(mismatch(item, schema.elem(name)) for item in value if id(item) not in shared)
    if name.startswith("map["):
        if not isinstance(value, dict):
            return f"cannot restore map from {_kind(value)}"
        known: dict[str, Any] = fitting if isinstance(fitting, dict) else {}
        return _first(mismatch(value[key], schema.elem(name), known.get(key)) for key in sorted(value))
    if schema.is_struct(name):
        if not isinstance(value, dict):
            return f"cannot restore struct from: {_kind(value)}"
        known = fitting if isinstance(fitting, dict) else {}
        fields = [f for f in schema.struct(name).values() if f.json in value]
        return _first(mismatch(value[f.json], f.type, known.get(f.json)) for f in fields)
    return _scalar(value, name, declared)


def _first(reasons: Any) -> str:
    return next((reason for reason in reasons if reason), "")


def _scalar(value: Any, kind: str, declared: str) -> str:
    number = kind.startswith(("int", "uint", "float"))
    if isinstance(value, bool):
        return "" if kind == "bool" else f"unrecognized type: {kind}"
    if isinstance(value, str):
        return "" if kind == "string" else f"unrecognized type: {kind}"
    if isinstance(value, int):
        if kind == "string":
            return f"cannot convert int64 to {_go_name(declared)}"
        return "" if number else f"unrecognized type: {kind}"
    if isinstance(value, float) and number:
        whole = kind.startswith("float") or value == int(value)
        return "" if whole else f"cannot convert float64 to {_go_name(declared)}"
    return f"unrecognized type: {kind}"


def _go_name(declared: str) -> str:
    """`core/v1.PullPolicy` -> `v1.PullPolicy`"""
    return declared.rsplit("/", 1)[-1]


def _own_decoder(value: Any, name: str) -> str:
    """Types that read JSON by themselves."""
    if name.endswith("IntOrString"):
        fits = isinstance(value, (str, int)) and not isinstance(value, bool)
        return "" if fits else f"json: cannot unmarshal {json_kind(value)} into Go value of type int32"
    if name.endswith("Time"):
        return _time(value, ".000000" if name.endswith("MicroTime") else "")
    return _quantity(value) if name.endswith("Quantity") else ""


def _time(value: Any, fraction: str) -> str:
    from minikctl.core import times

    if not isinstance(value, str):
        return f"json: cannot unmarshal {json_kind(value)} into Go value of type string"
    try:
        times.parse_rfc3339(value, f"2006-01-02T15:04:05{fraction}Z07:00")
    except times.TimeError as error:
        return str(error)
    return ""


def _quantity(value: Any) -> str:
    from minikctl.core import quantity

    try:
        quantity.from_json(value)
    except quantity.QuantityError as error:
        return str(error)
    return ""


def _kind(value: Any) -> str:
    """reflect's kind of a decoded JSON value."""
    if isinstance(value, dict):
        return "map"
    return "slice" if isinstance(value, list) else go_type(value)
