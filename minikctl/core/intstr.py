"""IntOrString: a number, or text that may be a percentage. In JSON an int or a str, and so it is here."""

from __future__ import annotations


class IntOrStringError(ValueError):
    """A value that is neither a number nor a percentage; the message is apimachinery's."""


def parse(text: str) -> int | str:
    """What a client makes of text: a number if it is one that fits 32 bits."""
    number = _atoi(text)
    return text if number is None or not -(1 << 31) <= number < 1 << 31 else number


def percentage(value: int | str) -> int | None:
    """The number before the `%`; None for a plain number. Raises IntOrStringError."""
    if isinstance(value, int):
        return None
    if not value.endswith("%"):
        raise IntOrStringError("invalid value for IntOrString: invalid type: string is not a percentage")
    number = _atoi(value[:-1])
    if number is None:
        why = f'strconv.Atoi: parsing "{value[:-1]}": invalid syntax'
        raise IntOrStringError(f'invalid value for IntOrString: invalid value "{value}": {why}')
    return number


def scaled(value: int | str, total: int, round_up: bool) -> int:
    """A number as it is, a percentage of `total`, rounded. Raises IntOrStringError."""
    percent = percentage(value)
    if percent is None:
        return int(value)
    return -(-percent * total // 100) if round_up else percent * total // 100


def _atoi(text: str) -> int | None:
    digits = text[1:] if text[:1] in ("+", "-") else text
    return int(text) if digits.isascii() and digits.isdigit() else None
