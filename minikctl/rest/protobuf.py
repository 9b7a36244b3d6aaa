"""Kubernetes' protobuf bodies as JSON values: a table-driven decoder over core.schema's field numbers. Answers are
always JSON.

source: apimachinery runtime.Unknown (the envelope), generated.proto field numbers; protobuf wire format
"""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.errors import bad_request
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minikctl.core.schema import Field

Obj = dict[str, Any]

MAGIC = b"k8s\x00"
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
MAX_DEPTH = 100
# registered in every version of every group # source: apimachinery meta/v1.AddToGroupVersion
_EVERYWHERE = ("CreateOptions", "DeleteOptions", "ListOptions", "PatchOptions", "UpdateOptions")


class _Broken(ValueError):
    """The bytes are no message."""


def decode(body: bytes) -> Obj:
    """The object in an envelope. ApiError 400 for anything that is not one."""
    if not body.startswith(MAGIC):
        raise bad_request("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]")
    try:
        api_version, kind, raw = _envelope(body[len(MAGIC) :])
        type_name = f"meta/v1.{kind}" if kind in _EVERYWHERE else schema.root_type(api_version, kind)
        if type_name is None:
            raise bad_request(f'no kind "{kind}" is registered for version "{api_version}"')
        return {"apiVersion": api_version, "kind": kind, **_struct(type_name, raw, 0)}
    except (_Broken, UnicodeDecodeError, IndexError) as e:
        raise bad_request(f"proto: {e}") from None


def _envelope(data: bytes) -> tuple[str, str, bytes]:
    api_version = kind = ""
    raw = b""
    for number, _wire, value in _parts(data):
        if number == 1 and isinstance(value, bytes):
            for n, _w, text in _parts(value):
                if isinstance(text, bytes):
                    if n == 1:
                        api_version = text.decode()
                    elif n == 2:
                        kind = text.decode()
        elif number == 2 and isinstance(value, bytes):
            raw = value
    return api_version, kind, raw


def _parts(data: bytes) -> Iterator[tuple[int, int, int | bytes]]:
    """(field number, wire type, value) of a message."""
    at, end = 0, len(data)
    while at < end:
        tag, at = _varint(data, at)
        number, wire = tag >> 3, tag & 7
        if wire == VARINT:
            value, at = _varint(data, at)
            yield number, wire, value
            continue
        if wire == BYTES:
            size, at = _varint(data, at)
        elif wire == FIXED64:
            size = 8
        elif wire == FIXED32:
            size = 4
        else:
            raise _Broken(f"illegal wireType {wire}")
        if number == 0 or at + size > end:
            raise _Broken("unexpected EOF")
        yield number, wire, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(data):
            raise _Broken("unexpected EOF")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise _Broken("integer overflow")


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


# --- values whose JSON is not that of their fields


def _quantity(data: bytes) -> str:
    for number, _wire, value in _parts(data):
        if number == 1 and isinstance(value, bytes):
            return value.decode()
    return ""


def _time(data: bytes, micro: bool = False) -> str | None:
    from minikctl.core.times import rfc3339, rfc3339_micro

    seconds = nanos = 0
    for number, _wire, value in _parts(data):
        if isinstance(value, int):
            if number == 1:
                seconds = _signed(value)
            elif number == 2:
                nanos = _signed(value)
    if not data:
        return None
    at = seconds * 1_000_000 + nanos // 1000
    return rfc3339_micro(at) if micro else rfc3339(at)


def _micro_time(data: bytes) -> str | None:
    return _time(data, True)


def _int_or_string(data: bytes) -> int | str:
    kind, number, text = 0, 0, ""
    for field, _wire, value in _parts(data):
        if isinstance(value, int):
            kind, number = (value, number) if field == 1 else (kind, _signed(value))
        elif field == 3:
            text = value.decode()
    return text if kind == 1 else number


def _double(data: bytes) -> float:
    from struct import unpack

    if len(data) != 8:
        raise _Broken("wrong wireType = 2 for float64")
    found: float = unpack("<d", data)[0]
    if found - found != 0:
        raise _Broken(f"unsupported value: {found}")
    return found


def _raw_json(data: bytes) -> Any:
    from minikctl.core.go_json import GoJsonError, loads

    for number, _wire, value in _parts(data):
        if number == 1 and isinstance(value, bytes):
            try:
                return loads(value)
            except GoJsonError as e:
                raise _Broken(str(e)) from None
    return None


_SPECIAL: dict[str, Callable[[bytes], Any]] = {
    "api/resource.Quantity": _quantity,
    "meta/v1.Time": _time,
    "meta/v1.MicroTime": _micro_time,
    "util/intstr.IntOrString": _int_or_string,
    "meta/v1.FieldsV1": _raw_json,
    "runtime.RawExtension": _raw_json,
    "apiextensions/v1.JSON": _raw_json,
}


# --- a schema, or something else in its place


