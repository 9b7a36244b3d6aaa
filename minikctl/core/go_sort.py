"""The order in which Go's sort.Sort leaves elements that compare equal.

sort.Sort is not stable, yet deterministic: kubectl sorts with it, so rows with the same key come out in an order that
only the same algorithm gives (pattern-defeating quicksort; insertion sort up to 12 elements). It is also told apart by
comparisons that are no order at all, as kubectl's are for missing fields.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MAX_INSERTION = 12
_SHORT = 50
_ASCENDING, _UNKNOWN, _DESCENDING = 1, 0, -1


def go_sorted(items: list[Any], less: Callable[[Any, Any], bool]) -> list[Any]:
    """The items in the order of sort.Sort over `less`."""
    out = list(items)
    _Sorter(out, less).sort(0, len(out), len(out).bit_length())
    return out


class _Sorter:
    def __init__(self, items: list[Any], less: Callable[[Any, Any], bool]) -> None:
        self.items = items
        self._less = less

    def less(self, i: int, j: int) -> bool:
        return self._less(self.items[i], self.items[j])

    def swap(self, i: int, j: int) -> None:
        self.items[i], self.items[j] = self.items[j], self.items[i]

    def sort(self, low: int, high: int, patience: int) -> None:
        """`patience`: how many bad pivots are allowed before heap sort takes over."""
        balanced = partitioned = True
        while high - low > MAX_INSERTION:
            if patience == 0:
                self.heap_sort(low, high)
                return
            if not balanced:
                self.break_patterns(low, high)
                patience -= 1
            pivot, hint = self.choose_pivot(low, high)
            if hint == _DESCENDING:
                self.items[low:high] = self.items[low:high][::-1]
                pivot = high - 1 - (pivot - low)
                hint = _ASCENDING
            if balanced and partitioned and hint == _ASCENDING and self.nearly_sorted(low, high):
                return
            if low > 0 and not self.less(low - 1, pivot):
                low = self.partition_equal(low, high, pivot)
                continue
            size = high - low
            middle, partitioned = self.partition(low, high, pivot)
            balanced = min(middle - low, high - middle) >= size // 8
            if middle - low < high - middle:
                self.sort(low, middle, patience)
                low = middle + 1
            else:
                self.sort(middle + 1, high, patience)
                high = middle
        self.insertion_sort(low, high)

    def insertion_sort(self, low: int, high: int) -> None:
        for i in range(low + 1, high):
            while i > low and self.less(i, i - 1):
                self.swap(i, i - 1)
                i -= 1

    def nearly_sorted(self, low: int, high: int) -> bool:
        """Try to finish with a few shifts; True when the range is sorted."""
        i = low + 1
        for _ in range(5):
            while i < high and not self.less(i, i - 1):
                i += 1
            if i == high:
                return True
            if high - low < _SHORT:
                return False
            self.swap(i, i - 1)
            if i - low >= 2:
                for j in range(i - 1, 0, -1):
                    if not self.less(j, j - 1):
                        break
                    self.swap(j, j - 1)
            if high - i >= 2:
                for j in range(i + 1, high):
                    if not self.less(j, j - 1):
                        break
                    self.swap(j, j - 1)
        return False

    def break_patterns(self, low: int, high: int) -> None:
        """Scatter three elements, by a generator seeded with the length."""
        size = high - low
        if size < 8:
            return
        random = size
        mask = (1 << size.bit_length()) - 1
        for i in range(3):
            random ^= random << 13 & 0xFFFFFFFFFFFFFFFF
            random ^= random >> 7
            random ^= random << 17 & 0xFFFFFFFFFFFFFFFF
            other = random & mask
            self.swap(low + size // 4 * 2 - 1 + i, low + (other - size if other >= size else other))

    def choose_pivot(self, low: int, high: int) -> tuple[int, int]:
        """The median of three, or of three medians; and what their order tells of the range."""
        quarter = (high - low) // 4
        i, j, k = low + quarter, low + quarter * 2, low + quarter * 3
        swaps = [0]
        if high - low >= _SHORT:
            i, j, k = (self.median(at - 1, at, at + 1, swaps) for at in (i, j, k))
        j = self.median(i, j, k, swaps)
        return j, {0: _ASCENDING, 12: _DESCENDING}.get(swaps[0], _UNKNOWN)

    def median(self, a: int, b: int, c: int, swaps: list[int]) -> int:
        if self.less(b, a):
            swaps[0] += 1
            a, b = b, a
        if self.less(c, b):
            swaps[0] += 1
            b, c = c, b
        if self.less(b, a):
            swaps[0] += 1
            a, b = b, a
        return b

    def partition(self, low: int, high: int, pivot: int) -> tuple[int, bool]:
        """Smaller ones left, the others right; where the pivot went, and whether all were in place already."""
        self.swap(low, pivot)
        i, j = self.misplaced(low, low + 1, high - 1)
        in_place = i > j
        while i <= j:
            self.swap(i, j)
            i, j = self.misplaced(low, i + 1, j - 1)
        self.swap(j, low)
        return j, in_place

    def misplaced(self, pivot: int, i: int, j: int) -> tuple[int, int]:
        while i <= j and self.less(i, pivot):
            i += 1
        while i <= j and not self.less(j, pivot):
            j -= 1
        return i, j

    def partition_equal(self, low: int, high: int, pivot: int) -> int:
        """Those equal to the pivot left, the greater ones right; where these begin."""
        self.swap(low, pivot)
        i, j = low + 1, high - 1
        while True:
            while i <= j and not self.less(low, i):
                i += 1
            while i <= j and self.less(low, j):
                j -= 1
            if i > j:
                return i
            self.swap(i, j)
            i += 1
            j -= 1

    def heap_sort(self, low: int, high: int) -> None:
        size = high - low
        for root in range((size - 1) // 2, -1, -1):
            self.sift_down(root, size, low)
        for end in range(size - 1, -1, -1):
            self.swap(low, low + end)
            self.sift_down(0, end, low)

    def sift_down(self, root: int, end: int, first: int) -> None:
        while (child := 2 * root + 1) < end:
            if child + 1 < end and self.less(first + child, first + child + 1):
                child += 1
            if not self.less(first + root, first + child):
                return
            self.swap(first + root, first + child)
            root = child
