"""Pi, reckoned by Machin's formula with whole numbers. Pure."""

from __future__ import annotations


def pi(digits: int) -> str:
    """Pi rounded to so many significant digits: `3.1416` for 5."""
    digits = max(digits, 1)
    guard = 10
    unit = 10 ** (digits - 1 + guard)
    value = 4 * (4 * _arctan(5, unit) - _arctan(239, unit))
    rounded = (value + 10**guard // 2) // 10**guard
    text = _decimal(rounded)
    return text[0] + ("." + text[1:] if digits > 1 else "")


def _arctan(inverse: int, unit: int) -> int:
    """unit * arctan(1 / inverse)."""
    term = total = unit // inverse
    square = inverse * inverse
    divisor, sign = 3, -1
    while term:
        term //= square
        total += sign * (term // divisor)
        divisor, sign = divisor + 2, -sign
    return total


def _decimal(number: int) -> str:
    """str(), without Python's limit on the length of numbers as text."""
    parts = []
    while number >= 10**4000:
        number, low = divmod(number, 10**4000)
        parts.append(f"{low:04000d}")
    return str(number) + "".join(reversed(parts))
