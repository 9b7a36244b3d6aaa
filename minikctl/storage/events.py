"""The events of each namespace in one file of JSON lines: a later line of a name replaces an earlier, {"deleted":
NAME} removes.

Events are many and short-lived, so they are appended and the file is written anew when most of it is dead. Lines are
found by offsets that the index keeps. Knows nothing of what events say.
"""

from __future__ import annotations

import os

from minikctl.core.errors import StateError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.storage import fs
from minikctl.storage._base import Key
from minikctl.storage.cluster import reason
from minikctl.storage.encoding import compact, loads
from minikctl.storage.layout import EVENTS
from minikctl.storage.rows import NOWHERE, Row, Written, derived

if TYPE_CHECKING:
    from minikctl.storage._base import Obj
    from minikctl.storage.encoding import Decoder
    from minikctl.storage.rows import Derived

SPARE = 256 << 10  # dead bytes that are never worth a rewrite
_DELETED = b'{"deleted":'


class Line(NamedTuple):
    """An event and where it lies."""

    obj: Obj
    row: Row


class Told(NamedTuple):
    """What a commit says of one event. derived None: it is removed. known: the index may have something of it."""

    name: str
    derived: Derived | None
    text: str
    known: bool


class Content(NamedTuple):
    """A file as it was read: what lives, up to which byte it is whole, how much is dead."""

    lines: dict[str, Line]
    size: int
    dead: int


class Plan(NamedTuple):
    """What one commit does to a namespace's file: append `data` at byte `base`, or make it anew of `data` where it is
    rewritten.
    """

    path: str
    data: bytes
    base: int
    size: int
    dead: int
    written: list[Written]  # changed events
    moved: list[tuple[Key, Row]]  # others that lie elsewhere now


def read(path: str, tolerant: bool = False, decoder: Decoder | None = None) -> Content:
    """The whole file; nothing where there is none. A last line without its end is left out. Raises StateError for a
    line
    that is no event, unless tolerant, which leaves it out, too.
    """
    try:
        data, _ = fs.read(path)
    except FileNotFoundError:
        return Content({}, 0, 0)
    lines: dict[str, Line] = {}
    offset = live = 0
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        if not line.endswith(b"\n"):
            break
        try:
            fields = loads(line) if decoder is None else decoder.object(line[:-1], EVENTS, brief=True)
            name = fields["deleted"] if line.startswith(_DELETED) else fields["metadata"]["name"]
        except (ValueError, KeyError, TypeError, RecursionError) as e:
            if tolerant:
                offset += len(line)
                continue
            advice = f"correct it, or restore what the log has with 'minikctl sim repair {path}'"
            raise StateError(f"{path}: line {number}: {reason(e)}: {advice}") from None
        old = lines.pop(name, None)
        live -= old.row.size if old else 0
        if not line.startswith(_DELETED):
            lines[name] = Line(fields, Row(len(line), offset, 0))
            live += len(line)
        offset += len(line)
    return Content(lines, offset, offset - live)


def read_line(path: str, row: Row, name: str) -> Obj | None:
    """The event at a place; None where something else is there."""
    try:
        fd = fs.open_read(path)
    except FileNotFoundError:
        return None
    try:
        obj: Obj = loads(fs.read_at(fd, row.size, row.stamp))
        return obj if obj["metadata"]["name"] == name else None
    except (ValueError, KeyError, TypeError):
        return None
    finally:
        os.close(fd)


def written(key: Key, line: Line, new: bool = False) -> Written:
    """An event as the index is to know it."""
    return Written(key, derived(key, line.obj), line.row, new)


def plan(path: str, namespace: str, size: int, dead: int, rows: dict[str, Row], changes: list[Told]) -> Plan:
    """rows: of the events that are there and concerned, by name. changes: each name once."""
    data = bytearray()
    written: list[Written] = []
    at = size
    for name, new, text, _ in changes:
        key = Key(EVENTS, namespace, name)
        old = rows.get(name)
        line = (text if new is not None else compact({"deleted": name})).encode("utf-8", "backslashreplace") + b"\n"
        if new is None and old is None:
            continue
        dead += (old.size if old else 0) + (len(line) if new is None else 0)
        written.append(Written(key, new, NOWHERE if new is None else Row(len(line), at, 0), old is None))
        data += line
        at += len(line)
    return Plan(path, bytes(data), size, at, dead, written, [])


def worth_rewriting(planned: Plan) -> bool:
    return planned.dead > SPARE and planned.dead * 2 > planned.size


def rewritten(planned: Plan, namespace: str, rows: dict[str, Row]) -> Plan:
    """The same with the file made anew. rows: of every event that was there before, by name."""
    try:
        old, _ = fs.read(planned.path)
    except FileNotFoundError:
        old = b""
    changed = {w.key.name for w in planned.written}
    pieces: list[bytes] = []
    moved: list[tuple[Key, Row]] = []
    at = 0
    for name, row in rows.items():
        if name not in changed:
            pieces.append(old[row.stamp : row.stamp + row.size])
            moved.append((Key(EVENTS, namespace, name), Row(row.size, at, 0)))
            at += row.size
    written: list[Written] = []
    for one in planned.written:
        if one.derived is not None:
            start = one.row.stamp - planned.base
            pieces.append(planned.data[start : start + one.row.size])
            one = one._replace(row=Row(one.row.size, at, 0))
            at += one.row.size
        written.append(one)
    return Plan(planned.path, b"".join(pieces), 0, at, 0, written, moved)


def append(planned: Plan) -> None:
    fd = fs.open_append(planned.path, create=True)
    try:
        if os.fstat(fd).st_size != planned.base:
            fs.truncate(fd, planned.base)  # what a killed process left
        fs.write(fd, planned.data)
    finally:
        os.close(fd)


def take_back(planned: Plan) -> None:
    """Undo an append, as far as the disk lets us: the next reads of the index find out what is left."""
    try:
        fd = fs.open_append(planned.path)
    except OSError:
        return
    try:
        if os.fstat(fd).st_size > planned.base:
            fs.truncate(fd, planned.base)
    except OSError:
        pass
    finally:
        os.close(fd)
