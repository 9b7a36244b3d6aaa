"""One commit on its way to the disk: everything is prepared beside the state, then the log says that it is, then it
is put in its place.

    p = Publication(...);  p.prepare(commit, edited);  position = log.append(...);  p.seal(position, boot);  p.publish()

What can fail for want of space or permission fails before anything is visible, and is taken back by `discard`. A kill
after the log's line leaves work that recovery.py does again in the same way. Knows nothing of locks.
"""

from __future__ import annotations

import os
from time import time_ns
from zlib import crc32

from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage import cluster, events, fs
from minikctl.storage._base import Key
from minikctl.storage.encoding import compact_sorted, to_bytes
from minikctl.storage.layout import EVENTS
from minikctl.storage.lines import change_parts
from minikctl.storage.rows import NOWHERE, Row, Written, derived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.storage._base import Change, Commit, Head, Obj
    from minikctl.storage.cluster import Cluster, Position
    from minikctl.storage.encoding import Encoder
    from minikctl.storage.index import Index
    from minikctl.storage.layout import Directories, Layout


FEW = 64  # files for which the room is found out by writing them
CLOCK_TICK = 10_000_000  # ns: files' times lag the clock by up to a tick; cluster.json must be the youngest


class Publication:
    """again: after a kill, so that any part of it may have been done before; all parts can be done twice."""

    def __init__(
        self,
        layout: Layout,
        directories: Directories,
        index: Index,
        encoder: Encoder,
        before: Head,
        again: bool = False,
    ) -> None:
        self._layout = layout
        self._directories = directories
        self._index = index
        self._encoder = encoder
        self._again = again
        self.head = before
        self.cluster: Cluster | None = None
        self._count = 0
        self._moves: list[tuple[str, str]] = []  # (prepared file of events, its place)
        self._writes: list[tuple[str, list[str]]] = []  # (an object's file, its new content in pieces)
        self._stamp = time_ns() - CLOCK_TICK
        self._removals: list[str] = []
        self._made: set[Key] = set()  # what was not there before
        self._known: set[Key] = set()  # of this the index may know something, even so
        self._room = 0  # bytes of new files: found out while nothing has been said yet
        self._appends: list[events.Plan] = []
        self._position: Position | None = None
        self.visible = False  # from here on it cannot be taken back

    # --- before the log's line

    def prepare(self, commit: Commit, edited: list[Written]) -> list[tuple[str, str, str]]:
        """Write what will be needed; the parts of the log's line. Each change is let go when it is written, where the
        commit's are a list. edited: what else the index is to learn.
        """
        last = {change.key: number for number, change in enumerate(commit.changes)}
        self._known = {w.key for w in edited} | {c.key for c in commit.changes if c.obj is None}
        lines: list[tuple[str, str, str]] = []
        written = [w for w in edited if w.key not in last]
        happened: dict[str, list[events.Told]] = {}  # to events, by namespace
        for number, change in enumerate(_taken(commit)):
            key, obj, final = change.key, change.obj, last[change.key] == number
            if obj is not None and change.old is None:
                self._made.add(key)
            if not final:
                text = compact_sorted(obj) if obj is not None else "null"
            elif key.resource == EVENTS:
                text = compact_sorted(obj) if obj is not None else "null"
                told = events.Told(key.name, derived(key, obj) if obj else None, text, not self._is_new(key))
                happened.setdefault(key.namespace, []).append(told)
            elif obj is None:
                text = "null"
                self._removals.append(self._layout.object(key))
                written.append(Written(key, None, NOWHERE))
            else:
                whole, text = self._encoder.both(obj, key.resource)
                written.append(self._prepare_file(key, obj, whole))
            lines.append(change_parts(change, text))
        self._encoder.forget()
        if len(self._writes) > FEW and self._room:
            fs.reserve(f"{self._layout.tmp}/reserve", self._room)
        self.head = self.head._replace(**commit.head, revision=commit.revision)
        self._prepare_index(commit, written, happened)
        return lines

    def _is_new(self, key: Key) -> bool:
        """Whether the index surely has nothing of an object."""
        return key in self._made and key not in self._known and not self._again

    def _prepare_file(self, key: Key, obj: Obj, pieces: list[str]) -> Written:
        """Written in place, once the log has it: making a file beside the state and moving it costs three times as
        much, and dropped inodes make every later file dear.
        """
        path = self._layout.object(key)
        self._directories.make(path[: path.rindex("/")])
        self._writes.append((path, pieces))  # joined again when they are written: whole texts take three times the room
        data = to_bytes("".join(pieces))
        if key in self._made:
            self._room += len(data)
        return Written(key, derived(key, obj), Row(len(data), self._stamp, crc32(data)), self._is_new(key))

    def _tmp(self) -> str:
        self._count += 1
        return f"{self._layout.tmp}/{self._count}"

    def _prepare_index(self, commit: Commit, written: list[Written], happened: dict[str, list[events.Told]]) -> None:
        index = self._index
        index.begin()
        for namespace, changes in happened.items():
            written += self._prepare_events(namespace, changes)
        index.write(written)
        index.enqueue(commit.queue_put, commit.queue_drop)
        self.head = self.head._replace(next_due=index.next_due())

    def _prepare_events(self, namespace: str, changes: list[events.Told]) -> list[Written]:
        index = self._index
        path = self._layout.events(namespace)
        self._directories.make(path[: path.rindex("/")])
        size, dead = self._sound_events(namespace, path)
        rows: dict[str, Row] = {}
        for told in changes:
            if told.known:
                row = index.row(Key(EVENTS, namespace, told.name))
                if row is not None:
                    rows[told.name] = row
        plan = events.plan(path, namespace, size, dead, rows, changes)
        if events.worth_rewriting(plan):
            plan = events.rewritten(plan, namespace, index.rows(EVENTS, namespace))
            tmp = self._tmp()
            self._moves.append((tmp, path))
            fs.write_new(tmp, plan.data)
            index.place(plan.moved)
        elif plan.data:
            self._appends.append(plan)
        index.set_file(namespace, plan.size, plan.dead)
        return plan.written

    def _sound_events(self, namespace: str, path: str) -> tuple[int, int]:
        """(size, dead) of the file as it is; read anew where it is not as it was left."""
        index = self._index
        known = index.file(namespace) or (0, 0)
        stat = fs.stat(path)
        if not self._again and (stat.st_size if stat else 0) == known[0]:
            return known
        content = events.read(path)
        gone = [name for name in index.rows(EVENTS, namespace) if name not in content.lines]
        index.write([Written(Key(EVENTS, namespace, name), None, NOWHERE) for name in gone])
        index.write([events.written(Key(EVENTS, namespace, n), line) for n, line in content.lines.items()])
        return content.size, content.dead

    # --- after the log's line

    def seal(self, position: Position, boot: str) -> None:
        """Write the new cluster.json beside the old."""
        self._position = position
        self.cluster = cluster.Cluster(self.head, position, boot)
        fs.write_new(f"{self._layout.tmp}/cluster.json", cluster.encode(self.cluster))

    def publish(self) -> None:
        """Put everything in its place; nobody may be reading."""
        assert self._position is not None
        for plan in self._appends:
            events.append(plan)
        self._index.set_applied(self._position)
        self._index.commit()
        self.visible = True
        for tmp, path in self._moves:
            fs.replace(tmp, path)
        for path, pieces in self._writes:
            fs.overwrite(path, to_bytes("".join(pieces)), self._stamp)
        for path in self._removals:
            fs.unlink(path)
        fs.replace(f"{self._layout.tmp}/cluster.json", self._layout.cluster)
        self._drop_empty()

    def _drop_empty(self) -> None:
        """Namespaces come and go; their directories go with them."""
        for directory in {path[: path.rindex("/")] for path in self._removals}:
            try:
                os.rmdir(directory)
            except OSError:
                continue
            self._directories.forget()

    def discard(self) -> None:
        """Leave no trace, as far as the disk lets us."""
        self._index.rollback()
        for plan in self._appends:
            events.take_back(plan)
        for tmp in [*(tmp for tmp, _ in self._moves), f"{self._layout.tmp}/cluster.json"]:
            try:
                fs.unlink(tmp)
            except OSError:
                continue


def _taken(commit: Commit) -> Iterator[Change]:
    """The changes in order; a list of them is emptied, so that nothing is kept twice."""
    left = [*reversed(commit.changes)]
    if isinstance(commit.changes, list):
        commit.changes.clear()
    while left:
        yield left.pop()
