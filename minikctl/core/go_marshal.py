"""JSON as encoding/json writes it: Go's numbers and HTML-safe strings. A writer of its own: the standard library's
indents in slow Python.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

try:
    from _json import (
        encode_basestring as _string,  # the C function, without what `import json` brings along
    )
except ImportError:
    from json.encoder import encode_basestring as _string


def dumps(value: Any, *, sort_keys: bool = True) -> str:
    """encoding/json's MarshalIndent with four spaces."""
    out: list[str] = []
    _indented(value, "\n", sort_keys, out)
    return _html_safe("".join(out))


def compact(value: Any, *, sort_keys: bool = True) -> str:
    """encoding/json's Marshal: no blanks."""
    out: list[str] = []
    _compact(value, sort_keys, out)
    return _html_safe("".join(out))


def _html_safe(text: str) -> str:
    """Only strings can hold these characters, so that the finished text is escaped as a whole."""
    for char, escape in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        if char in text:
            text = text.replace(char, escape)
    return text


def _indented(value: Any, line: str, sort_keys: bool, out: list[str]) -> None:
    """`line` is a newline and the indentation of this value."""
    if isinstance(value, dict):
        if not value:
            out.append("{}")
            return
        inner = line + "    "
        before = "{" + inner
        for key in sorted(value) if sort_keys else value:
            item = value[key]
            if type(item) is str:
                out.append(f"{before}{_string(key)}: {_string(item)}")
            else:
                out.append(f"{before}{_string(key)}: ")
                _indented(item, inner, sort_keys, out)
            before = "," + inner
        out.append(line + "}")
    elif isinstance(value, (list, tuple)):
        if not value:
            out.append("[]")
            return
        inner = line + "    "
        before = "[" + inner
        for item in value:
            out.append(before)
            _indented(item, inner, sort_keys, out)
            before = "," + inner
        out.append(line + "]")
    else:
        out.append(_string(value) if isinstance(value, str) else _atom(value))


def _compact(value: Any, sort_keys: bool, out: list[str]) -> None:
    if isinstance(value, dict):
        before = "{"
        for key in sorted(value) if sort_keys else value:
            out.append(f"{before}{_string(key)}:")
            _compact(value[key], sort_keys, out)
            before = ","
        out.append("}" if value else "{}")
    elif isinstance(value, (list, tuple)):
        before = "["
        for item in value:
            out.append(before)
            _compact(item, sort_keys, out)
            before = ","
        out.append("]" if value else "[]")
    else:
        out.append(_string(value) if isinstance(value, str) else _atom(value))


def _atom(value: Any) -> str:
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    from minikctl.core.go_text import float_json, integer

    if isinstance(value, int) and integer(value) == str(value):
        return str(value)
    return float_json(float(value))
