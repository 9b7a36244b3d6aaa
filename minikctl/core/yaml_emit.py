"""JSON-shaped values as YAML text, byte for byte as kubectl writes it (sigs.k8s.io/yaml over the go-yaml v2 emitter).

Written for start-up: it imports next to nothing, where PyYAML's import alone costs more than a whole `get -o yaml` may.
The rules are those of an emitter with indent 2, best width 80, unicode allowed, block style. Knows no objects and no
reading.
"""

from __future__ import annotations

from minikctl.core.yaml_scalars import RESERVED, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from minikctl.core.errors import CliError

BEST_WIDTH = 80
MAX_SIMPLE_KEY = 128  # a longer key is written in the explicit form, `? key`

_INDICATORS = frozenset("#,[]{}&*!|>'\"%@`")
_BREAKS = "\n\r\u2028\u2029"
_ESCAPES = {
    "\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r",
    "\x1b": "e", '"': '"', "\\": "\\", "\x85": "N", "\xa0": "_", "\u2028": "L", "\u2029": "P",
}  # fmt: skip


def emit(value: Any) -> str:
    """One document, with its final newline. CliError for characters that kubectl refuses to write."""
    out: list[str] = []
    if isinstance(value, dict) and value:
        _mapping(value, 0, "", out)
    elif isinstance(value, list) and value:
        _sequence(value, 0, "", out)
    else:
        out.append(_atom(value, 0, 2) + "\n")
    return "".join(out)


def _mapping(value: dict[str, Any], indent: int, first: str, out: list[str]) -> None:
    """`first` is the indentation of the first key: empty where it follows `- ` on the same line."""
    pad = " " * indent
    for key in _sorted_keys(value):
        item = value[key]
        simple = key.isidentifier() and key.isascii() and key not in RESERVED and len(key) <= MAX_SIMPLE_KEY
        name = key if simple else _key(key, indent)
        if type(item) is str and item.isidentifier() and item.isascii() and item not in RESERVED:
            out.append(f"{first}{name}: {item}\n")
        elif item and isinstance(item, dict):
            if "\n" in name:
                out.append(first + name + ": ")
                _mapping(item, indent + 2, "", out)
            else:
                out.append(f"{first}{name}:\n")
                _mapping(item, indent + 2, pad + "  ", out)
        elif item and isinstance(item, (list, tuple)):
            if "\n" in name:
                out.append(first + name + ": ")
                _sequence(item, indent + 2, "", out)
            else:
                out.append(f"{first}{name}:\n")
                _sequence(item, indent, pad, out)
        else:
            start = indent + len(name) + 2 if "\n" not in name else indent + 2
            out.append(f"{first}{name}: {_atom(item, start, indent + 2)}\n")
        first = pad


def _sequence(value: Iterable[Any], indent: int, first: str, out: list[str]) -> None:
    pad = " " * indent
    for item in value:
        if item and isinstance(item, dict):
            out.append(first + "- ")
            _mapping(item, indent + 2, "", out)
        elif item and isinstance(item, (list, tuple)):
            out.append(first + "- ")
            _sequence(item, indent + 2, "", out)
        else:
            out.append(f"{first}- {_atom(item, indent + 2, indent + 2)}\n")
        first = pad


def _atom(value: Any, column: int, indent: int) -> str:
    """A scalar or an empty collection. `column` is where it starts, `indent` where its further lines do."""
    if isinstance(value, str):
        return _string(value, column, indent)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, (int, float)):
        return number(value)
    return "{}" if isinstance(value, dict) else "[]"


def number(value: float) -> str:
    """A JSON number the way it comes back from kubectl's JSON-to-YAML step: whole ones as integers while they fit
    uint64.
    """
    from minikctl.core.go_text import MIN_INT64, float_g, float_json, integer

    if isinstance(value, int) and integer(value) == str(value):
        return str(value)
    text = float_json(float(value))
    if text == "-0":
        return "0"
    if text.lstrip("-").isdigit() and MIN_INT64 <= int(text) < 1 << 64:
        return text
    return float_g(float(value))


def _sorted_keys(value: dict[str, Any]) -> list[str]:
    keys = list(value)
    if len(keys) > 1:
        if "".join(keys).isalpha():
            keys.sort()
        else:
            from minikctl.core.yaml_keys import natural_sort

            natural_sort(keys)
    return keys


def _key(key: str, indent: int) -> str:
    """A key without its colon; the explicit form (`? key`, colon on the next line) for long ones."""
    if "\x85" in key:
        raise _refused("line 1: did not find expected ',' or '}'")
    if (len(key) > 40 and len(key.encode()) > MAX_SIMPLE_KEY) or (not key.isprintable() and _breaks(key)):
        return f"? {_string(key, indent + 2, indent + 2)}\n{' ' * indent}"
    style = _style(key)
    if style == "plain":
        return key
    return _single(key, 0, -1) if style == "single" else _double(key, 0, -1)


def _breaks(text: str) -> bool:
    return any(c in text for c in _BREAKS)


def _string(text: str, column: int, indent: int) -> str:
    if "\x85" in text:
        text = fold_next_lines(text)
    style = _style(text)
    if style == "plain":
        return text if column + len(text) <= BEST_WIDTH else _plain(text, column, indent)
    if style == "single":
        return _single(text, column, indent)
    if style == "literal":
        return _literal(text, indent)
    return _double(text, column, indent)


