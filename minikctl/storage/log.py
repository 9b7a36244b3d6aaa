"""The change log: commits in order, one JSON line each with a checksum, in numbered segments that each begin with a
snapshot.

A commit is there once its line is synced. A snapshot holds the head and the work queue, so that with the objects'
files everything
else can be made again. Old segments are dropped once a window is full; what they said is then synced in the objects'
files.
Knows nothing of files of objects and of indexes.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from minikctl.core.errors import StateError
from minikctl.storage import fs
from minikctl.storage._base import Change, Commit, Entry, Key
from minikctl.storage.cluster import START, Position, head_fields
from minikctl.storage.encoding import compact, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minikctl.storage._base import Head, Obj
    from minikctl.storage.layout import Layout

SEGMENT_BYTES = 4 << 20
SEGMENT_COMMITS = 2000
WINDOW_SEGMENTS = 4  # kept beside the newest
WINDOW_BYTES = 64 << 20
_PIECE = 1 << 20
_SUM = ',"sum":"'
_BASE = b'{"snapshot":{"revision":'
_TAIL = len(_SUM) + 8 + 3  # ,"sum":"01234567"}\n


class Snapshot(NamedTuple):
    """The first line of a segment: the state's head and queue at its beginning."""

    head: Obj
    queue: list[Entry]


class Record(NamedTuple):
    """One line: a commit or a snapshot, and where it ends."""

    commit: Commit | None
    snapshot: Snapshot | None
    end: Position


class Log:
    """The segments of one state."""

    def __init__(self, layout: Layout) -> None:
        self._dir = layout.log

    def path(self, segment: int) -> str:
        return f"{self._dir}/{segment:06}.jsonl"

    def segments(self) -> list[int]:
        """Their numbers, in order."""
        found = [n[:-6] for n in fs.names(self._dir) if n.endswith(".jsonl")]
        return sorted(int(n) for n in found if n.isdigit())

    def end(self, position: Position) -> Position:
        """Where the log ends, for somebody who knows an earlier end: as cheap as two stats."""
        while True:
            later = fs.stat(self.path(position.segment + 1))
            if later is None:
                break
            position = Position(position.segment + 1, later.st_size)
        here = fs.stat(self.path(position.segment)) if position.segment else None
        return Position(position.segment, here.st_size) if here else START

    def size(self, segment: int) -> int:
        stat = fs.stat(self.path(segment))
        return stat.st_size if stat else 0

    def base(self, segment: int) -> int | None:
        """The revision that a segment begins with."""
        fd = fs.open_read(self.path(segment))
        try:
            start = fs.read_at(fd, 64, 0)
        finally:
            os.close(fd)
        number = start[len(_BASE) :].partition(b",")[0]
        return int(number) if start.startswith(_BASE) and number.isdigit() else None

    def is_full(self, position: Position) -> bool:
        """Whether it is time for a new segment: a snapshot is no more than a third of what is written."""
        if position.size < SEGMENT_BYTES:
            return False
        with open(fs.open_read(self.path(position.segment)), "rb") as file:
            return position.size >= 3 * len(file.readline())

    # --- writing

    def append(self, position: Position, line: Iterable[bytes]) -> Position:
        """Write a line at the end and sync it; on an error the log is as before."""
        fd = fs.open_append(self.path(position.segment))
        try:
            size = position.size
            try:
                for piece in line:
                    fs.write(fd, piece)
                    size += len(piece)
                fs.sync(fd)
            except OSError:
                self._cut(fd, position)
                raise
        finally:
            os.close(fd)
        return Position(position.segment, size)

    def cut(self, position: Position) -> None:
        """Let the log end here."""
        for segment in self.segments():
            if segment > position.segment:
                fs.unlink(self.path(segment))
        if position.segment:
            fd = fs.open_append(self.path(position.segment))
            try:
                self._cut(fd, position)
            finally:
                os.close(fd)

    @staticmethod
    def _cut(fd: int, position: Position) -> None:
        fs.truncate(fd, position.size)
        fs.sync(fd)

    def start_segment(self, number: int, head: Head, queue: list[Entry]) -> Position:
        """A new segment with its snapshot."""
        path, size = self.path(number), 0
        fd = fs.open_append(path, create=True)
        try:
            fs.truncate(fd, 0)
            for piece in snapshot_line(head, queue):
                fs.write(fd, piece)
                size += len(piece)
            fs.sync(fd)
        except OSError:
            fs.unlink(path)
            raise
        finally:
            os.close(fd)
        fs.sync_dir(self._dir)
        return Position(number, size)

    def surplus(self) -> list[int]:
        """Segments beyond the window, for when a new one was begun."""
        numbers = self.segments()
        keep = numbers[-1 - WINDOW_SEGMENTS :]
        while len(keep) > 2 and sum(map(self.size, keep[:-1])) > WINDOW_BYTES:
            del keep[0]
        return [n for n in numbers if n < keep[0]] if keep else []

    def drop(self, segments: list[int]) -> None:
        for number in segments:
            fs.unlink(self.path(number))

    # --- reading

    def records(self, start: Position, end: Position | None = None) -> Iterator[Record]:
        """Lines from a position on. A torn line at the very end is left out; a broken one elsewhere is a StateError."""
        number, offset = start
        numbers = [n for n in self.segments() if n >= number and (end is None or n <= end.segment)]
        for number in numbers:
            until = end.size if end is not None and end.segment == number else None
            yield from self._segment(number, offset, until, last=number == numbers[-1])
            offset = 0

    def _segment(self, number: int, offset: int, until: int | None, last: bool) -> Iterator[Record]:
        with open(fs.open_read(self.path(number)), "rb") as file:
            file.seek(offset)
            for line in file:
                if until is not None and offset >= until:
                    return
                record = _parse(line, Position(number, offset + len(line)))
                if record is None:
                    if last and not file.read(1):
                        return  # torn: nobody was told of it
                    at = f"{self.path(number)}: broken at byte {offset}"
                    raise StateError(f"{at}: restore it from a copy, or go on without it by 'minikctl sim repair'")
                yield record
                offset += len(line)


