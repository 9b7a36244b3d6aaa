"""The derived index of a state, in SQLite: which objects there are and what their files looked like, what finds them,
sums, the work queue.

Everything in it can be made again from the objects' files and the log, so nothing here is ever synced: the process may
be killed at any time (SQLite rolls back), and after a loss of power it is rebuilt. Knows what indexing.py derives,
nothing else of objects.
"""

from __future__ import annotations

import errno

from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage import fs
from minikctl.storage._base import Entry, Key
from minikctl.storage._sqlite import sqlite
from minikctl.storage.cluster import Position
from minikctl.storage.encoding import compact, loads
from minikctl.storage.rows import Row, Written, bucket

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any


VERSION = 2  # another one is made anew
_SCHEMA = """
create table meta(name text primary key, value text) without rowid;
create table objects(k text primary key, size int, stamp int, sum int, found text, adds text) without rowid;
create table buckets(v text, k text, primary key(v, k)) without rowid;
create table sums(v text primary key, sums text) without rowid;
create table files(namespace text primary key, size int, dead int) without rowid;
create table queue(controller text, key text, due int, memo text, primary key(controller, key)) without rowid;
create index queue_due on queue(due, controller, key);
"""
_ENTRY = "due, controller, key, memo"
_SETTINGS = "pragma journal_mode=truncate; pragma synchronous=off; pragma cache_spill=off; pragma temp_store=memory;"
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_SCHEMA", "SQLITE_MISMATCH", "SQLITE_CONSTRAINT")
_ERRNO = {
    "SQLITE_FULL": errno.ENOSPC,
    "SQLITE_READONLY": errno.EROFS,
    "SQLITE_CANTOPEN": errno.EACCES,
    "SQLITE_PERM": errno.EACCES,
    "SQLITE_BUSY": errno.EBUSY,
}


class Damaged(Exception):
    """The index is of no use: rebuild it."""


def text_key(key: Key) -> str:
    return f"{key[0]}/{key[1]}/{key[2]}"


def _key(text: str) -> Key:
    resource, namespace, name = text.split("/", 2)
    return Key(resource, namespace, name)


