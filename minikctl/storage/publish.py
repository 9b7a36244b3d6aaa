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
from minikctl.storage.rows import NOWHERE, Row, Written

if TYPE_CHECKING:
    from minikctl.storage._base import Change, Commit, Head
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
        self._writes: list[tuple[str, bytes]] = []  # (an object's file, its new content)
        self._stamp = time_ns() - CLOCK_TICK
        self._removals: list[str] = []
        self._appends: list[events.Plan] = []
        self._position: Position | None = None
        self.visible = False  # from here on it cannot be taken back

    # --- before the log's line

    def prepare(self, commit: Commit, edited: list[Written]) -> list[str]:
        """Write what will be needed; the compact texts of the changes. edited: what else the index is to learn."""
        last = {change.key: number for number, change in enumerate(commit.changes)}
        texts: list[str] = []
        written = [w for w in edited if w.key not in last]
        happened: dict[str, list[tuple[Change, str]]] = {}  # to events, by namespace
        for number, change in enumerate(commit.changes):
            key, final = change.key, last[change.key] == number
            if change.obj is None:
                text = "null"
                if final and key.resource != EVENTS:
                    self._removals.append(self._layout.object(key))
                    written.append(Written(key, None, NOWHERE))
            elif final and key.resource != EVENTS:
                whole, text = self._encoder.both(change.obj, key.resource)
                row = self._prepare_file(self._layout.object(key), to_bytes(whole))
                written.append(Written(key, change.obj, row))
            else:
                text = compact_sorted(change.obj)
            if final and key.resource == EVENTS:
                happened.setdefault(key.namespace, []).append((change, text))
            texts.append(text)
        self._encoder.forget()
        self._reserve()
        self.head = self.head._replace(**commit.head, revision=commit.revision)
        self._prepare_index(commit, written, happened)
        return texts

    def _prepare_file(self, path: str, data: bytes) -> Row:
        """Written in place, once the log has it: making a file beside the state and moving it costs three times as
        much, and dropped inodes make every later file dear.
        """
        self._directories.make(path[: path.rindex("/")])
        self._writes.append((path, data))
        return Row(len(data), self._stamp, crc32(data))

    def _reserve(self) -> None:
        """Find out whether there is room for much that is new while nothing has been said yet."""
        new = sum(len(data) for path, data in self._writes if fs.stat(path) is None) if len(self._writes) > FEW else 0
        if new:
            fs.reserve(f"{self._layout.tmp}/reserve", new)

    def _tmp(self) -> str:
        self._count += 1
        return f"{self._layout.tmp}/{self._count}"

    def _prepare_index(
        self, commit: Commit, written: list[Written], happened: dict[str, list[tuple[Change, str]]]
    ) -> None:
        index = self._index
        index.begin()
        for namespace, changes in happened.items():
            written += self._prepare_events(namespace, changes)
        index.write(written)
        index.enqueue(commit.queue_put, commit.queue_drop)
        self.head = self.head._replace(next_due=index.next_due())

    def _prepare_events(self, namespace: str, changes: list[tuple[Change, str]]) -> list[Written]:
        index = self._index
        path = self._layout.events(namespace)
        self._directories.make(path[: path.rindex("/")])
        size, dead = self._sound_events(namespace, path)
        rows: dict[str, Row] = {}
        for change, _ in changes:
            if change.old is not None or self._again:
                row = index.row(change.key)
                if row is not None:
                    rows[change.key.name] = row
        plan = events.plan(path, namespace, size, dead, rows, [(c.key.name, c.obj, text) for c, text in changes])
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
        index.write([Written(Key(EVENTS, namespace, n), line.obj, line.row) for n, line in content.lines.items()])
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
        for path, data in self._writes:
            fs.overwrite(path, data, self._stamp)
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
