"""A transaction's view of the work queue: a heap over the entries of the backend, which come in as time reaches them.

Knows nothing of what controllers do; their order is given by number.
"""

from __future__ import annotations

from _heapq import heappop, heappush  # heapq itself is a file to find and read

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from minikctl.storage._base import Backend, Entry

FOREVER = 2**62
FIRST, MOST = 64, 8192  # entries fetched at a time: few at first, more as more are wanted
WORTH = 8  # asking for one entry costs as much as fetching that many in a chunk


class Queue:
    """Entries by (due, the controller's number, key). A later entry of a (controller, key) replaces an earlier one."""

    def __init__(self, backend: Backend, order: Mapping[str, int]) -> None:
        self._backend = backend
        self._order = order
        self._heap: list[tuple[int, int, str, int, Entry]] = []
        self._count = 0
        self._entries: dict[tuple[str, str], Entry | None] = {}  # what is known: loaded or changed
        self._changed: dict[tuple[str, str], Entry | None] = {}
        self._stored: set[tuple[str, str]] = set()  # loaded from the backend
        first = backend.head().next_due
        self._loaded_until = FOREVER if first is None else first - 1
        self._chunk = FIRST
        self._asked = 0  # single entries, since the last chunk was loaded

    def put(self, entry: Entry) -> None:
        name = (entry.controller, entry.key)
        self._entries[name] = self._changed[name] = entry
        self._push(entry)

    def drop(self, controller: str, key: str) -> None:
        self._entries[controller, key] = self._changed[controller, key] = None

    def get(self, controller: str, key: str) -> Entry | None:
        name = (controller, key)
        try:
            return self._entries[name]
        except KeyError:
            pass
        if self._loaded_until == FOREVER:
            return None
        self._asked += 1
        if self._asked * WORTH >= self._chunk:  # so many questions cost as much as reading on
            self._asked = 0
            self._load_more()
            return self.get(controller, key)
        found = self._entries[name] = self._backend.entry(controller, key)
        if found is not None:
            self._stored.add(name)
            self._push(found)
        return found

    def next_due(self) -> int | None:
        """The instant of the first entry, None where nothing is due."""
        top = self._top(FOREVER)
        return None if top is None else top.due

    def next_due_of(self, ignored: Callable[[Entry], bool]) -> int | None:
        """The instant of the first entry that is not ignored. Costs a scan only where an ignored one comes first."""
        top = self._top(FOREVER)
        if top is None or not ignored(top):
            return None if top is None else top.due
        while self._loaded_until < FOREVER:
            self._load_more()
        dues = [e.due for e in self._entries.values() if e is not None and not ignored(e)]
        return min(dues, default=None)

    def pop(self, until: int) -> Entry | None:
        """Take the first entry that is due by then out of the queue."""
        top = self._top(until)
        if top is None or top.due > until:
            return None
        heappop(self._heap)
        self.drop(top.controller, top.key)
        return top

    def changed(self) -> tuple[tuple[Entry, ...], tuple[tuple[str, str], ...]]:
        """(put, dropped) against the backend's queue."""
        put = tuple(e for e in self._changed.values() if e is not None)
        drop = [name for name, e in self._changed.items() if e is None]
        if self._loaded_until == FOREVER:
            drop = [name for name in drop if name in self._stored]
        return put, tuple(drop)

    def _top(self, until: int) -> Entry | None:
        heap, entries = self._heap, self._entries
        while True:
            while heap and entries.get((heap[0][4].controller, heap[0][2])) is not heap[0][4]:
                heappop(heap)  # replaced or dropped since
            first = heap[0][0] if heap else FOREVER
            if min(first, until) <= self._loaded_until:
                return heap[0][4] if heap else None
            self._load_more()

    def _load_more(self) -> None:
        """The next chunk of the backend's entries; all of an instant, since those are ordered here."""
        after, limit = self._loaded_until, self._chunk
        found = self._backend.due(FOREVER, limit, after)
        if len(found) < limit:
            self._loaded_until = FOREVER
        else:
            last = found[-1].due
            found = [e for e in found if e.due < last] + self._backend.due(last, 0, last - 1)
            self._loaded_until = last
        self._chunk = min(limit * 4, MOST)
        for entry in found:
            name = (entry.controller, entry.key)
            self._stored.add(name)
            if name not in self._entries:
                self._entries[name] = entry
                self._push(entry)

    def _push(self, entry: Entry) -> None:
        self._count += 1
        number = self._order.get(entry.controller, len(self._order))
        heappush(self._heap, (entry.due, number, entry.key, self._count, entry))
