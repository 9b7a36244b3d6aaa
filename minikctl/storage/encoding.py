"""Objects to text, fast: the readable file (as `-o json` shows it: sorted keys, four spaces) and the compact form for
the log.

The standard library's C encoder cannot indent (188 us for a pod of 3.5 kB; this: 67, and 26 where its parts have been
seen before).
Objects made in one go are alike: the texts of their parts are remembered by content. Pure.
"""

from __future__ import annotations

import marshal
from _json import encode_basestring as _quote
from _json import encode_basestring_ascii as _quote_ascii
from _json import make_encoder, make_scanner
from typing import Any, NoReturn

Obj = dict[str, Any]

_MOST = 50_000  # remembered parts; a part is about 1 kB


class _Plain:
    """How the scanner of the json package reads, spelled out: importing the package costs 2 ms, mostly for its
    patterns.
    """

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}.__getitem__
    memo: dict[str, str] = {}  # noqa: RUF012


def _refuse(value: object) -> NoReturn:
    raise TypeError(f"{type(value).__name__} is not JSON")


_scan = make_scanner(_Plain)  # type: ignore[arg-type]
_encode = make_encoder(None, _refuse, _quote_ascii, None, ":", ",", False, False, True)


def loads(data: bytes | str) -> Any:
    """As json.loads, errors too."""
    try:
        text = data if isinstance(data, str) else data.decode()
        value, end = _scan(text, 0)
        if not text[end:].strip(" \t\r\n"):
            return value
    except (StopIteration, ValueError):
        pass  # blanks before it, another encoding, or an error that the json package words
    import json

    return json.loads(data)


def compact(value: Any) -> str:
    """ASCII on one line."""
    return "".join(_encode(value, 0))


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


class Encoder:
    """Texts of many objects, parts remembered. One for each commit."""

    def __init__(self) -> None:
        self._seen: dict[bytes, tuple[str, str]] = {}
        self._names: dict[str, tuple[str, str]] = {}

    def both(self, obj: Obj) -> tuple[str, str]:
        """(pretty, compact) of an object."""
        whole, short = [], []
        for key in sorted(obj):
            value = obj[key]
            if type(value) is dict and value:
                text, brief = self._section(value)
            else:
                text, brief = pretty(value, "\n    "), compact(value)
            name = _quote(key)
            whole.append(f"{name}: {text}")
            short.append(f"{name}:{brief}")
        return "{\n    " + ",\n    ".join(whole) + "\n}\n", "{" + ",".join(short) + "}"

    def _section(self, section: Obj) -> tuple[str, str]:
        """metadata, spec, status: their own parts are what repeats from object to object."""
        seen, names = self._seen, self._names
        whole, short = [], []
        for key in sorted(section):
            value = section[key]
            name = names.get(key)
            if name is None:
                name = names[key] = (_quote(key) + ": ", compact(key) + ":")
            if type(value) is str and value.isascii():
                text = brief = _quote(value)
            else:
                content = marshal.dumps(value, 2)  # version 2: no references, so equal values give equal bytes
                texts = seen.get(content)
                if texts is None:
                    if len(seen) > _MOST:
                        seen.clear()
                    texts = seen[content] = (pretty(value, "\n        "), compact(value))
                text, brief = texts
            whole.append(name[0] + text)
            short.append(name[1] + brief)
        return "{\n        " + ",\n        ".join(whole) + "\n    }", "{" + ",".join(short) + "}"
