"""Reading a state directory: cluster.json, the stat of the log's end and the objects asked for.

The index is opened only for what it alone knows. A state that a killed process left is made whole first; where nothing
can be written it is read into memory instead. directory.py adds writing.
"""

from __future__ import annotations

import gc
import os
from time import monotonic, sleep

from minikctl.core.errors import StateError, gone
from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage import cluster, files, fs
from minikctl.storage.cluster import EMPTY, START, Cluster, Position, boot_id
from minikctl.storage.encoding import Decoder
from minikctl.storage.layout import EVENTS, Directories, Layout, keepable
from minikctl.storage.locks import DEFAULT_LIMIT, Locks
from minikctl.storage.log import Log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Concatenate, ParamSpec, TypeVar

    from minikctl.storage import events
    from minikctl.storage._base import Change, Entry, Head, Key, Obj
    from minikctl.storage.edits import Edits
    from minikctl.storage.held import Held
    from minikctl.storage.index import Index
    from minikctl.storage.memory import MemoryBackend
    from minikctl.storage.recovery import Place

    P = ParamSpec("P")
    T = TypeVar("T")

WIPING = "wiping"  # a file in tmp/ that says that the state is to be emptied
MANY = 200  # objects loaded at once, from which on the garbage collector only gets in the way


def _told(method: Callable[Concatenate[Reader, P], T]) -> Callable[Concatenate[Reader, P], T]:
    """What the file system says becomes a line for the user."""

    def asked(self: Reader, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(self, *args, **kwargs)
        except OSError as e:
            raise StateError(files.trouble(e, self.root)) from None

    return asked


class Reader:
    """The reading half of DirectoryBackend."""

    def __init__(self, root: str, limit: float | None = None, held: Held | None = None) -> None:
        self.root = os.path.abspath(root)
        self.notices: list[str] = []
        self._layout = Layout(self.root)
        self._directories = Directories(self._layout)
        self._log = Log(self._layout)
        self._locks = Locks(self._layout, _limit() if limit is None else limit)
        self._cluster: Cluster | None = None
        self._stat: os.stat_result | None = None  # of the cluster.json that _cluster is
        self._index: Index | None = None
        self._memory: MemoryBackend | None = None  # the state, where it needs mending and cannot be written
        self._mend = False  # a reader found the index to be of no use
        self._depth = 0
        self._writing = False
        self._decoder = Decoder()
        self._events: dict[str, events.Content] = {}  # files of events read whole in this read
        self._edits: Edits | None = None
        self._held = held
        self._place_in_log: tuple[int, Position] = (-1, START)  # where the changes after a revision begin

    # --- what every command asks

    @_told
    def exists(self) -> bool:
        return fs.stat(self._layout.cluster) is not None or bool(self._log.segments())

    @_told
    def head(self) -> Head:
        if self._memory is not None:
            return self._memory.head()
        if not self._depth and not self._writing:
            self._load_cluster()
        return self._cluster.head if self._cluster else EMPTY

    @_told
    def poll(self) -> int:
        self._load_cluster()
        return self._cluster.head.revision if self._cluster else 0

    @_told
    def watched(self) -> bool:
        return not self._locks.watch.free() if self._locks.watch.exists() else False

    @_told
    def hold_watch(self) -> None:
        self._locks.watch.share(self._locks.limit)

    def close(self) -> None:
        self._close_index()
        self._locks.close()

    # --- reading

    @_told
    def begin_read(self) -> None:
        if self._depth == 0 and not self._writing:
            self._events = {}
            self._directories.forget()
            self._settle()
            self._renew_index()
            if self._held is not None:
                self._held.begin(self._cluster)
        self._depth += 1

    def end_read(self) -> None:
        self._depth -= 1
        if self._depth == 0 and not self._writing:
            if self._index is not None:
                self._index.rollback()
            self._locks.end()
            self._memory = None

    def _settle(self) -> None:
        """Hold the readers' lock on a whole state: wait for who is writing, finish what a killed process left."""
        until = monotonic() + self._locks.limit
        while self.exists():
            self._locks.read()
            whole = False
            try:
                self._load_cluster()
                whole = self._whole()
            finally:
                if not whole:
                    self._locks.end()
            if whole:
                return
            if self._locks.writer.try_take():
                if self._recovered():
                    continue
                return
            if monotonic() > until:
                self._locks.writer.take(0)  # says who has it
            sleep(0.001)
        from minikctl.storage.memory import MemoryBackend

        self._cluster = self._stat = None
        self._memory = MemoryBackend()

    def _recovered(self) -> bool:
        """Make it whole, with the writer's lock; where that cannot be done read it into memory."""
        from minikctl.storage.recovery import into_memory

        try:
            self._recover()
            return True
        except OSError:
            self._memory = into_memory(self._place(), self._cluster)
            return False
        finally:
            self._close_index()
            self._locks.writer.release()

    def _recover(self) -> None:
        """With the writer's lock: what a killed process or a loss of power left is put right."""
        leftovers = fs.names(self._layout.tmp)
        if WIPING in leftovers:
            self._wipe()
        for leftover in leftovers:
            fs.unlink(f"{self._layout.tmp}/{leftover}")
        self._load_cluster()
        if self._whole():
            return
        from minikctl.storage import recovery

        self._locks.publish()
        try:
            self._cluster = recovery.make_whole(self._place(), self._cluster)
            self._stat = fs.stat(self._layout.cluster)
        finally:
            self._locks.end()

    def _wipe(self) -> None:
        """Remove all of a state but its locks; the log, by which it is known as a state, after the objects."""
        self._locks.publish()
        try:
            self._close_index()
            fs.unlink(self._layout.cluster)
            for place in ("objects", "index", "log"):
                fs.remove_tree(f"{self.root}/{place}")
            for place in ("log", "objects", "index"):
                fs.make_dir(f"{self.root}/{place}")
            mark = f"{self._layout.tmp}/{WIPING}"
            if fs.read(mark)[0]:
                fs.replace(mark, self._layout.cluster)
            else:
                fs.unlink(mark)
            self._cluster = self._stat = None
            self._load_cluster()
            self._directories.forget()
        finally:
            self._locks.end()

    def _load_cluster(self) -> None:
        stat = fs.stat(self._layout.cluster)
        if stat is not None and self._stat is not None and _same(stat, self._stat):
            return
        self._cluster, self._stat = cluster.load(self._layout.cluster)

    def _whole(self) -> bool:
        known = self._cluster
        return known is not None and known.boot == boot_id() and self._log.end(known.position) == known.position

    @_told
    def load(self, key: Key) -> Obj | None:
        if self._memory is not None:
            return self._memory.load(key)
        if not (keepable(key.name) and keepable(key.namespace)):
            return None
        if key.resource == EVENTS:
            return self._load_event(key)
        held = None if self._writing else self._held
        if held is not None:
            obj = held.fresh(key)
            if obj is not None:
                return obj
        if not self._directories.check(self._layout.namespace(key.resource, key.namespace)):
            return None
        path = self._layout.object(key)
        if held is not None and held.has(key):
            obj = held.still(key, fs.stat(path))
            if obj is not None:
                return obj
        loaded = files.load(path, key, self._decoder)
        if self._writing or (loaded is not None and self._is_younger(loaded)):
            self._compare(key, loaded)
        if loaded is None:
            return None
        if held is not None:
            held.keep(key, loaded)
        return loaded.obj

    def _is_younger(self, loaded: files.Loaded) -> bool:
        """Than the last commit: a reader asks the index only then whether somebody changed it by hand."""
        return self._stat is not None and loaded.stat.st_mtime_ns > self._stat.st_mtime_ns

    def load_many(self, keys: list[Key]) -> list[Obj | None]:
        if len(keys) < MANY or not gc.isenabled():
            return [self._load_listed(key) for key in keys]
        gc.disable()
        try:
            return [self._load_listed(key) for key in keys]
        finally:
            gc.enable()

    def _load_listed(self, key: Key) -> Obj | None:
        """In a list that is only read, a broken object is told of and left out; who writes has to know them all."""
        try:
            return self.load(key)
        except StateError as e:
            if self._writing:
                raise
            self._notice(str(e))
            return None

    def _load_event(self, key: Key) -> Obj | None:
        content = self._events.get(key.namespace)
        if content is None:
            row = self._ask(lambda index: index.row(key), lambda memory: None)
            if self._memory is not None:
                return self._memory.load(key)
            if row is None:
                return None
            from minikctl.storage import events

            obj = events.read_line(self._layout.events(key.namespace), row, key.name)
            if obj is not None:
                return obj
            content = self._all_events(key.namespace)
        line = content.lines.get(key.name)
        return line.obj if line else None

    def _all_events(self, namespace: str) -> events.Content:
        content = self._events.get(namespace)
        if content is None:
            from minikctl.storage import events

            content = self._events[namespace] = events.read(self._layout.events(namespace), decoder=self._decoder)
        return content

    @_told
    def lookup(self, index: str, value: str) -> list[Key]:
        if self._memory is not None:
            return self._memory.lookup(index, value)
        if index != "resource":
            return self._ask(lambda one: one.lookup(index, value), lambda one: one.lookup(index, value))
        resource, _, namespace = value.partition("/")
        if not keepable(namespace):
            return []
        if resource != EVENTS:
            return self._keys(resource, namespace)
        wanted = [namespace] if namespace else files.namespaces(self._layout, self._directories, EVENTS)
        return files.event_keys({n: self._all_events(n) for n in wanted})

    def _keys(self, resource: str, namespace: str) -> list[Key]:
        held = None if self._writing else self._held
        found = held.keys((resource, namespace)) if held is not None else None
        if found is None:
            found = files.keys(self._layout, self._directories, resource, namespace)
            if held is not None:
                held.keep_keys((resource, namespace), found)
        return found

    @_told
    def none(self, resource: str) -> bool:
        if self._memory is not None:
            return self._memory.none(resource)
        return fs.is_empty(self._layout.resource(resource))

    @_told
    def aggregate(self, name: str, value: str) -> tuple[int, ...]:
        if self._memory is not None:
            return self._memory.aggregate(name, value)
        return self._ask(lambda one: one.aggregate(name, value), lambda one: one.aggregate(name, value))

    @_told
    def due(self, until: int, limit: int = 0, after: int = -1) -> list[Entry]:
        if self._memory is not None:
            return self._memory.due(until, limit, after)
        first = self.head().next_due
        if first is None or first > until:
            return []
        return self._ask(lambda one: one.due(until, limit, after), lambda one: one.due(until, limit, after))

    @_told
    def entry(self, controller: str, key: str) -> Entry | None:
        if self._memory is not None:
            return self._memory.entry(controller, key)
        if self.head().next_due is None:
            return None
        return self._ask(lambda one: one.entry(controller, key), lambda one: one.entry(controller, key))

    def changes_since(self, revision: int) -> Iterator[Change]:
        if self._memory is not None:
            return self._memory.changes_since(revision)
        if not self._depth:
            self._load_cluster()
        return self._changes(revision)

    def _changes(self, revision: int) -> Iterator[Change]:
        known = self._cluster
        if known is None or revision >= known.head.revision:
            return
        start = self._start_of(revision)
        try:
            for record in self._log.records(start, known.position):
                if record.commit is not None:
                    yield from (change for change in record.commit.changes if change.revision > revision)
        except FileNotFoundError:  # dropped while we read
            raise gone(f"too old resource version: {revision} ({known.head.revision})") from None
        self._place_in_log = (known.head.revision, known.position)

    def _start_of(self, revision: int) -> Position:
        """A place in the log before every change after this revision."""
        if self._place_in_log[0] == revision and self._place_in_log[1].segment in self._log.segments():
            return self._place_in_log[1]
        oldest = None
        for number in reversed(self._log.segments()):
            oldest = self._log.base(number)
            if oldest is not None and oldest <= revision:
                return Position(number, 0)
        raise gone(f"too old resource version: {revision} ({oldest or 0})")

    # --- the index

    def _ask(self, question: Callable[[Index], T], instead: Callable[[MemoryBackend], T]) -> T:
        """Ask the index; a reader that finds it of no use reads the state into memory and has it mended later."""
        from minikctl.storage.index import Damaged

        try:
            return question(self._open_index())
        except Damaged:
            self._close_index()
            if self._writing:
                return question(self._new_index())
            return instead(self._into_memory())
        except OSError as e:
            if self._writing:
                raise StateError(files.trouble(e, self._layout.index_db)) from None
            return instead(self._into_memory())

    def _open_index(self) -> Index:
        from minikctl.storage import index

        if self._index is None:
            position = self._cluster.position if self._cluster else START
            self._index = index.open_checked(self._layout.index_db, position, writable=self._writing)
        if self._depth or self._writing:
            self._index.hold()
        return self._index

    def _renew_index(self) -> None:
        """Another process may have made a new one since the last read."""
        if self._index is not None:
            stat = fs.stat(self._layout.index_db)
            if stat is None or stat.st_ino != self._index.inode:
                self._close_index()

    def _new_index(self) -> Index:
        from minikctl.storage import recovery

        self._locks.publish()
        try:
            recovery.rebuild_from_log(self._place(), self._cluster)
        finally:
            self._locks.end()
        return self._open_index()

    def _into_memory(self) -> MemoryBackend:
        from minikctl.storage.recovery import into_memory

        self._mend = self._cluster is not None
        self._memory = into_memory(self._place(), self._cluster)
        return self._memory

    def _close_index(self) -> None:
        if self._index is not None:
            self._index.close()
        self._index = None

    def _place(self) -> Place:
        from minikctl.storage.recovery import Place

        return Place(self._layout, self._directories, self._log, self.notices)

    def _compare(self, key: Key, loaded: files.Loaded | None) -> None:
        """See whether somebody changed a file by hand."""
        if self._edits is None:
            from minikctl.storage.edits import Edits

            self._edits = Edits()
        row = self._ask(lambda index: index.row(key), lambda memory: None)
        if self._memory is None:
            self._notice(self._edits.compare(key, self._layout.object(key), row, loaded))

    def _notice(self, text: str) -> None:
        if text and text not in self.notices:
            self.notices.append(text)


def _limit() -> float:
    try:
        return float(os.environ["MINIKCTL_LOCK_TIMEOUT"])
    except (KeyError, ValueError):
        return DEFAULT_LIMIT


def _same(one: os.stat_result, other: os.stat_result) -> bool:
    return (one.st_ino, one.st_mtime_ns, one.st_size) == (other.st_ino, other.st_mtime_ns, other.st_size)
