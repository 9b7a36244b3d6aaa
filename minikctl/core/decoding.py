"""JSON into Go's structs and back: which fields are unknown, which value has the wrong type, what comes back.

What a client sends goes through here once. Messages are those of the server's decoder, path and Go type included; the
result is what a real server would encode: unknown fields and empty optional values gone, zero values written where Go
writes them (`resources: {}`), quantities and times canonical. Knows the table of types, no kind's behaviour.
"""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.errors import bad_request
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Codec = Callable[["_Trip", Any, str, str, str], Any]

Obj = dict[str, Any]

MAX_STRICT_ERRORS = 100  # the real decoder stops collecting there


class Decoded(NamedTuple):
    """What the server makes of an object, and a message for each unknown field: `unknown field "spec.x"`."""

    value: Obj
    unknown: list[str]


def decode(obj: Any, type_name: str, head: str = "") -> Decoded:
    """What the server makes of an object, and a message for each unknown field, `unknown field "spec.x"`."""
    from minikctl.core._leaves import Abort

    trip = _Trip()
    try:
        value = _codec(type_name)(trip, obj, "", "", "")
    except Abort as error:
        raise bad_request(f"{head}{error}") from None
    if trip.error:
        raise bad_request(head + trip.error)
    return Decoded(value, list(dict.fromkeys(trip.unknown))[:MAX_STRICT_ERRORS])


def decode_head(obj: Obj, kind: str, version: str, head: str = "") -> Decoded:
    """As decode, for a kind whose type is not in the table: its metadata is known, and that spec and status are
    objects.
    """
    out = dict(obj)
    out["metadata"], unknown = decode_metadata(obj, head, kind)
    trip = _Trip()
    for field in ("spec", "status"):
        if out.get(field) is None:
            out.pop(field, None)
        elif not isinstance(out[field], dict):
            trip.mismatch(out[field], kind, field, f"{version}.{kind}{field.capitalize()}")
    if trip.error:
        raise bad_request(head + trip.error)
    return Decoded(out, unknown)


def decode_metadata(obj: Obj, head: str = "", kind: str = "") -> Decoded:
    """The metadata of an object of any kind, and a message for each unknown field in it."""
    from minikctl.core._leaves import Abort

    trip = _Trip()
    try:
        meta = _codec("meta/v1.ObjectMeta")(trip, obj.get("metadata") or {}, kind, "metadata", "metadata")
    except Abort as error:
        raise bad_request(f"{head}{error}") from None
    if trip.error:
        raise bad_request(head + trip.error)
    return Decoded(meta, list(dict.fromkeys(trip.unknown))[:MAX_STRICT_ERRORS])


def check_types(obj: Any, type_name: str, head: str = "") -> list[str]:
    """The messages for unknown fields, in the order of the document; ApiError 400 for a value of the wrong type."""
    return decode(obj, type_name, head).unknown


def prune(obj: Any, type_name: str) -> Obj:
    """What a real server would keep of an object, as it would write it back."""
    return decode(obj, type_name).value


def load(text: str | bytes) -> tuple[Any, list[str]]:
    """JSON text as a value, with a message for each key that an object has twice: `duplicate field "spec.replicas"`.

    The last value counts, as in Go. Raises json's ValueError.
    """
    import json

    twice: dict[int, list[str]] = {}

    def collect(pairs: list[tuple[str, Any]]) -> Obj:
        out = dict(pairs)
        if len(out) < len(pairs):
            keys = [key for key, _ in pairs]
            twice[id(out)] = [key for key in out if keys.count(key) > 1]
        return out

    try:
        value = json.loads(text, object_pairs_hook=collect)
    except RecursionError:
        raise ValueError("exceeded max depth") from None
    return value, list(dict.fromkeys(_duplicates(value, "", twice))) if twice else []


def _duplicates(value: Any, where: str, twice: dict[int, list[str]]) -> Iterator[str]:
    dot = f"{where}." if where else ""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _duplicates(each, dot + key, twice)
            if key in twice.get(id(value), ()):
                yield f'duplicate field "{dot}{key}"'
    elif isinstance(value, list):
        for i, each in enumerate(value):
            yield from _duplicates(each, f"{where}[{i}]", twice)


def zero(type_name: str) -> Any:
    """The JSON of a Go zero value: "" for a string, None for pointers and lists, what is not optional for a struct."""
    return _zero(type_name)


