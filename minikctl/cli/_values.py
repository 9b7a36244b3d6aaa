"""The types of flag values: text in, value out, ValueError with Go's own words for what is wrong."""

from __future__ import annotations

Value = bool | int | float | str | list[str] | dict[str, str]

TRUE = ("1", "t", "T", "TRUE", "true", "True")
FALSE = ("0", "f", "F", "FALSE", "false", "False")
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
    if kind == "string":
        return text
    return read(kind, text or "0")


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
    from minikctl.core.duration import go_parse

    return go_parse(text) / 1e6


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
                raise _csv_error(text[: at + field.index('"')], 'bare " in non-quoted-field')
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
            raise _csv_error(text, 'extraneous or missing " in quoted-field')
        field += text[at:end]
        after = text[end + 1 : end + 2]
        if after in (",", ""):
            return field, end + 1
        if after != '"':
            raise _csv_error(text[:end], 'extraneous or missing " in quoted-field')
        field += '"'
        at = end + 2


def _csv_error(before: str, what: str) -> ValueError:
    """Columns count bytes, from 1."""
    return ValueError(f"parse error on line 1, column {len(before.encode()) + 1}: {what}")


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
    """The log's pattern=N list: of no effect, but a wrong one is refused as kubectl refuses it."""
    for part in text.split(",") if text else []:
        pattern, _, level = part.partition("=")
        if part and not (pattern and level.lstrip("+-").isdecimal()):
            raise ValueError("syntax error: expect comma-separated list of filename=N")
        if level.startswith("-"):
            raise ValueError("negative value for vmodule level")
    return text


def _list(value: Value | None) -> list[str]:
    return value if isinstance(value, list) else []


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
            out += _escaped(ord(char))
    return mark + out + mark


def _escaped(code: int) -> str:
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8, as Python's argv carries it
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
