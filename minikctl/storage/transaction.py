"""One command's and its reconcile step's work on a state: everything read is consistent, everything written is kept
here until it is committed.

    tx = Tx(backend, order);  ... tx.next_revision(); tx.put(key, obj) ...;  backend.commit(tx.to_commit(now))

Begin the read or the write on the backend first. Knows nothing of Kubernetes' rules: who writes sets resourceVersion
to `next_revision()`. Objects are shared: neither what `get` gives nor what `put` was given may be changed afterwards.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.storage._base import Change, Commit, Key
from minikctl.storage.due import Queue
from minikctl.storage.overlay import Buckets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from minikctl.storage._base import Backend, Entry, Head, Obj

_NO_ORDER: dict[str, int] = {}


class _Life(NamedTuple):
    """What became of an object from its first change here to its end: one Change when coalesced."""

    old: Obj | None  # before this transaction
    change: Change


class Tx:
    """A read-through overlay on a backend.

    order: controller -> number, which orders entries of one instant. every: log every state in between, not only the
    last (None: ask the backend whether somebody watches).
    """

    def __init__(self, backend: Backend, order: Mapping[str, int] = _NO_ORDER, every: bool | None = None) -> None:
        self.head: Head = backend.head()
        self.revision = self.head.revision
        self.listeners: list[Callable[[Change], None]] = []
        self._backend = backend
        self._wanted = every
        self._objects: dict[Key, Obj | None] = {}
        self._buckets = Buckets(backend)
        self._queue = Queue(backend, order)
        self._log: list[Change] = []  # every change, where every state is wanted
        self._live: dict[Key, _Life] = {}  # changed objects that are there
        self._ended: list[Change] = []  # objects of before that were removed

    # --- reading

    def get(self, key: Key) -> Obj | None:
        try:
            return self._objects[key]
        except KeyError:
            obj = self._objects[key] = self._backend.load(key)
            return obj

    def find(self, index: str, value: str) -> list[Key]:
        """Keys under an index value (indexing.py), by (namespace, name). Shared; later writes don't change it."""
        return self._buckets.find(index, value)

    def get_many(self, keys: list[Key]) -> list[Obj]:
        """Those that are there, in the order of keys."""
        objects = self._objects
        missing = [k for k in keys if k not in objects]
        if missing:
            for key, obj in zip(missing, self._backend.load_many(missing)):
                objects[key] = obj
        return [obj for obj in map(self.get, keys) if obj is not None]

    def list(self, resource: str, namespace: str = "") -> list[Obj]:
        """All objects of a resource in a namespace, "" for all namespaces, sorted by (namespace, name)."""
        return self.get_many(self.find("resource", f"{resource}/{namespace}"))

    def changes_since(self, revision: int) -> Iterator[Change]:
        """What was committed after a revision, in order; ApiError 410 where the log begins later."""
        return self._backend.changes_since(revision)

    def none(self, resource: str) -> bool:
        """Whether there certainly was no object of a resource before this transaction."""
        return self._backend.none(resource)

    def aggregate(self, name: str, value: str) -> tuple[int, ...]:
        return self._buckets.aggregate(name, value)

    # --- writing

    def every(self) -> bool:
        """Whether every state in between is kept; asked of the backend once, at the first write."""
        if self._wanted is None:
            self._wanted = self._backend.watched()
        return self._wanted

    def next_revision(self) -> int:
        self.revision += 1
        return self.revision

    def put(self, key: Key, obj: Obj) -> None:
        """Write an object at the newest revision."""
        self._write(key, obj, self.get(key))

    def add(self, key: Key, obj: Obj) -> None:
        """The same for an object that was not there, as who calls knows."""
        self._write(key, obj, None)

    def here(self, key: Key) -> Obj | None:
        """What this transaction knows of an object; None, too, where it has not been asked for."""
        return self._objects.get(key)

    def _write(self, key: Key, obj: Obj, old: Obj | None) -> None:
        change = Change(key, obj, old, self.revision)
        self._buckets.change(key, old, obj)
        self._objects[key] = obj
        if self.every():
            self._log.append(change)
        else:
            life = self._live.get(key)
            self._live[key] = _Life(old if life is None else life.old, change)
        for listener in self.listeners:
            listener(change)

    def remove(self, key: Key, last: Obj) -> None:
        """Remove an object at the newest revision; last is its final state, with that revision as resourceVersion."""
        old = self.get(key)
        if old is None:
            return
        change = Change(key, None, last, self.revision)
        self._buckets.change(key, old, None)
        self._objects[key] = None
        if self.every():
            self._log.append(change)
        else:
            life = self._live.pop(key, None)
            if life is None or life.old is not None:
                self._ended.append(change)
        for listener in self.listeners:
            listener(change)

    # --- the work queue

    def queue_put(self, entry: Entry) -> None:
        """Replaces what the controller had wanted for this key."""
        self._queue.put(entry)

    def queue_drop(self, controller: str, key: str) -> None:
        self._queue.drop(controller, key)

    def queue_pop_due(self, until: int) -> Entry | None:
        """Take out the first entry with due <= until, by (due, order of the controller, key)."""
        return self._queue.pop(until)

    def next_due(self) -> int | None:
        return self._queue.next_due()

    def next_due_of(self, ignored: Callable[[Entry], bool]) -> int | None:
        """The same, leaving out some entries."""
        return self._queue.next_due_of(ignored)

    def entry(self, controller: str, key: str) -> Entry | None:
        return self._queue.get(controller, key)

    # --- the end

    def changes(self) -> tuple[Change, ...]:
        """In revision order: every state where that is wanted; else each object's last, without what came and went."""
        if self.every():
            return tuple(self._log)
        last = [c if c.old is old else Change(c.key, c.obj, old, c.revision) for old, c in self._live.values()]
        last += self._ended
        last.sort(key=_revision)
        return tuple(last)

    def to_commit(self, time: int, head: Obj | None = None) -> Commit:
        """All of it; head: the changed fields of the head."""
        put, drop = self._queue.changed()
        return Commit(self.revision, time, list(self.changes()), put, drop, head or {})

    def changed(self) -> bool:
        """Whether there is anything to commit but the head."""
        return bool(self._log or self._live or self._ended or any(self._queue.changed()))


def _revision(change: Change) -> int:
    return change.revision
