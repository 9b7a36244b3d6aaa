"""The order of YAML keys that are not letters only, as go-yaml sorts them. Apart, as few objects need it."""

from __future__ import annotations


class _Natural:
    """go-yaml's key order: letters after all else, runs of digits by their number."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __lt__(self, other: _Natural) -> bool:
        return natural_less(self.text, other.text)


def natural_sort(keys: list[str]) -> None:
    keys.sort(key=_Natural)


def natural_less(a: str, b: str) -> bool:
    for i, (x, y) in enumerate(zip(a, b)):
        if x == y:
            continue
        if x.isalpha() or y.isalpha():
            return x < y if x.isalpha() and y.isalpha() else y.isalpha()
        return _digits_less(a, b, i)
    return len(a) < len(b)


def _digits_less(a: str, b: str, i: int) -> bool:
    """Compare from the first difference, which is no letter: by number, by how many digits, by character."""
    start = "1" if "0" in (a[i], b[i]) and _significant_before(a, i) else ""
    left, right = _run(a, i), _run(b, i)
    x, y = _int64(start + left), _int64(start + right)
    if x != y:
        return x < y
    if len(left) != len(right):
        return len(left) < len(right)
    return a[i] < b[i]


def _int64(digits: str) -> int:
    """With the overflow of a machine integer, which long runs of digits meet."""
    value = int(digits or "0") & ((1 << 64) - 1)
    return value - (1 << 64) if value >> 63 else value


def _significant_before(text: str, i: int) -> bool:
    while i > 0 and text[i - 1].isdecimal():
        i -= 1
        if text[i] != "0":
            return True
    return False


def _run(text: str, i: int) -> str:
    end = i
    while end < len(text) and text[end].isdecimal():
        end += 1
    return text[i:end]
