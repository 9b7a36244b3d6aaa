"""What goes into the index: what finds an object, what it adds to sums, and where it lies. Values only."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.storage.indexing import aggregates, index_values

if TYPE_CHECKING:
    from minikctl.storage._base import Key, Obj


class Row(NamedTuple):
    """What the index knows of an object's file (stamp: mtime in ns; sum: crc32) or event's line (stamp: offset)."""

    size: int
    stamp: int
    sum: int


class Derived(NamedTuple):
    """What the index keeps beside an object, so that it can take it back: its buckets, and what it adds to sums."""

    found: str  # a bucket a line
    adds: str  # a bucket, a tab and numbers a line


class Written(NamedTuple):
    """One object as it now is (derived None: removed) and where it lies. new: the index certainly has nothing of it."""

    key: Key
    derived: Derived | None
    row: Row
    new: bool = False


def derived(key: Key, obj: Obj) -> Derived:
    values = [f"{index}/{value}" for index, value in index_values(key, obj) if index != "resource"]
    found = "\n".join(values)
    if not found.isascii() or found.count("\n") >= len(values):
        found = "\n".join([_plain(value) for value in values])
    adds = "\n".join([f"{bucket(n, v)}\t{' '.join(map(str, s))}" for n, v, s in aggregates(key, obj)])
    return Derived(found, adds)


def bucket(index: str, value: str) -> str:
    """The name of an index value or of a sum in the index."""
    return _plain(f"{index}/{value}")


def _plain(text: str) -> str:
    """On one line, in ASCII."""
    if "\n" in text:
        text = text.replace("\n", " ")
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


NOWHERE = Row(0, 0, 0)