class _Trip:
    """One decoding: the messages so far."""

    def __init__(self) -> None:
        self.unknown: list[str] = []
        self.error = ""

    def mismatch(self, value: Any, struct: str, path: str, go_type: str, literal: bool = False) -> None:
        self.fail(self.mismatch_text(value, struct, path, go_type, literal))

    def fail(self, message: str) -> None:
        """Go reports the first value that does not fit, and reads on."""
        self.error = self.error or message

    def mismatch_text(self, value: Any, struct: str, path: str, go_type: str, literal: bool = False) -> str:
        """`literal`: a number is shown, because a number could have fitted."""
        what = json_type(value)
        if literal and what == "number":
            what = f"number {value}"
        where = f"Go struct field {struct}.{path}" if path else "Go value"
        return f"json: cannot unmarshal {what} into {where} of type {go_type}"


def json_type(value: Any) -> str:
    """The word Go's decoder uses for a JSON value."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "null"


_codecs: dict[str, Codec] = {}


def _codec(type_name: str) -> Codec:
    """The function that takes a JSON value of this type through Go, made once a type. It is never given None."""
    found = _codecs.get(type_name)
    if found is None:
        found = _codecs[type_name] = _make(type_name.removeprefix("*"))
    return found


def _make(bare: str) -> Codec:
    from minikctl.core import _leaves

    leaf = _leaves.LEAVES.get(bare)
    if leaf is not None:
        return leaf
    under = schema.resolve(bare)
    shown = schema.go_name(bare)
    if under in ("string", "bool"):
        return _leaves.plain(str if under == "string" else bool, shown)
    if under in ("int32", "int64"):
        return _leaves.integer(int(under[3:]), shown)
    if under == "[]uint8":
        return _leaves.base64_bytes(shown)
    if under.startswith("[]"):
        return _list(under[2:], shown)
    if under.startswith("map["):
        return _map(schema.elem(under), shown)
    return _struct(bare, shown)


def _list(inner: str, shown: str) -> Codec:
    item = _codec(inner)

    def decode_list(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
        if type(value) is not list:
            trip.mismatch(value, struct, path, shown)
            return None
        return [
            _zero(inner) if each is None else item(trip, each, struct, path, f"{where}[{i}]")
            for i, each in enumerate(value)
        ] or None

    return decode_list


def _map(inner: str, shown: str) -> Codec:
    item = _codec(inner)

    def decode_map(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
        if type(value) is not dict:
            trip.mismatch(value, struct, path, shown)
            return None
        return {
            key: _zero(inner) if each is None else item(trip, each, struct, path, f"{where}.{key}")
            for key, each in value.items()
        } or None

    return decode_map


class _Plan(NamedTuple):
    """How one field travels: its type, whether an empty value is left out, whether it is behind a pointer."""

    type: str
    drops: bool
    pointer: bool


def _struct(name: str, shown: str) -> Codec:
    own = shown.rsplit(".", 1)[-1]
    plans: dict[str, _Plan] = {}
    always: list[tuple[str, str]] = []  # fields that are written even when nothing was said, with their types

    def prepare() -> None:
        # not before the struct is first used: types refer to themselves
        for field in schema.struct(name).values():
            drops = field.omitempty and not _is_struct(field.type)
            plans[field.json] = _Plan(field.type, drops, field.type[0] == "*")
            if not drops and not (field.json == "creationTimestamp" and name == "meta/v1.ObjectMeta"):  # omitzero
                always.append((field.json, field.type))

    def decode_struct(trip: _Trip, value: Any, struct: str, path: str, where: str) -> Any:
        if type(value) is not dict:
            trip.mismatch(value, struct, path, shown)
            return {}
        if not plans:
            prepare()
        out = {}
        prefix, dot = (f"{path}.", f"{where}.") if path else ("", "")
        for key, each in value.items():
            plan = plans.get(key)
            if plan is None:
                trip.unknown.append(f'unknown field "{dot}{key}"')
            elif each is not None:
                kept = _codec(plan.type)(trip, each, own, prefix + key, dot + key)
                if kept or not plan.drops or (plan.pointer and kept is not None):
                    out[key] = kept
        for key, type_name in always:
            if key not in out:
                out[key] = _zero(type_name)
        return out

    return decode_struct


def _is_struct(type_name: str) -> bool:
    return type_name[0] != "*" and schema.is_struct(type_name)


def _zero(type_name: str) -> Any:
    if type_name[0] in "*[" or type_name.startswith("map["):
        return None
    from minikctl.core import _leaves

    if type_name in _leaves.ZEROS:
        return _leaves.ZEROS[type_name]
    under = schema.resolve(type_name)
    if under == "string":
        return ""
    if under == "bool":
        return False
    if under.startswith("int"):
        return 0
    if under[0] == "[" or under.startswith("map["):
        return None
    return _codec(type_name)(_Trip(), {}, "", "", "")
