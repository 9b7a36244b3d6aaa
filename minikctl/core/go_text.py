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
