"""Int-or-percent fields (maxSurge, maxUnavailable, minAvailable) as numbers of pods. Pure."""

from __future__ import annotations


def scaled(value: int | str, total: int, round_up: bool) -> int:
    """`3` is 3; `25%` is that share of total, rounded. What is no such value counts as 0: validation has refused it."""
    if isinstance(value, int):
        return value
    digits = value.removesuffix("%")
    if digits == value or not digits.isdigit():
        return 0
    share = int(digits) * total
    return -(-share // 100) if round_up else share // 100
