"""The functions of a go-template: those of Go's text/template, and kubectl's `exists` and `base64decode`.

They take and give values as gotemplate holds them: MISSING where Go has no value at all, Boxed where a value sits in an
interface (an element of a map or list). FunctionError is what a function says of its arguments.
"""

from __future__ import annotations

from itertools import pairwise

from minikctl.core.go_fmt import Byte, Int, sprint_all, sprintf, type_name
from minikctl.core.go_text import sprint
from minikctl.core.typed import Any


class FunctionError(Exception):
    pass


class _Missing:
    """Go's zero reflect.Value."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


class Boxed:
    """A value of static type interface {}."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


def unboxed(value: Any) -> Any:
    """The value inside of an interface; nil inside of one is no value."""
    if isinstance(value, Boxed):
        return MISSING if value.value is None else value.value
    return value


def true(value: Any) -> bool:
    """Go's notion of truth: not zero, not empty."""
    value = unboxed(value)
    return value is not MISSING and value is not None and bool(value)


def _plain(value: Any) -> Any:
    """As an argument of type any: no value is nil."""
    value = unboxed(value)
    return None if value is MISSING else value


def _type(value: Any) -> str:
    if value is MISSING:
        raise FunctionError("reflect: call of reflect.Value.Type on zero Value")
    return type_name(value)


def length(item: Any) -> Int:
    if isinstance(item, Boxed) and item.value is None:
        raise FunctionError("len of nil pointer")
    item = unboxed(item)
    if isinstance(item, str):
        return Int(len(_bytes(item)))
    if isinstance(item, (dict, list)):
        return Int(len(item))
    raise FunctionError(f"len of type {_type(item)}")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def index(item: Any, *indexes: Any) -> Any:
    if unboxed(item) is MISSING:
        raise FunctionError("index of untyped nil")
    for at in map(unboxed, indexes):
        if isinstance(item, Boxed) and item.value is None:
            raise FunctionError("index of nil pointer")
        item = unboxed(item)
        if isinstance(item, dict):
            if at is MISSING:
                raise FunctionError("value is nil; should be of type string")
            if not isinstance(at, str):
                raise FunctionError(f"value has type {type_name(at)}; should be string")
            item = Boxed(item.get(at))
        elif isinstance(item, (list, str)):
            values: Any = item if isinstance(item, list) else _bytes(item)
            position = _position(at, len(values))
            if position == len(values):
                kind = "slice" if isinstance(item, list) else "string"
                raise FunctionError(f"reflect: {kind} index out of range")
            item = Boxed(values[position]) if isinstance(item, list) else Byte(values[position])
        else:
            raise FunctionError(f"can't index item of type {_type(item)}")
    return item


def _position(at: Any, limit: int) -> int:
    if at is MISSING:
        raise FunctionError("cannot index slice/array with nil")
    if not isinstance(at, int) or isinstance(at, bool):
        raise FunctionError(f"cannot index slice/array with type {type_name(at)}")
    if not 0 <= at <= limit:
        raise FunctionError(f"index out of range: {at}")
    return int(at)


def slice_(item: Any, *indexes: Any) -> Any:
    item = unboxed(item)
    if item is MISSING:
        raise FunctionError("slice of untyped nil")
    if len(indexes) > 3:
        raise FunctionError(f"too many slice indexes: {len(indexes)}")
    if isinstance(item, str) and len(indexes) == 3:
        raise FunctionError("cannot 3-index slice a string")
    if not isinstance(item, (str, list)):
        raise FunctionError(f"can't slice item of type {_type(item)}")
    values: Any = _bytes(item) if isinstance(item, str) else item
    bounds = [0, len(values)]
    found = [_position(unboxed(at), len(values)) for at in indexes]
    bounds[: len(found)] = found
    for low, high in pairwise(bounds):
        if low > high:
            raise FunctionError(f"invalid slice index: {low} > {high}")
    part = values[bounds[0] : bounds[1]]
    return part.decode("utf-8", "surrogateescape") if isinstance(item, str) else part


def _kind(value: Any) -> str:
    """bool, int, float, string, or empty for what has no order."""
    for types, kind in ((bool, "bool"), (Byte, "uint"), (int, "int"), (float, "float"), (str, "string")):
        if isinstance(value, types):
            return kind
    return ""


def equal(first: Any, *others: Any) -> bool:
    first = unboxed(first)
    if not others:
        raise FunctionError("missing argument for comparison")
    return any(_equal(first, unboxed(other)) for other in others)


def _equal(a: Any, b: Any) -> bool:
    if a is MISSING or b is MISSING:
        return a is b
    kinds = {_kind(a), _kind(b)}
    if len(kinds) > 1 and kinds != {"int", "uint"}:
        raise FunctionError(f"incompatible types for comparison: {type_name(a)} and {type_name(b)}")
    if "" not in kinds:
        return bool(a == b)
    for value in (a, b):
        if isinstance(value, (dict, list)):
            raise FunctionError(f"non-comparable type {sprintf('%s', [value])}: {type_name(value)}")
    return a is b


