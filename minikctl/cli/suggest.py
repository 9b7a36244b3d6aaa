"""Which commands a mistyped one may have meant. source: cobra SuggestionsFor"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MINIMUM_DISTANCE = 2


def similar(word: str, names: Iterable[str]) -> list[str]:
    """In the order of `names`: those at most two edits away, and those that begin with the word."""
    low = word.lower()
    return [n for n in names if distance(low, n.lower()) <= MINIMUM_DISTANCE or n.lower().startswith(low)]


def distance(a: str, b: str) -> int:
    """Levenshtein's: insertions, deletions and substitutions from a to b."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
