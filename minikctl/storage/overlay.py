"""What a transaction has changed in the indexes and sums of a backend: loaded at first use, kept up to date.

Every (index, value) that a write touches is noted, loaded or not, so that loading a bucket later costs its own size
and not that of the transaction. Knows nothing of objects but what indexing.py derives.
"""

from __future__ import annotations

from _bisect import bisect_left, insort_right  # bisect itself is a file to find and read

from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage.indexing import aggregates, index_values, moved, unchanged

if TYPE_CHECKING:
    from minikctl.storage._base import Backend, Key, Obj

FEW = 16  # up to here single insertions are cheaper than a sort


def place(key: Key) -> tuple[str, str, str]:
    """The order of lists."""
    return key[1], key[2], key[0]


class Buckets:
    """Index values to sorted keys, and sums, as the backend has them with this transaction's writes on top."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._sorted: dict[tuple[str, str], list[Key]] = {}
        self._pending: dict[tuple[str, str], dict[Key, bool]] = {}  # True: added, False: removed
        self._base: dict[tuple[str, str], tuple[int, ...]] = {}
        self._delta: dict[tuple[str, str], list[int]] = {}

    def find(self, index: str, value: str) -> list[Key]:
        """Sorted by (namespace, name). The list stays as it is when the bucket changes later."""
        name = (index, value)
        keys = self._sorted.get(name)
        if keys is None:
            keys = self._sorted[name] = self._backend.lookup(index, value)
        pending = self._pending.pop(name, None)
        if pending:
            keys = self._sorted[name] = _merge(keys, pending)
        return keys

    def aggregate(self, name: str, value: str) -> tuple[int, ...]:
        base = self._base.get((name, value))
        if base is None:
            base = self._base[name, value] = self._backend.aggregate(name, value)
        delta = self._delta.get((name, value))
        if delta is None:
            return base
        sums = tuple([a + b for a, b in zip(base, delta)]) if base else tuple(delta)
        return sums if any(sums) else ()

    def change(self, key: Key, old: Obj | None, new: Obj | None) -> None:
        """An object went from old to new (None: not there)."""
        if old is None:
            if new is not None:
                self._add(key, new)
        elif new is None:
            self._remove(key, old)
        elif not unchanged(key, old, new):
            before, after = moved(key, old, new)
            if before != after:
                self._note(key, [v for v in before if v not in after], False)
                self._note(key, [v for v in after if v not in before], True)
            less, more = aggregates(key, old), aggregates(key, new)
            if less != more:
                self._sum(less, -1)
                self._sum(more, 1)

    def _add(self, key: Key, obj: Obj) -> None:
        self._note(key, index_values(key, obj), True)
        self._sum(aggregates(key, obj), 1)

    def _remove(self, key: Key, obj: Obj) -> None:
        self._note(key, index_values(key, obj), False)
        self._sum(aggregates(key, obj), -1)

    def _note(self, key: Key, values: list[tuple[str, str]], there: bool) -> None:
        pending = self._pending
        for value in values:
            bucket = pending.get(value)
            if bucket is None:
                pending[value] = {key: there}
            else:
                bucket[key] = there

    def _sum(self, parts: list[tuple[str, str, tuple[int, ...]]], sign: int) -> None:
        for name, value, sums in parts:
            delta = self._delta.get((name, value))
            if delta is None:
                delta = self._delta[name, value] = [0] * len(sums)
            for i, one in enumerate(sums):
                delta[i] += sign * one


def _merge(keys: list[Key], pending: dict[Key, bool]) -> list[Key]:
    """A new list: keys with what is pending applied."""
    if len(pending) > FEW:
        kept = [k for k in keys if k not in pending]
        kept += [k for k, there in pending.items() if there]
        kept.sort(key=place)
        return kept
    keys = keys.copy()
    for key, there in pending.items():
        at = bisect_left(keys, place(key), key=place)
        found = at < len(keys) and keys[at] == key
        if there and not found:
            insort_right(keys, key, key=place)
        elif found and not there:
            del keys[at]
    return keys