def commit_line(commit: Commit, texts: list[str]) -> Iterator[bytes]:
    """The bytes of a line, in pieces. texts: the compact form of each change's obj ("null" for a removal)."""
    return _summed(_commit_parts(commit, texts))


def _commit_parts(commit: Commit, texts: list[str]) -> Iterator[str]:
    yield f'{{"revision":{commit.revision},"time":{commit.time},"changes":['
    comma = ""
    for change, text in zip(commit.changes, texts):
        old: object = change.old
        if change.obj is not None and change.old is not None:
            old = undo(change.obj, change.old)
        yield f"{comma}[{compact([*change.key])},{change.revision},{text},{compact(old)}]"
        comma = ","
    drop = compact([[*name] for name in commit.queue_drop])
    yield f'],"queue":[{_queue(commit.queue_put)},{drop}],"head":{compact(commit.head)}'


def snapshot_line(head: Head, queue: list[Entry]) -> Iterator[bytes]:
    return _summed(iter([f'{{"snapshot":{compact(head_fields(head))},"queue":{_queue(queue)}']))


def _queue(entries: Iterable[Entry]) -> str:
    return compact([[e.due, e.controller, e.key, e.memo] for e in entries])


def _summed(parts: Iterator[str]) -> Iterator[bytes]:
    """Pieces of about a megabyte, with the checksum of all at the end."""
    some: list[str] = []
    size = total = 0
    for part in parts:
        some.append(part)
        size += len(part)
        if size >= _PIECE:
            piece = to_bytes("".join(some))
            total = crc32(piece, total)
            yield piece
            some, size = [], 0
    last = to_bytes("".join(some))
    total = crc32(last, total)
    yield last + f'{_SUM}{total:08x}"}}\n'.encode()


def _parse(line: bytes, end: Position) -> Record | None:
    """None for a line that is not whole."""
    if not line.endswith(b'"}\n') or line[-_TAIL : -_TAIL + len(_SUM)] != _SUM.encode():
        return None
    if f"{crc32(memoryview(line)[:-_TAIL]):08x}".encode() != line[-11:-3]:
        return None
    fields = json.loads(line)
    if "snapshot" in fields:
        return Record(None, Snapshot(fields["snapshot"], [Entry(*e) for e in fields["queue"]]), end)
    put, drop = fields["queue"]
    return Record(
        Commit(
            fields["revision"],
            fields["time"],
            tuple(_change(c) for c in fields["changes"]),
            tuple(Entry(*e) for e in put),
            tuple((c, k) for c, k in drop),
            fields["head"],
        ),
        None,
        end,
    )


def _change(fields: list[Any]) -> Change:
    key, revision, obj, old = fields
    if obj is not None and old is not None:
        old = redo(obj, old)
    return Change(Key(*key), obj, old, revision)


def undo(new: Obj, old: Obj) -> list[list[Any]]:
    """What makes the old object of the new one, by fields of the top two levels: [name, value] or [section, name,
    value] sets, a value left out drops.
    """
    steps: list[list[Any]] = []
    for name in sorted(new.keys() | old.keys()):
        if name not in old:
            steps.append(["-", name])
            continue
        before, after = old[name], new.get(name)
        if type(before) is dict and type(after) is dict:
            for inner in sorted(before.keys() | after.keys()):
                if inner not in before:
                    steps.append(["-", name, inner])
                elif inner not in after or before[inner] != after[inner]:
                    steps.append(["=", name, inner, before[inner]])
        elif name not in new or before != after:
            steps.append(["=", name, before])
    return steps


def redo(new: Obj, steps: list[list[Any]]) -> Obj:
    """The old object, from the new one and the steps of `undo`."""
    old = dict(new)
    copied: set[str] = set()
    for step in steps:
        name = step[1]
        if len(step) == 2:
            del old[name]
        elif step[0] == "=" and len(step) == 3:
            old[name] = step[2]
        else:
            if name not in copied:
                old[name] = dict(old[name])
                copied.add(name)
            if step[0] == "-":
                del old[name][step[2]]
            else:
                old[name][step[2]] = step[3]
    return old
