"""ConfigMaps: columns and validation. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

MAX_SIZE = 1024 * 1024  # bytes of data in one ConfigMap or Secret
_IMMUTABLE = "field is immutable when `immutable` is set"


def row(obj: Obj, now: int) -> list[Any]:
    """NAME DATA AGE."""
    return [obj["metadata"]["name"], len(obj.get("data") or ()) + len(obj.get("binaryData") or ()), age(obj, now)]


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value

    data, binary = obj.get("data") or {}, obj.get("binaryData") or {}
    out = check_keys("data", data) + check_keys("binaryData", binary)
    for key in sorted(data.keys() & binary.keys()):
        out.append(invalid_value(f"data[{key}]", key, "duplicate of key present in binaryData"))
    size = sum(len(value.encode()) for value in data.values()) + sum(decoded_size(value) for value in binary.values())
    return out + check_size(size)


def check_keys(field: str, data: Obj) -> list[FieldError]:
    from minikctl.core import names
    from minikctl.kinds import _checks

    out: list[FieldError] = []
    for key in sorted(data):
        out += _checks.each(f"{field}[{key}]", key, names.config_map_key(key))
    return out


def check_size(size: int) -> list[FieldError]:
    from minikctl.core.errors import too_long

    return [too_long("[]", MAX_SIZE)] if size > MAX_SIZE else []


def decoded_size(base64: str) -> int:
    """How many bytes base64 text stands for."""
    return len(base64) * 3 // 4 - base64.count("=")


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    return frozen(new, old, "data", "binaryData")


def frozen(new: Obj, old: Obj, *fields: str) -> list[FieldError]:
    """What may not change any more once `immutable: true` was said."""
    from minikctl.core.errors import field_forbidden

    if not old.get("immutable"):
        return []
    out = [] if new.get("immutable") else [field_forbidden("immutable", _IMMUTABLE)]
    return out + [
        field_forbidden(field, _IMMUTABLE) for field in fields if (new.get(field) or {}) != (old.get(field) or {})
    ]


KIND = Kind(
    group="",
    kind="ConfigMap",
    plural="configmaps",
    versions=(Served("v1"),),
    short_names=("cm",),
    columns=(Column("Name", format="name"), Column("Data"), Column("Age")),
    row=row,
    validate=validate,
    validate_update=validate_update,
    spec_fields=(),
    has_status=False,
)
