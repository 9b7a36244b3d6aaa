"""How values without fields travel through Go: scalars, byte strings, quantities, times. Part of `decoding`."""

from __future__ import annotations

from minikctl.core import times
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.core.decoding import Codec, _Trip


class Abort(Exception):
    """An error of a type that decodes itself: it ends the decoding and hides type errors found before it; so in Go."""


def plain(python_type: type, shown: str) -> Codec:
    """A string or a bool."""
    nothing = python_type()

    def decode_plain(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
        if type(value) is python_type:
            return value
        trip.mismatch(value, struct, path, shown)
        return nothing

    return decode_plain


def integer(bits: int, shown: str) -> Codec:
    limit = 1 << (bits - 1)

    def decode_integer(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
        if type(value) is int and -limit <= value < limit:
            return value
        trip.mismatch(value, struct, path, shown, literal=True)
        return 0

    return decode_integer


def base64_bytes(shown: str) -> Codec:
    def decode_bytes(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
        if type(value) is not str:
            trip.mismatch(value, struct, path, shown)
            return None
        text = value.replace("\n", "").replace("\r", "") if "\n" in value or "\r" in value else value
        bad = _base64_error(value, text)
        if bad is not None:
            trip.fail(f"illegal base64 data at input byte {bad}")
        return text

    return decode_bytes


def _base64_error(given: str, text: str) -> int | None:
    """Where Go's base64 decoder stops, as a byte of the input; None for good data."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    data = text.rstrip("=")
    pad = len(text) - len(data)
    if len(text) % 4 == 0 and pad <= 2 and not data.lstrip(alphabet):
        return None
    return _base64_position(given.encode("utf-8", "surrogatepass"), alphabet.encode())


def _base64_position(data: bytes, alphabet: bytes) -> int:
    position = 0  # of the next byte to read
    while True:
        for place in range(4):
            while position < len(data) and data[position] in b"\r\n":
                position += 1
            if position == len(data):
                return position - place  # an unfinished group is reported where it begins
            byte = data[position]
            position += 1
            if byte in alphabet:
                continue
            if byte != ord("=") or place < 2:
                return position - 1
            return _after_padding(data, position, place)


def _after_padding(data: bytes, position: int, place: int) -> int:
    """`=` came as the third or fourth of a group."""

    def skip(at: int) -> int:
        while at < len(data) and data[at] in b"\r\n":
            at += 1
        return at

    if place == 2:
        position = skip(position)
        if position == len(data):
            return len(data)
        if data[position] != ord("="):
            return position - 1
        position += 1
    return skip(position)


def _number(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
    """A float64; Go writes a whole one without a fraction."""
    if type(value) not in (int, float):
        trip.mismatch(value, struct, path, "float64", literal=True)
        return 0
    try:
        as_float = float(value)
    except OverflowError:
        as_float = float("inf")
    if as_float - as_float != 0:  # infinite
        trip.mismatch(value, struct, path, "float64", literal=True)
        return 0
    return int(as_float) if as_float == int(as_float) and abs(as_float) < 1e21 else as_float


def _quantity(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
    from minikctl.core import quantity

    try:
        return quantity.canonical(value)
    except quantity.QuantityError as error:
        raise Abort(str(error)) from None


def _int_or_string(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
    if type(value) is str or (type(value) is int and -(1 << 31) <= value < 1 << 31):
        return value
    raise Abort(trip.mismatch_text(value, struct, path, "int32", literal=True))


def _time(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
    return times.rfc3339(_moment(trip, value, struct, path, times.LAYOUT))


def _micro_time(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
    return times.rfc3339_micro(_moment(trip, value, struct, path, times.LAYOUT_MICRO))


def _moment(trip: _Trip, value: Any, struct: str, path: str, layout: str) -> int:
    if type(value) is not str:
        raise Abort(trip.mismatch_text(value, struct, path, "string"))
    try:
        return times.parse_rfc3339(value, layout)
    except times.TimeError as error:
        raise Abort(str(error)) from None


def _raw(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
    return value


# --- a schema, or something else in its place # source: apiextensions-apiserver pkg/apis/apiextensions/v1/marshal.go

_SCHEMA = "apiextensions/v1.JSONSchemaProps"


def _apart(value: Any, type_name: str) -> Any:
    """A value that is decoded apart: its paths begin there, unknown fields are not told of."""
    from minikctl.core.decoding import _codec, _Trip

    own = _Trip()
    out = _codec(type_name)(own, value, "", "", "")
    if own.error:
        raise Abort(own.error)
    return out


def _schema_or_bool(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
    if type(value) is dict:
        return _apart(value, _SCHEMA)
    if type(value) is bool:
        return value
    raise Abort("boolean or JSON schema expected")


def _schema_or(list_type: str) -> Codec:
    """What is neither a schema nor a list is as good as nothing."""

    def decode_either(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
        if type(value) is dict:
            return _apart(value, _SCHEMA)
        return _apart(value, list_type) if type(value) is list else None

    return decode_either


LEAVES: dict[str, Codec] = {
    "api/resource.Quantity": _quantity,
    "util/intstr.IntOrString": _int_or_string,
    "meta/v1.Time": _time,
    "meta/v1.MicroTime": _micro_time,
    "meta/v1.FieldsV1": _raw,
    "runtime.RawExtension": _raw,
    "runtime.Object": _raw,
    "float64": _number,
    "apiextensions/v1.JSON": _raw,
    "apiextensions/v1.JSONSchemaPropsOrBool": _schema_or_bool,
    "apiextensions/v1.JSONSchemaPropsOrArray": _schema_or(f"[]{_SCHEMA}"),
    "apiextensions/v1.JSONSchemaPropsOrStringArray": _schema_or("[]string"),
}

ZEROS: dict[str, Any] = {
    "api/resource.Quantity": "0",
    "util/intstr.IntOrString": 0,
    "meta/v1.Time": None,
    "meta/v1.MicroTime": None,
    "meta/v1.FieldsV1": {},
    "runtime.RawExtension": None,
    "runtime.Object": None,
    "float64": 0,
    "apiextensions/v1.JSON": None,
    "apiextensions/v1.JSONSchemaPropsOrStringArray": None,
}