def _style(text: str) -> str:
    """plain, single, double or literal."""
    if not text:
        return "double"
    special = False
    if not text.isprintable() or not text.isascii():
        special = _special(text)
    if "\n" in text:
        if special or text[-1] == " " or _space_before_break(text):
            return "double"
        return "literal"
    if special:
        return "double"
    first = text[0]
    if quoted(text):
        return "double"
    broken = "\u2028" in text or "\u2029" in text
    if broken and _space_before_break(text):
        return "double"
    if broken and _break_before_space(text):
        return "double"
    if (
        broken
        or first in _INDICATORS
        or first == " "
        or text[-1] == " "
        or ": " in text
        or text[-1] == ":"
        or " #" in text
        or (first in "-?" and (len(text) == 1 or text[1] == " "))
        or (first in "-." and text.startswith(("---", "...")))
    ):
        return "single"
    return "plain"


def _special(text: str) -> bool:
    """Whether a character needs an escape. Refuses what is no YAML character at all."""
    special = False
    for c in text:
        if " " <= c <= "~" or c == "\n" or "\xa0" <= c <= "\ud7ff" or ("\ue000" <= c <= "\ufffd" and c != "\ufeff"):
            continue
        if c == "\x7f" or "\x80" <= c <= "\x9f" or c in "\ufeff\ufffe\uffff":
            raise _refused("control characters are not allowed")
        special = True
    return special


def _refused(why: str) -> CliError:
    from minikctl.core.errors import CliError

    return CliError("yaml: " + why)


def _space_before_break(text: str) -> bool:
    return any(" " + c in text for c in "\n\u2028\u2029")


def _break_before_space(text: str) -> bool:
    return any(c + " " in text for c in "\n\u2028\u2029")


def _plain(text: str, column: int, indent: int) -> str:
    return _folded(text, column, indent, 0, len(text))


def _single(text: str, column: int, indent: int) -> str:
    """indent -1: a key, which is never folded."""
    body = text.replace("'", "''")
    if any(c in body for c in "\u2028\u2029"):
        return "'" + _broken_single(body, indent) + "'"
    if indent < 0 or column + len(body) < BEST_WIDTH:
        return "'" + body + "'"
    return "'" + _folded(body, column + 1, indent, 1, len(body) - 1) + "'"


def _broken_single(body: str, indent: int) -> str:
    """Unicode line ends stand as they are, the next line is indented."""
    out = []
    breaks = False
    for c in body:
        if c in "\u2028\u2029":
            out.append(c)
            breaks = True
        else:
            if breaks:
                out.append(" " * indent)
            out.append(c)
            breaks = False
    return "".join(out)


def _folded(text: str, column: int, indent: int, low: int, high: int) -> str:
    """Break at the first lone space (at low <= i < high) past the best width; more spaces in a row are kept on one
    line.
    """
    out: list[str] = []
    start = 0
    pad = "\n" + " " * indent
    at = text.find(" ", max(BEST_WIDTH - column + 1, 0))
    while at >= 0:
        before = text[at - 1] == " " if at else False
        if low <= at < high and not before and text[at + 1 : at + 2] != " ":
            out.append(text[start:at] + pad)
            start = at + 1
            at = text.find(" ", start + max(BEST_WIDTH - indent + 1, 0))
        else:
            at = text.find(" ", at + 1)
    out.append(text[start:])
    return "".join(out)


def _double(text: str, column: int, indent: int) -> str:
    out = ['"']
    column += 1
    spaces = False
    last = len(text) - 1
    for i, c in enumerate(text):
        if c == " ":
            if indent >= 0 and not spaces and column > BEST_WIDTH and 0 < i < last:
                out.append("\n" + " " * indent)
                column = indent
                if text[i + 1] == " ":
                    out.append("\\")
                    column += 1
            else:
                out.append(c)
                column += 1
            spaces = True
            continue
        if c in _ESCAPES and c != "\xa0":
            c = "\\" + _ESCAPES[c]
        elif not (" " <= c <= "~" or "\xa0" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd"):
            c = f"\\x{ord(c):02X}" if c <= "\xff" else f"\\U{ord(c):08X}"
        out.append(c)
        column += len(c)
        spaces = False
    out.append('"')
    return "".join(out)


def _literal(text: str, indent: int) -> str:
    """`|`, with the indentation given where the text begins with blanks, and the kind of its end. No final newline."""
    hint = "2" if text[0] in " \n\u2028\u2029" else ""
    if text[-1] not in "\n\u2028\u2029":
        end = "-"
    elif len(text) == 1 or text[-2] in "\n\u2028\u2029":
        end = "+"
    else:
        end = ""
    pad = " " * indent
    body = "\n".join(pad + line if line else "" for line in text.split("\n"))
    if any(c in body for c in "\u2028\u2029"):
        body = _indent_after_breaks(text, pad)
    out = f"|{hint}{end}\n{body}"
    return out[:-1] if text[-1] == "\n" else out


def _indent_after_breaks(text: str, pad: str) -> str:
    out = []
    breaks = True
    for c in text:
        if c in "\n\u2028\u2029":
            breaks = True
        else:
            if breaks:
                out.append(pad)
            breaks = False
        out.append(c)
    return "".join(out)


def fold_next_lines(text: str) -> str:
    """kubectl goes through JSON, whose strings YAML folds at U+0085: one is a space, n of them are n-1."""
    out = []
    rest = text
    while "\x85" in rest:
        head, _, rest = rest.partition("\x85")
        count = 1
        rest = rest.lstrip(" ")
        while rest.startswith("\x85"):
            count += 1
            rest = rest[1:].lstrip(" ")
        out.append(head.rstrip(" ") + (" " if count == 1 else "\n" * (count - 1)))
    return "".join(out) + rest
