"""The lines of the change log: commits and snapshots as JSON with a checksum, and back. Pure."""

from __future__ import annotations

from zlib import crc32

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.storage._base import Change, Commit, Entry, Key
from minikctl.storage.cluster import head_fields
from minikctl.storage.encoding import compact, loads, to_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minikctl.storage._base import Head, Obj
    from minikctl.storage.cluster import Position

_PIECE = 1 << 20
_SUM = ',"sum":"'
BASE = b'{"snapshot":{"revision":'
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


def change_parts(change: Change, text: str) -> tuple[str, str, str]:
    """One change as a commit's line has it, in pieces. text: its obj, compact ("null" for a removal); not copied."""
    old: object = change.old
    if change.obj is not None and change.old is not None:
        old = undo(change.obj, change.old)
    return f"[{compact([*change.key])},{change.revision},", text, f",{compact(old)}]"


def commit_line(commit: Commit, changes: list[tuple[str, str, str]]) -> Iterator[bytes]:
    """The bytes of a line, in pieces. changes: their parts; the commit need not have them any more."""
    return _summed(_commit_parts(commit, changes))


def _commit_parts(commit: Commit, changes: list[tuple[str, str, str]]) -> Iterator[str]:
    yield f'{{"revision":{commit.revision},"time":{commit.time},"changes":['
    comma = ""
    for before, text, after in changes:
        yield comma + before
        yield text
        yield after
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


def parse(line: bytes, end: Position) -> Record | None:
    """None for a line that is not whole."""
    if not line.endswith(b'"}\n') or line[-_TAIL : -_TAIL + len(_SUM)] != _SUM.encode():
        return None
    if f"{crc32(memoryview(line)[:-_TAIL]):08x}".encode() != line[-11:-3]:
        return None
    fields = loads(line)
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