_SCHEMA = "apiextensions/v1.JSONSchemaProps"


def _alternative(kind: str, data: bytes, depth: int) -> Any:
    """Messages that are one of two things: a schema, else whether one is needed, or a list of schemas or of texts."""
    found = {number: value for number, _wire, value in _parts(data)}
    where = 2 if kind.endswith("OrBool") else 1
    own = found.get(where)
    if isinstance(own, bytes):
        return _struct(_SCHEMA, own, depth + 1)
    if where == 2:
        return bool(found.get(1))
    items = [value for number, _wire, value in _parts(data) if number == 2 and isinstance(value, bytes)]
    if kind.endswith("OrArray"):
        return [_struct(_SCHEMA, each, depth + 1) for each in items] or None
    return [each.decode() for each in items] or None


# --- structs


def _struct(name: str, data: bytes, depth: int) -> Obj:
    """A message as the JSON of its Go struct; fields that the table does not have are skipped, as Go does."""
    if depth > MAX_DEPTH:
        raise _Broken("exceeded max depth")
    numbers = {f.proto: f for f in schema.fields(name) if f.proto}
    out: Obj = {}
    for number, wire, value in _parts(data):
        field = numbers.get(number)
        if field is None:
            continue
        if field.inline:
            if isinstance(value, bytes):
                out.update(_struct(field.type.lstrip("*"), value, depth + 1))
            continue
        _put(out, field, wire, value, depth)
    return out


def _put(out: Obj, field: Field, wire: int, value: int | bytes, depth: int) -> None:
    """Add one occurrence of a field: lists and maps come piece by piece."""
    kind = _resolved(field.type.lstrip("*"))
    key = field.json
    if kind in ("[]uint8", "[]byte"):
        from base64 import b64encode

        out[key] = b64encode(value if isinstance(value, bytes) else b"").decode()
    elif kind.startswith("[]"):
        items = out.setdefault(key, [])
        inner = kind[2:].lstrip("*")
        if wire == BYTES and isinstance(value, bytes) and _is_number(inner):
            items.extend(_packed(value, inner))
        else:
            items.append(_value(inner, value, depth))
    elif kind.startswith("map["):
        _entry(out.setdefault(key, {}), kind, value, depth)
    else:
        out[key] = _value(kind, value, depth)


def _resolved(name: str) -> str:
    """The shape behind a named type: `map[...]...`, `[]...`, a basic type, or the struct's own name."""
    under = schema.named(name)
    if under is None:
        return name
    if under.startswith("slice "):
        return "[]" + under[len("slice ") :]
    return under


def _is_number(kind: str) -> bool:
    return _resolved(kind) in ("int32", "int64", "uint32", "uint64", "int", "bool")


def _packed(data: bytes, kind: str) -> list[Any]:
    out, at = [], 0
    while at < len(data):
        value, at = _varint(data, at)
        out.append(_value(kind, value, 0))
    return out


def _entry(out: Obj, kind: str, value: int | bytes, depth: int) -> None:
    """One key and value of a map."""
    inner = kind[kind.index("]") + 1 :].lstrip("*")
    key: str = ""
    shown: Any = None
    if not isinstance(value, bytes):
        raise _Broken("illegal wireType for a map")
    for number, _wire, part in _parts(value):
        if number == 1 and isinstance(part, bytes):
            key = part.decode()
        elif number == 2:
            shown = _map_value(inner, part, depth)
    out[key] = _zero(inner) if shown is None else shown


def _map_value(inner: str, part: int | bytes, depth: int) -> Any:
    kind = _resolved(inner)
    if kind in ("[]uint8", "[]byte"):
        from base64 import b64encode

        return b64encode(part if isinstance(part, bytes) else b"").decode()
    if kind.startswith("[]"):  # a named list of strings: a message of its own with the items in field 1
        found = _parts(part) if isinstance(part, bytes) else iter(())
        return [_value(kind[2:].lstrip("*"), v, depth) for n, _w, v in found if n == 1]
    return _value(kind, part, depth)


def _zero(inner: str) -> Any:
    """What an absent map value stands for."""
    from minikctl.core.decoding import zero

    return zero(inner)


def _value(kind: str, value: int | bytes, depth: int) -> Any:
    kind = _resolved(kind)
    if isinstance(value, int):
        if kind == "bool":
            return bool(value)
        if kind in ("int32", "int64", "int", "uint32", "uint64", "uint8"):
            return _signed(value)
        raise _Broken(f"wrong wireType = 0 for {kind}")
    special = _SPECIAL.get(kind)
    if special is not None:
        return special(value)
    if kind.startswith(f"{_SCHEMA}Or"):
        return _alternative(kind, value, depth)
    if kind == "string":
        return value.decode()
    if kind == "float64":
        return _double(value)
    if schema.is_struct(kind):
        return _struct(kind, value, depth + 1)
    raise _Broken(f"wrong wireType = 2 for {kind}")
