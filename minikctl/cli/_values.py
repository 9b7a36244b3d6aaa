"""The types of flag values: text in, value out, ValueError with Go's own words for what is wrong."""

from __future__ import annotations

Value = bool | int | float | str | list[str] | dict[str, str]

TRUE = ("1", "t", "T", "TRUE", "true", "True")
FALSE = ("0", "f", "F", "FALSE", "false", "False")
_UNITS = {"ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", "\\": "\\\\"}


def read(kind: str, text: str, before: Value | None = None) -> Value:
    """The value of one occurrence of a flag; `before` is what earlier occurrences gave (lists and maps grow)."""
    if kind == "string":
        return text
    if kind == "bool":
        return read_bool(text)
    if kind.startswith("int"):
        return read_int(text, 32 if kind == "int32" else 64)
    if kind == "duration":
        return read_duration(text)
    if kind == "klogDuration":
        return _klog_duration(text)
    if kind == "stringArray":
        return [*_list(before), text]
    if kind == "stringSlice":
        return _list(before) + read_csv(text)
    if kind == "vmodule":
        return _vmodule(text)
    return {**(before if isinstance(before, dict) else {}), **_pairs(kind, text)}


def default(kind: str, text: str) -> Value:
    """The value of a flag that was not given."""
    if kind in ("stringArray", "stringSlice"):
        return text.split(",") if text else []
    if kind in ("stringToString", "mapStringString"):
        return {}
    return read(kind, text) if text else ({"bool": False, "duration": 0.0, "string": "", "vmodule": ""}.get(kind, 0))


def read_bool(text: str) -> bool:
    if text in TRUE:
        return True
    if text in FALSE:
        return False
    raise ValueError(f"strconv.ParseBool: parsing {go_quote(text)}: invalid syntax")


def read_int(text: str, bits: int = 64) -> int:
    """Go's ParseInt with base 0: decimal, 0x, 0o, 0b, a leading 0 for octal, underscores between digits."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    try:
        if not digits or not digits[0].isdigit() or not digits.isascii():
            raise ValueError
        octal = len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
        number = int(digits, 8 if octal else 0)
    except ValueError:
        raise ValueError(f"strconv.ParseInt: parsing {go_quote(text)}: invalid syntax") from None
    number = -number if text[0] == "-" else number
    if not -(1 << bits - 1) <= number < 1 << bits - 1:
        raise ValueError(f"strconv.ParseInt: parsing {go_quote(text)}: value out of range")
    return number


def read_duration(text: str) -> float:
    """Go's ParseDuration, in seconds: `1h30m`, `1.5s`, `-2ms`, `0`."""
    sign, rest = (-1 if text[:1] == "-" else 1), text[1:] if text[:1] in ("+", "-") else text
    if rest == "0":
        return 0.0
    total = 0.0
    if not rest:
        raise ValueError(f"time: invalid duration {go_quote(text)}")
    while rest:
        end = _span(rest, "0123456789.")
        number, rest = rest[:end], rest[end:]
        if number.count(".") > 1 or not number.strip("."):
            raise ValueError(f"time: invalid duration {go_quote(text)}")
        end = next((i for i, c in enumerate(rest) if c in "0123456789."), len(rest))
        unit, rest = rest[:end], rest[end:]
        if not unit:
            raise ValueError(f"time: missing unit in duration {go_quote(text)}")
        if unit not in _UNITS:
            raise ValueError(f"time: unknown unit {go_quote(unit)} in duration {go_quote(text)}")
        total += float(number) * _UNITS[unit]
    return sign * total / 1e9


def _klog_duration(text: str) -> float:
    """The log's own flag does not say what is wrong with a duration."""
    try:
        return read_duration(text)
    except ValueError:
        raise ValueError("parse error") from None


def read_csv(text: str) -> list[str]:
    """One CSV record, by the rules and with the errors of Go's encoding/csv."""
    if not text:
        return []
    out: list[str] = []
    at = 0
    while True:
        if text[at : at + 1] == '"':
            field, at = _quoted(text, at + 1)
        else:
            end = text.find(",", at)
            end = len(text) if end < 0 else end
            field = text[at:end]
            if '"' in field:
                column = at + field.index('"') + 1
                raise ValueError(f'parse error on line 1, column {column}: bare " in non-quoted-field')
            at = end
        out.append(field)
        if at >= len(text):
            return out
        at += 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    """The quoted field that begins at `at`, and where its comma (or the end) is."""
    field = ""
    while True:
        end = text.find('"', at)
        if end < 0:
            raise ValueError(f'parse error on line 1, column {len(text) + 1}: extraneous or missing " in quoted-field')
        field += text[at:end]
        after = text[end + 1 : end + 2]
        if after in (",", ""):
            return field, end + 1
        if after != '"':
            raise ValueError(f'parse error on line 1, column {end + 1}: extraneous or missing " in quoted-field')
        field += '"'
        at = end + 2


def _pairs(kind: str, text: str) -> dict[str, str]:
    out = {}
    if kind == "mapStringString":
        for part in text.split(","):
            if not part:
                continue
            key, equals, value = part.partition("=")
            if not equals:
                raise ValueError("malformed pair, expect string=string")
            out[key.strip()] = value.strip()
        return out
    for part in read_csv(text) if text.count("=") > 1 else [text]:
        key, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f"{part} must be formatted as key=value")
        out[key] = value
    return out


def _vmodule(text: str) -> str:
    for part in text.split(","):
        pattern, equals, level = part.partition("=")
        if part and (not equals or not pattern or not level):
            raise ValueError("syntax error: expect comma-separated list of filename=N")
        if part:
            try:
                read_int(level)
            except ValueError:
                raise ValueError("syntax error: expect comma-separated list of filename=N") from None
    return text


def _list(value: Value | None) -> list[str]:
    return value if isinstance(value, list) else []


def _span(text: str, chars: str) -> int:
    return len(text) - len(text.lstrip(chars))


def go_quote(text: str, mark: str = '"') -> str:
    """Go's %q: escapes as Go writes them."""
    out = ""
    for char in text:
        if char == mark:
            out += "\\" + char
        elif char in _ESCAPES:
            out += _ESCAPES[char]
        elif char == " " or char.isprintable():
            out += char
        else:
            code = ord(char)
            out += f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return mark + out + mark
