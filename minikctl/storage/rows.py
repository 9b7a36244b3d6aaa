"""What goes into the index: an object and where it lies. Values only."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from minikctl.storage._base import Key, Obj


class Row(NamedTuple):
    """What the index knows of an object's file (stamp: mtime in ns; sum: crc32) or event's line (stamp: offset)."""

    size: int
    stamp: int
    sum: int


class Written(NamedTuple):
    """One object as it now is (obj None: removed) and where it lies. new: the index certainly has nothing of it."""

    key: Key
    obj: Obj | None
    row: Row
    new: bool = False


NOWHERE = Row(0, 0, 0)
