"""What a plain YAML scalar is in kubectl's dialect: go-yaml v2 with YAML 1.1 words and Go's numbers.

One rule, used both ways: the reader takes the value, the writer quotes what would not come back as a string.
"""

from __future__ import annotations

_WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys("y Y yes Yes YES on On ON true True TRUE".split(), True),
    **dict.fromkeys("n N no No NO off Off OFF false False FALSE".split(), False),
    **dict.fromkeys(["", "~", "null", "Null", "NULL"]),
    **dict.fromkeys(".inf .Inf .INF +.inf +.Inf +.INF".split(), float("inf")),
    **dict.fromkeys("-.inf -.Inf -.INF".split(), float("-inf")),
    **dict.fromkeys(".nan .NaN .NAN".split(), float("nan")),
}
RESERVED = frozenset(_WORDS)
_NUMBER_STARTS = frozenset("0123456789+-.")


def resolve(text: str) -> str | bool | float | None:
    """The value of a plain scalar; the text itself where it is a string. Times and base 60 stay strings, as in
    kubectl.
    """
    if text in RESERVED:
        return _WORDS[text]
    if text[0] in _NUMBER_STARTS:
        return _number(text)
    return text


def _number(text: str) -> str | float:
    digits = text.replace("_", "")
    if text[0] == "." and digits is not text and not _separated(text):
        return text
    if not digits.strip("0123456789.eE+-"):
        return _decimal(digits, text)
    prefix = digits.lstrip("+-")[:2] if digits[0] in "+-" else digits[:2]
    if prefix.lower() in ("0x", "0o", "0b") and digits[1:2] not in ("+", "-"):
        try:
            value = int(digits, 0)
        except ValueError:
            return text
        return value if _machine(value, digits) else text
    return text


def _decimal(digits: str, text: str) -> str | float:
    """Decimal digits: octal after a leading zero where that works, an integer while it fits, else a float while that
    does.
    """
    bare = digits[1:] if digits[0] in "+-" else digits
    try:
        if bare.isdigit():
            value = int(digits, 8) if bare[0] == "0" and not bare.strip("01234567") else None
            if value is None and bare[0] != "0" and len(bare) < 21:
                value = int(digits)
            if value is not None and _machine(value, digits):
                return value
        number = float(digits)
    except ValueError:
        return text
    return text if abs(number) == float("inf") else number


def _machine(value: int, digits: str) -> bool:
    """Go takes int64, and uint64 where no sign is written."""
    return -(1 << 63) <= value < (1 << 63 if digits[0] in "+-" else 1 << 64)


def _separated(text: str) -> bool:
    """Underscores stand between digits only."""
    parts = text.split("_")
    return all(part[-1:].isdigit() for part in parts[:-1]) and all(part[:1].isdigit() for part in parts[1:])


def quoted(text: str) -> bool:
    """Whether a non-empty string must not be written plain: it would be read as another type, by us or by stricter
    readers.
    """
    if text in RESERVED:
        return True
    if text[0] not in _NUMBER_STARTS:
        return False
    if _number(text) is not text:
        return True
    return (":" in text and _base60(text)) or (text[4:5] == "-" and _time(text))


def _base60(text: str) -> bool:
    """`12:30`, `-1:20:30.5`: numbers of YAML 1.1."""
    head, *rest = text[text[0] in "+-" :].split(":")
    if not head or not head[0].isdigit() or head.replace("_", "").strip("0123456789"):
        return False
    last, dot, fraction = rest[-1].partition(".")
    if dot and fraction.strip("0123456789_"):
        return False
    return all(_digits(part, 1, 2) and (len(part) == 1 or part[0] < "6") for part in [*rest[:-1], last])


def _time(text: str) -> bool:
    """`2001-1-2`, `2001-01-02T03:04:05.6Z`, `2001-01-02 03:04:05`: the forms go-yaml takes for times, checked by the
    calendar.
    """
    date, mark, clock = text, "", ""
    for mark in "Tt ":
        date, found, clock = text.partition(mark)
        if found:
            break
    else:
        mark = ""
    parts = date.split("-")
    if len(parts) != 3 or not _digits(parts[0], 4, 4) or not _digits(parts[1], 1, 2) or not _digits(parts[2], 1, 2):
        return False
    year, month, day = map(int, parts)
    if not 1 <= month <= 12 or not 1 <= day <= _days(year, month):
        return False
    return not mark or _clock(clock.lstrip(" ") if mark == " " else clock, zone=mark != " ")


def _digits(text: str, low: int, high: int) -> bool:
    return low <= len(text) <= high and text.isascii() and text.isdigit()


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _clock(body: str, zone: bool) -> bool:
    """`3:04:05.6`, with `Z` or `+01:00` after it where the form has a zone."""
    if zone:
        if body.endswith("Z"):
            body = body[:-1]
        elif body[-6:-5] in ("+", "-") and body[-3:-2] == ":" and _below(body[-5:-3], 25) and _below(body[-2:], 61):
            body = body[:-6]
        else:
            return False
    body, dot, fraction = body.replace(",", ".").partition(".")
    if dot and not _digits(fraction, 1, 40):
        return False
    parts = body.split(":")
    return len(parts) == 3 and all(map(_below, parts, (24, 60, 60)))


def _below(text: str, limit: int) -> bool:
    return _digits(text, 1, 2) and int(text) < limit