def less(a: Any, b: Any) -> bool:
    a, b = unboxed(a), unboxed(b)
    kinds = [_kind(a), _kind(b)]
    if "" in kinds:
        raise FunctionError("invalid type for comparison")
    if kinds[0] != kinds[1] and set(kinds) != {"int", "uint"}:
        raise FunctionError(f"incompatible types for comparison: {type_name(a)} and {type_name(b)}")
    if kinds[0] == "bool":
        raise FunctionError("invalid type for comparison")
    return bool(a < b)


def _less_or_equal(a: Any, b: Any) -> bool:
    return less(a, b) or equal(a, b)


def _text(values: tuple[Any, ...]) -> str:
    """The text that html, js and urlquery escape."""
    plain = [unboxed(value) for value in values]
    return sprint_all(["<no value>" if value is MISSING else value for value in plain])


def html(*values: Any) -> str:
    out = _text(values).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return out.replace('"', "&#34;").replace("'", "&#39;").replace("\0", "\ufffd")


def js(*values: Any) -> str:
    return "".join(_js(char) for char in _text(values))


def _js(char: str) -> str:
    if char in "\\'\"":
        return "\\" + char
    if char in "<>&=" or char < " " or (char > "~" and not char.isprintable()):
        return f"\\u{ord(char):04X}"
    return char


def urlquery(*values: Any) -> str:
    from urllib.parse import quote_plus

    return quote_plus(_bytes(_text(values)), safe="~")


def _print(*values: Any) -> str:
    return sprint_all([_plain(value) for value in values])


def _println(*values: Any) -> str:
    return " ".join(sprint(_plain(value)) for value in values) + "\n"


def _printf(text: str, *values: Any) -> str:
    return sprintf(text, [_plain(value) for value in values])


def _not(value: Any) -> bool:
    return not true(value)


def exists(item: Any, *indexes: Any) -> bool:
    """kubectl's: whether the keys and indexes lead to something that is not null."""
    found = unboxed(item)
    if found is MISSING and indexes:
        return False
    for at in map(_plain, indexes):
        if isinstance(found, dict):
            if not isinstance(at, str):
                return False
            found = found.get(at)
        elif isinstance(found, (list, str)):
            values: Any = found if isinstance(found, list) else _bytes(found)
            if not isinstance(at, int) or isinstance(at, bool) or not 0 <= at < len(values):
                return False
            found = values[at]
        else:
            return False
    return found is not None


def base64decode(text: str) -> str:
    import base64
    import binascii

    data = text.replace("\n", "").replace("\r", "")
    try:
        return base64.b64decode(data, validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        at = _first_bad(data)
        raise FunctionError(f"base64 decode failed: illegal base64 data at input byte {at}") from None


def _first_bad(data: str) -> int:
    """Where Go's decoder stops."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for i, char in enumerate(data):
        if char in alphabet:
            continue
        if char == "=":
            if i % 4 < 2:
                return i
            if i % 4 == 2 and data[i + 1 : i + 2] != "=":
                return i + 1
            return i + (2 if i % 4 == 2 else 1)
        return i
    return len(data) - len(data) % 4


STRING, ANY = "string", "any"


class Function:
    """`fixed`: the types of the arguments that must be there; `more`: whether others may follow (of type any)."""

    __slots__ = ("call", "fixed", "more")

    def __init__(self, call: Any, fixed: tuple[str, ...] = (), more: bool = False) -> None:
        self.call = call
        self.fixed = fixed
        self.more = more


def _call(callee: Any, *_: Any) -> Any:
    raise FunctionError("call of nil" if unboxed(callee) is MISSING else f"of type {type_name(unboxed(callee))}")


_TWO = (ANY, ANY)
FUNCTIONS = {
    "and": Function(None, (ANY,), True),
    "or": Function(None, (ANY,), True),
    "not": Function(_not, (ANY,)),
    "call": Function(_call, (ANY,), True),
    "html": Function(html, (), True),
    "index": Function(index, (ANY,), True),
    "slice": Function(slice_, (ANY,), True),
    "js": Function(js, (), True),
    "len": Function(length, (ANY,)),
    "print": Function(_print, (), True),
    "printf": Function(_printf, (STRING,), True),
    "println": Function(_println, (), True),
    "urlquery": Function(urlquery, (), True),
    "eq": Function(equal, (ANY,), True),
    "ne": Function(lambda a, b: not equal(a, b), _TWO),
    "lt": Function(less, _TWO),
    "le": Function(_less_or_equal, _TWO),
    "gt": Function(lambda a, b: not _less_or_equal(a, b), _TWO),
    "ge": Function(lambda a, b: not less(a, b), _TWO),
    "exists": Function(exists, (ANY,), True),
    "base64decode": Function(base64decode, (STRING,)),
}