class Index:
    """An open index. Errors: Damaged, or OSError for what the file system says."""

    def __init__(self, path: str, writable: bool, create: bool = False) -> None:
        self.path = path
        stat = fs.stat(path)
        if stat is None and not create:
            raise Damaged("missing")
        if stat is not None and stat.st_mode & 0o170000 != 0o100000:
            raise OSError(errno.ELOOP, "not a regular file", path)
        if stat is None:
            stat = fs.write_new(path, b"")  # made by us, so that it is private
        self.inode = stat.st_ino
        mode = "rw" if writable else "ro"
        place = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        self._db = self._do(
            lambda: sqlite.connect(f"file:{place}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False)
        )
        if writable:
            self._do(lambda: self._db.executescript(_SETTINGS))
        if create:
            self._do(lambda: self._db.executescript(_SCHEMA))

    def _do(self, what: Callable[[], Any]) -> Any:
        try:
            return what()
        except sqlite.Error as e:
            name = getattr(e, "sqlite_errorname", "SQLITE_ERROR")
            base = "_".join(name.split("_")[:2])
            if base in _DAMAGED:
                raise Damaged(str(e)) from None
            raise OSError(_ERRNO.get(base, errno.EIO), str(e), self.path) from None

    def _all(self, query: str, *values: object) -> list[Any]:
        found: list[Any] = self._do(lambda: self._db.execute(query, values).fetchall())
        return found

    def close(self) -> None:
        self._db.close()

    def hold(self) -> None:
        """Read it as it is until commit or rollback: else SQLite locks the file anew for every question."""
        if not self._db.in_transaction:
            self._do(lambda: self._db.execute("begin"))

    # --- reading

    def applied(self) -> Position:
        """How much of the log is in here."""
        found = dict(self._all("select name, value from meta"))
        if found.get("version") != str(VERSION):
            raise Damaged("another version")
        return Position(*loads(found["applied"]))

    def lookup(self, index: str, value: str) -> list[Key]:
        """Sorted by (namespace, name, resource)."""
        keys = [_key(k) for (k,) in self._all("select k from buckets where v = ? order by k", bucket(index, value))]
        keys.sort(key=lambda k: (k[1], k[2], k[0]))
        return keys

    def aggregate(self, name: str, value: str) -> tuple[int, ...]:
        found = self._all("select sums from sums where v = ?", bucket(name, value))
        return tuple(loads(found[0][0])) if found else ()

    def due(self, until: int, limit: int, after: int) -> list[Entry]:
        query = f"select {_ENTRY} from queue where due > ? and due <= ? order by due, controller, key limit ?"
        return [_entry(row) for row in self._all(query, after, until, limit or -1)]

    def entry(self, controller: str, key: str) -> Entry | None:
        query = f"select {_ENTRY} from queue where controller = ? and key = ?"
        found = self._all(query, controller, key)
        return _entry(found[0]) if found else None

    def queue(self) -> list[Entry]:
        """All of it."""
        return [_entry(row) for row in self._all(f"select {_ENTRY} from queue order by controller, key")]

    def next_due(self) -> int | None:
        due: int | None = self._all("select min(due) from queue")[0][0]
        return due

    def row(self, key: Key) -> Row | None:
        found = self._all("select size, stamp, sum from objects where k = ?", text_key(key))
        return Row(*found[0]) if found else None

    def rows(self, resource: str, namespace: str) -> dict[str, Row]:
        """Of all objects of a resource in a namespace, by name."""
        start = f"{resource}/{namespace}/"
        query = "select k, size, stamp, sum from objects where k >= ? and k < ?"
        found = self._all(query, start, start[:-1] + "0")  # "0" follows "/"
        return {k[len(start) :]: Row(size, stamp, sum_) for k, size, stamp, sum_ in found}

    def file(self, namespace: str) -> tuple[int, int] | None:
        """(size, bytes no longer needed) of the events' file of a namespace."""
        found = self._all("select size, dead from files where namespace = ?", namespace)
        return (found[0][0], found[0][1]) if found else None

    # --- writing: begin, any of these, then commit or rollback

    def begin(self) -> None:
        if not self._db.in_transaction:
            self._do(lambda: self._db.execute("begin immediate"))

    def commit(self) -> None:
        fs.point(writes=True)
        self._do(lambda: self._db.execute("commit"))

    def rollback(self) -> None:
        if self._db.in_transaction:
            self._do(lambda: self._db.execute("rollback"))

    def _many(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        self._do(lambda: self._db.executemany(statement, rows))

    def set_applied(self, position: Position) -> None:
        rows = [("version", str(VERSION)), ("applied", compact([*position]))]
        self._many("insert or replace into meta values(?, ?)", rows)

    def move(self, position: Position) -> None:
        """It is the index of this position, too."""
        self.begin()
        self.set_applied(position)
        self.commit()

    def set_file(self, namespace: str, size: int, dead: int) -> None:
        self._many("insert or replace into files values(?, ?, ?)", [(namespace, size, dead)])

    def place(self, keys_rows: Iterable[tuple[Key, Row]]) -> None:
        """Objects that are as they were but lie elsewhere."""
        self._many(
            "update objects set size = ?, stamp = ?, sum = ? where k = ?", ((*row, text_key(k)) for k, row in keys_rows)
        )

    def write(self, written: Iterable[Written]) -> None:
        """Take in objects as they now are, each key at most once."""
        objects: list[tuple[object, ...]] = []
        gone: list[tuple[str]] = []
        plus: list[tuple[str, str]] = []
        minus: list[tuple[str, str]] = []
        sums: dict[str, list[int]] = {}
        for key, derived, row, new in written:
            k = text_key(key)
            before = None if new else self._derived_before(k)
            found, adds = derived or ("", "")
            if derived is not None:
                objects.append((k, *row, found, adds))
            elif before is not None:
                gone.append((k,))
            old_found, old_adds = before or ("", "")
            if found != old_found:
                new_set, old_set = set(_lines(found)), set(_lines(old_found))
                plus += [(v, k) for v in new_set - old_set]
                minus += [(v, k) for v in old_set - new_set]
            if adds != old_adds:
                _add(sums, adds, 1)
                _add(sums, old_adds, -1)
        self._many("delete from objects where k = ?", gone)
        self._many("insert or replace into objects values(?, ?, ?, ?, ?, ?)", objects)
        self._many("delete from buckets where v = ? and k = ?", minus)
        plus.sort()
        self._many("insert or ignore into buckets values(?, ?)", plus)
        for name, delta in sums.items():
            self._sum(name, delta)

    def _derived_before(self, k: str) -> tuple[str, str] | None:
        query = "select found, adds from objects where k = ?"
        found: tuple[str, str] | None = self._do(lambda: self._db.execute(query, (k,)).fetchone())
        return found

    def _sum(self, name: str, delta: list[int]) -> None:
        found = self._all("select sums from sums where v = ?", name)
        before = loads(found[0][0]) if found else [0] * len(delta)
        total = [a + b for a, b in zip(before, delta)]
        if any(total):
            self._many("insert or replace into sums values(?, ?)", [(name, compact(total))])
        else:
            self._many("delete from sums where v = ?", [(name,)])

    def enqueue(self, put: Iterable[Entry], drop: Iterable[tuple[str, str]]) -> None:
        self._many("delete from queue where controller = ? and key = ?", drop)
        rows = ((e.controller, e.key, e.due, None if e.memo is None else compact(e.memo)) for e in put)
        self._many("insert or replace into queue values(?, ?, ?, ?)", rows)


def open_checked(path: str, position: Position, writable: bool) -> Index:
    """Raises Damaged where it is not the index of this position."""
    index = Index(path, writable)
    try:
        if index.applied() != position:
            raise Damaged("of another revision")
    except BaseException:
        index.close()
        raise
    return index


def _entry(row: tuple[int, str, str, str | None]) -> Entry:
    due, controller, key, memo = row
    return Entry(due, controller, key, None if memo is None else loads(memo))


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _add(sums: dict[str, list[int]], adds: str, sign: int) -> None:
    for line in _lines(adds):
        name, _, numbers = line.rpartition("\t")
        values = [sign * int(n) for n in numbers.split(" ")]
        before = sums.get(name)
        sums[name] = values if before is None else [a + b for a, b in zip(before, values)]
