"""The change log: commits in order, one JSON line each with a checksum, in numbered segments that each begin with a
snapshot.

A commit is there once its line is synced. A snapshot holds the head and the work queue, so that with the objects'
files everything else can be made again. Old segments are dropped once a window is full; what they said is then synced
in the objects' files. Knows nothing of files of objects and of indexes.
"""

from __future__ import annotations

import os

from minikctl.core.errors import StateError
from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage import fs
from minikctl.storage.cluster import START, Position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minikctl.storage._base import Entry, Head
    from minikctl.storage.layout import Layout
    from minikctl.storage.lines import Record

SEGMENT_BYTES = 4 << 20
WINDOW_SEGMENTS = 4  # kept beside the newest
WINDOW_BYTES = 64 << 20


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
        from minikctl.storage.lines import BASE

        number = start[len(BASE) :].partition(b",")[0]
        return int(number) if start.startswith(BASE) and number.isdigit() else None

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
        from minikctl.storage.lines import snapshot_line

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
        from minikctl.storage.lines import parse

        with open(fs.open_read(self.path(number)), "rb") as file:
            file.seek(offset)
            for line in file:
                if until is not None and offset >= until:
                    return
                record = parse(line, Position(number, offset + len(line)))
                if record is None:
                    if last and not file.read(1):
                        return  # torn: nobody was told of it
                    at = f"{self.path(number)}: broken at byte {offset}"
                    raise StateError(f"{at}: restore it from a copy, or go on without it by 'minikctl sim repair'")
                yield record
                offset += len(line)
