"""What a process that reads again and again holds of a state, so that it need not read the files for every question.

The log tells of all that minikctl writes: this process' own commits take out what they change, another's everything.
Files that a hand has changed are looked for by their stat, once a second. Only for reading: who writes reads the files.
"""

from __future__ import annotations

from time import monotonic

from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import os

    from minikctl.storage._base import Commit, Key, Obj
    from minikctl.storage.cluster import Cluster
    from minikctl.storage.files import Loaded

MOST = 32 * 1024 * 1024  # bytes of files; what is larger is read each time
Place = tuple[str, str]  # a resource and a namespace, "" for all
Touched = tuple["Key", bool]  # what a commit changes, and whether it came or went


class _One(NamedTuple):
    obj: Obj
    stamp: tuple[int, int, int]  # of its file: inode, time, size
    second: int  # in which that was seen


class Held:
    """Objects and lists of keys as of one commit."""

    def __init__(self) -> None:
        self._at: Cluster | None = None
        self._objects: dict[Key, _One] = {}
        self._keys: dict[Place, tuple[int, list[Key]]] = {}
        self._size = 0
        self._second = 0

    def begin(self, cluster: Cluster | None) -> None:
        """A read or write of the state as of this commit begins."""
        self._second = int(monotonic())
        if cluster != self._at:
            self.forget()
        self._at = cluster

    def forget(self) -> None:
        self._at = None
        self._objects.clear()
        self._keys.clear()
        self._size = 0

    def touched(self, commit: Commit) -> list[Touched]:
        """What `committed` has to know of a commit: it lets go of its changes as it is written."""
        return [(change.key, change.obj is None or change.old is None) for change in commit.changes]

    def committed(self, touched: list[Touched], cluster: Cluster) -> None:
        """This process has written it."""
        for key, moved in touched:
            self._drop(key)
            if moved:
                for namespace in (key.namespace, ""):
                    self._keys.pop((key.resource, namespace), None)
        self._at = cluster

    def _drop(self, key: Key) -> None:
        one = self._objects.pop(key, None)
        if one is not None:
            self._size -= one.stamp[2]

    # --- objects

    def fresh(self, key: Key) -> Obj | None:
        """An object that has been looked at in this second."""
        one = self._objects.get(key)
        return one.obj if one is not None and one.second == self._second else None

    def has(self, key: Key) -> bool:
        return key in self._objects

    def still(self, key: Key, stat: os.stat_result | None) -> Obj | None:
        """An object whose file is the one that was read."""
        one = self._objects[key]
        if stat is None or _stamp(stat) != one.stamp:
            self._drop(key)
            return None
        self._objects[key] = one._replace(second=self._second)
        return one.obj

    def keep(self, key: Key, loaded: Loaded) -> None:
        stamp = _stamp(loaded.stat)
        if self._size + stamp[2] <= MOST:
            self._drop(key)
            self._objects[key] = _One(loaded.obj, stamp, self._second)
            self._size += stamp[2]

    # --- lists of keys

    def keys(self, place: Place) -> list[Key] | None:
        second, keys = self._keys.get(place, (-1, None))
        return keys if second == self._second else None

    def keep_keys(self, place: Place, keys: list[Key]) -> None:
        self._keys[place] = self._second, keys


def _stamp(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_ino, stat.st_mtime_ns, stat.st_size
