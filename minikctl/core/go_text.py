"""Go's ways to write JSON-shaped values as text: fmt's %v, strconv's shortest floats, encoding/json's numbers and
strings.

Messages and outputs of Kubernetes are full of them. Knows values only, nothing of objects or of output formats.
"""

from __future__ import annotations

MAX_INT64 = (1 << 63) - 1
MIN_INT64 = -(1 << 63)


def sprint(value: object) -> str:
    """fmt.Sprint of a decoded JSON value: `map[a:1 b:[x y]]`, `<nil>`, `1e+06`."""
    if isinstance(value, str):
        return value
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return integer(value)
    if isinstance(value, float):
        return float_g(value)
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{sprint(value[key])}" for key in sorted(value)) + "]"
    if isinstance(value, (list, tuple)):
        return "[" + " ".join(map(sprint, value)) + "]"
    return str(value)


def integer(value: int) -> str:
    """An int as Go holds it: int64, and float64 beyond."""
    return str(value) if MIN_INT64 <= value <= MAX_INT64 else float_g(float(value))


def float_g(value: float) -> str:
    """strconv.FormatFloat(value, 'g', -1, 64): the shortest digits, an exponent below 1e-4 and from 1e+06."""
    special = _special(value)
    if special:
        return special
    sign = "-" if value < 0 else ""
    digits, exponent = _decimal(abs(value))
    if exponent < -4 or exponent >= 6:
        mark = "-" if exponent < 0 else "+"
        return f"{sign}{_mantissa(digits)}e{mark}{abs(exponent):02d}"
    return sign + _plain(digits, exponent)


def float_json(value: float) -> str:
    """encoding/json's float: an exponent only below 1e-6 and from 1e21, without leading zeros (`1e-7`)."""
    special = _special(value)
    if special:
        return special
    sign = "-" if value < 0 else ""
    digits, exponent = _decimal(abs(value))
    if exponent < -6 or exponent >= 21:
        mark = "-" if exponent < 0 else "+"
        return f"{sign}{_mantissa(digits)}e{mark}{abs(exponent)}"
    return sign + _plain(digits, exponent)


def quote(text: str) -> str:
    """encoding/json's string: HTML-safe (`\\u003c`), the two JavaScript line ends escaped, all else as it is."""
    import json

    out = json.dumps(text, ensure_ascii=False)
    for char, escape in _HTML:
        if char in out:
            out = out.replace(char, escape)
    return out


_HTML = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)


def _special(value: float) -> str:
    if value == 0:
        return "-0" if str(value)[0] == "-" else "0"
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    return ""


def _decimal(value: float) -> tuple[str, int]:
    """The shortest digits that read back as the value, and the exponent of the first one: 1234.5 -> ("12345", 3)."""
    mantissa, _, exponent = repr(value).partition("e")
    whole, _, fraction = mantissa.partition(".")
    shift = int(exponent) if exponent else 0
    if whole.strip("0"):
        lead = len(whole) - 1
    else:
        lead = len(fraction.lstrip("0")) - len(fraction) - 1
    return (whole + fraction).strip("0"), lead + shift


def _mantissa(digits: str) -> str:
    return f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits


def _plain(digits: str, exponent: int) -> str:
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    if len(digits) <= exponent + 1:
        return digits.ljust(exponent + 1, "0")
    return f"{digits[: exponent + 1]}.{digits[exponent + 1 :]}"


def quote_go(text: str) -> str:
    """strconv.Quote, fmt's %q: printable characters stay, all others become escapes."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(map(_escape, text)) + '"'


def _escape(char: str) -> str:
    if char in _GO_ESCAPES:
        return _GO_ESCAPES[char]
    if char.isprintable():
        return char
    code = ord(char)
    if code < 0x80:
        return f"\\x{code:02x}"
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8 (surrogateescape)
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_GO_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v",
}  # fmt: skip


def sharp(value: object, map_type: str = "map[string]interface {}") -> str:
    """fmt's %#v of a decoded JSON value: Go syntax."""
    if value is None:
        return "interface {}(nil)"
    if isinstance(value, str):
        return quote_go(value)
    if isinstance(value, dict):
        items = ", ".join(f"{quote_go(key)}:{sharp(value[key], map_type)}" for key in sorted(value))
        return f"{map_type}{{{items}}}"
    if isinstance(value, (list, tuple)):
        return "[]interface {}{" + ", ".join(sharp(item, map_type) for item in value) + "}"
    return sprint(value)


def unquote(text: str) -> str | None:
    """strconv.Unquote of an interpreted string literal, in double or (as client-go allows) single quotes."""
    mark, body = text[0], text[1:-1]
    if len(text) < 2 or text[-1] != mark or "\n" in body:
        return None
    out: list[str] = []
    at = 0
    while at < len(body):
        if body[at] == mark:
            return None
        if body[at] != "\\":
            out.append(body[at])
            at += 1
            continue
        char, at = _unescape(body, at + 1, mark)
        if char is None:
            return None
        out.append(char)
    return "".join(out)


def _unescape(body: str, at: int, mark: str) -> tuple[str | None, int]:
    """The character that an escape stands for, and where it ends; None for what is none."""
    code = body[at : at + 1]
    if code and code in _SIMPLE:
        return _SIMPLE[code], at + 1
    if code == mark:
        return mark, at + 1
    digits = body[at + 1 : at + 1 + _LENGTHS[code]] if code in _LENGTHS else body[at : at + 3]
    base = 16 if code in _LENGTHS else 8
    if len(digits) != _LENGTHS.get(code, 3) or any(
        c not in "0123456789abcdefABCDEF"[: 8 if base == 8 else 22] for c in digits
    ):
        return None, at
    value = int(digits, base)
    end = at + len(digits) + (base == 16)
    if base == 8 or code == "x":
        if value > 255:
            return None, at
        return (chr(value) if value < 128 else chr(0xDC00 + value)), end
    if value > 0x10FFFF or 0xD800 <= value < 0xE000:
        return None, at
    return chr(value), end


_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_LENGTHS = {"x": 2, "u": 4, "U": 8}
