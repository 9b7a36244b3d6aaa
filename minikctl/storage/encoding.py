"""Objects to text, fast: the readable file (as `-o json` shows it: sorted keys, four spaces), compact for the log.

The json package cannot indent fast (188 us for a pod of 3.5 kB, 37 for it compact; this: 36 to 100 for both). Objects
made in one go are alike: the texts of their parts are remembered by content. Pure.
"""

from __future__ import annotations

import marshal

from minikctl.core.json_text import compact, compact_sorted, loads
from minikctl.core.json_text import quoted as _quote
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.storage.molds import Molds

__all__ = ["Decoder", "Encoder", "compact", "compact_sorted", "loads", "pretty", "to_bytes"]

Obj = dict[str, Any]

MANY = 32  # objects of one kind, from which on those that are alike are made and read by molds
_MOST = 50_000  # remembered parts; a part is about 1 kB


def pretty(value: Any, newline: str = "\n") -> str:
    """As json.dumps(value, indent=4, sort_keys=True, ensure_ascii=False)."""
    kind = type(value)
    if kind is str:
        return _quote(value)
    if kind is dict:
        return _pretty_dict(value, newline)
    if kind is list:
        if not value:
            return "[]"
        inner = newline + "    "
        return "[" + inner + ("," + inner).join([pretty(v, inner) for v in value]) + newline + "]"
    return compact(value)


def _pretty_dict(value: Obj, newline: str) -> str:
    if not value:
        return "{}"
    inner = newline + "    "
    out = []
    for key in sorted(value):
        one = value[key]
        kind = type(one)
        if kind is str:
            out.append(_quote(key) + ": " + _quote(one))
        elif kind is bool:
            out.append(_quote(key) + (": true" if one else ": false"))
        elif kind is int:
            out.append(f"{_quote(key)}: {one}")
        else:
            out.append(_quote(key) + ": " + pretty(one, inner))
    return "{" + inner + ("," + inner).join(out) + newline + "}"


def to_bytes(text: str) -> bytes:
    """UTF-8; a lone surrogate, which JSON can carry and UTF-8 cannot, as its escape."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text).encode()


class Alike:
    """The molds of each kind of object, once there are many of a kind."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._molds: dict[str, Molds] = {}

    def of(self, kind: str) -> Molds | None:
        """For the next object of a kind; None while there are few."""
        molds = self._molds.get(kind)
        if molds is None:
            count = self._counts[kind] = self._counts.get(kind, 0) + 1
            if count > MANY:
                from minikctl.storage.molds import Molds

                molds = self._molds[kind] = Molds()
        return molds


class Decoder:
    """Objects of many texts; those that are alike share what they have in common. Errors are those of `loads`."""

    def __init__(self) -> None:
        self._alike = Alike()

    def object(self, data: bytes, kind: str, brief: bool = False) -> Any:
        """brief: a line without its end, else the pretty text."""
        molds = self._alike.of(kind)
        if molds is None:
            return loads(data)
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return loads(data)
        obj = molds.object(text, brief)
        if obj is None:
            obj = loads(text)
            if type(obj) is dict:
                molds.learn(obj)
        return obj


class Encoder:
    """Texts of many objects, parts remembered; it may serve one commit after the other."""

    def __init__(self) -> None:
        self._alike = Alike()
        self._seen: dict[str, dict[bytes, tuple[str, str]]] = {}  # by depth, then content
        self._names: dict[str, tuple[str, str]] = {}

    def both(self, obj: Obj, kind: str = "") -> tuple[list[str], str]:
        """(pretty, compact) of an object, the keys of both sorted. The pretty one in pieces: those of objects that are
        alike are mostly the same strings, so many of them take little room.
        """
        molds = self._alike.of(kind)
        if molds is not None:
            made = molds.texts(obj)
            if made is not None:
                return made
            molds.learn(obj)
        if not obj:
            return ["{}\n"], "{}"
        whole, short = self._dict(obj, "\n", 2)
        return [whole, "\n"], short

    def forget(self) -> None:
        """Drop the remembered parts, which take room; what objects have in common stays known."""
        self._seen.clear()

    def _dict(self, value: Obj, newline: str, unique: int = 0) -> tuple[str, str]:
        """unique: to how many levels objects differ for certain, so that nothing is gained by remembering."""
        inner = newline + "    "
        names, seen = self._names, self._seen.setdefault(inner, {})
        whole, short = [], []
        for key in sorted(value):
            one = value[key]
            name = names.get(key)
            if name is None:
                name = names[key] = (_quote(key) + ": ", compact(key) + ":")
            kind = type(one)
            if kind is str and one.isascii() and "\x7f" not in one:  # which is escaped where bytes are to be ASCII
                text = brief = _quote(one)
            elif kind is bool:
                text = brief = "true" if one else "false"
            elif kind is int:
                text = brief = str(one)
            elif kind is dict and unique > 1 and one:
                text, brief = self._dict(one, inner, unique - 1)
            else:
                content = marshal.dumps(one, 2)  # version 2: no references, so equal values give equal bytes
                texts = seen.get(content)
                if texts is None:
                    if len(seen) > _MOST:
                        seen.clear()
                    texts = seen[content] = self._new(one, inner)
                text, brief = texts
            whole.append(name[0] + text)
            short.append(name[1] + brief)
        return "{" + inner + ("," + inner).join(whole) + newline + "}", "{" + ",".join(short) + "}"

    def _new(self, value: Any, newline: str) -> tuple[str, str]:
        """A part not seen before: its own parts may have been."""
        if type(value) is dict and value:
            return self._dict(value, newline)
        if type(value) is list and value and type(value[0]) is dict:
            inner = newline + "    "
            texts = [self._dict(one, inner) if type(one) is dict and one else self._new(one, inner) for one in value]
            whole = ("," + inner).join([text for text, _ in texts])
            return f"[{inner}{whole}{newline}]", "[" + ",".join([brief for _, brief in texts]) + "]"
        return pretty(value, newline), compact(value)
