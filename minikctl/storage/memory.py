"""A state in memory, for tests and for servers that keep nothing: the contract read plainly, no files, no locks.

Objects are shared with the caller, never copied: who loads must not change them.
"""

from __future__ import annotations

from minikctl.core.errors import StateError, gone
from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage._base import Change, Commit, Entry, Head, Key, Obj
from minikctl.storage.indexing import aggregates, index_values

if TYPE_CHECKING:
    from collections.abc import Iterator

EMPTY = Head(0, "", {"mode": "real", "now": 0}, {}, None, 0)


class MemoryBackend:
    """`window` is how many changes the log keeps; 0 keeps all."""

    def __init__(self, window: int = 0) -> None:
        self._head = EMPTY
        self._exists = False
        self._writing = False
        self._watching = False
        self._window = window
        self._objects: dict[Key, Obj] = {}
        self._buckets: dict[tuple[str, str], set[Key]] = {}
        self._sums: dict[tuple[str, str], tuple[int, ...]] = {}
        self._queue: dict[tuple[str, str], Entry] = {}
        self._log: list[Change] = []
        self._lost = 0  # the newest revision that the log no longer has
        self.notices: list[str] = []

    def exists(self) -> bool:
        return self._exists

    def head(self) -> Head:
        return self._head

    def begin_read(self) -> None:
        pass

    def end_read(self) -> None:
        pass

    def begin_write(self) -> None:
        if self._writing:
            raise StateError("the state is being written already")
        self._writing = True

    def abort(self) -> None:
        self._writing = False

    def wipe(self, kept: Head | None = None) -> None:
        window, watching = self._window, self._watching
        self.__init__(window)  # type: ignore[misc]
        self._writing, self._watching, self._head = True, watching, kept or EMPTY

    def commit(self, commit: Commit) -> None:
        for change in commit.changes:
            self._change(change)
        for entry in commit.queue_put:
            self._queue[entry.controller, entry.key] = entry
        for name in commit.queue_drop:
            self._queue.pop(name, None)
        next_due = min((e.due for e in self._queue.values()), default=None)
        self._head = self._head._replace(**commit.head, revision=commit.revision, next_due=next_due)
        self._log += commit.changes
        self._compact()
        self._exists = True
        self._writing = False

    def _change(self, change: Change) -> None:
        key, obj = change.key, change.obj
        old = self._objects.pop(key, None)
        if old is not None:
            self._index(key, old, -1)
        if obj is not None:
            self._objects[key] = obj
            self._index(key, obj, 1)

    def _index(self, key: Key, obj: Obj, sign: int) -> None:
        for value in index_values(key, obj):
            bucket = self._buckets.setdefault(value, set())
            if sign > 0:
                bucket.add(key)
            else:
                bucket.discard(key)
        for name, value_, sums in aggregates(key, obj):
            before = self._sums.get((name, value_)) or (0,) * len(sums)
            self._sums[name, value_] = tuple(a + sign * b for a, b in zip(before, sums))

    def _compact(self) -> None:
        if self._window and len(self._log) > self._window:
            cut = len(self._log) - self._window
            self._lost = self._log[cut - 1].revision
            self._log = [c for c in self._log[cut:] if c.revision > self._lost]

    def load(self, key: Key) -> Obj | None:
        return self._objects.get(key)

    def load_many(self, keys: list[Key]) -> list[Obj | None]:
        return [self._objects.get(k) for k in keys]

    def lookup(self, index: str, value: str) -> list[Key]:
        return sorted(self._buckets.get((index, value), ()), key=lambda k: (k.namespace, k.name, k.resource))

    def none(self, resource: str) -> bool:
        return not self._buckets.get(("resource", f"{resource}/"))

    def aggregate(self, name: str, value: str) -> tuple[int, ...]:
        sums = self._sums.get((name, value), ())
        return sums if any(sums) else ()

    def due(self, until: int, limit: int = 0, after: int = -1) -> list[Entry]:
        found = sorted((e for e in self._queue.values() if after < e.due <= until), key=lambda e: e[:3])
        return found[:limit] if limit else found

    def entry(self, controller: str, key: str) -> Entry | None:
        return self._queue.get((controller, key))

    def changes_since(self, revision: int) -> Iterator[Change]:
        if revision < self._lost:
            raise gone(f"too old resource version: {revision} ({self._lost})")
        return iter([c for c in self._log if c.revision > revision])

    def watched(self) -> bool:
        return self._watching

    def hold_watch(self) -> None:
        self._watching = True

    def poll(self) -> int:
        return self._head.revision

    def close(self) -> None:
        self._watching = False
