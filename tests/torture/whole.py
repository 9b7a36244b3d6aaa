"""All that a state directory says, so that two of them can be compared: objects, head, work queue, what the index
knows, and whether the log is in order.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from minikctl.storage import files
from minikctl.storage.directory import DirectoryBackend
from minikctl.storage.layout import Layout
from minikctl.storage.log import Log

_INDEX = (
    "select k, found, adds from objects",
    "select v, k from buckets",
    "select v, sums from sums",
    "select controller, key, due, memo from queue",
)


class Facts(NamedTuple):
    """revision 0: there is no state."""

    revision: int
    head: dict[str, Any]
    objects: dict[str, str]  # as JSON
    index: tuple[tuple[str, ...], ...]
    notices: tuple[str, ...] = ()

    def same(self, other: Facts) -> bool:
        return self[:4] == other[:4]


NOTHING = Facts(0, {}, {}, ())


def facts(state: str) -> Facts:
    """Opens the state (which heals it) and reads everything. AssertionError for a log that is not in order."""
    backend = DirectoryBackend(state)
    if not backend.exists():
        return NOTHING
    backend.begin_read()
    try:
        head = backend.head()
        if head.revision == 0:
            return NOTHING
        objects = dict(_objects(backend, state))
        _check_log(state, head.revision)
        index = _index(state)
    finally:
        backend.end_read()
        backend.close()
    return Facts(head.revision, head._replace(next_due=None)._asdict(), objects, index, tuple(backend.notices))


def _objects(backend: DirectoryBackend, state: str) -> list[tuple[str, str]]:
    found = []
    layout = Layout(state)
    for resource in files.resources(layout, backend._directories):
        for key in backend.lookup("resource", f"{resource}/"):
            found.append(("/".join(key), json.dumps(backend.load(key), sort_keys=True)))
    return found


def _index(state: str) -> tuple[tuple[str, ...], ...]:
    with sqlite3.connect(f"file:{state}/index/index.db?mode=rw", uri=True) as db:
        found = tuple(tuple(sorted(_row(row) for row in db.execute(query))) for query in _INDEX)
    db.close()
    return found


def _row(row: tuple[Any, ...]) -> str:
    """A list of places has no order."""
    return repr(tuple(sorted(v.split("\n")) if isinstance(v, str) and "\n" in v else v for v in row))


def _check_log(state: str, revision: int) -> None:
    last = 0
    for record in Log(Layout(state)).records((0, 0)):  # type: ignore[arg-type]
        if record.commit is not None:
            assert record.commit.revision >= last, f"revision {record.commit.revision} after {last} in the log"
            for change in record.commit.changes:
                assert last < change.revision <= record.commit.revision, f"{change.key} at {change.revision}: {last}"
            last = record.commit.revision
    assert last == revision, f"the log ends at {last}, the head says {revision}"


def difference(one: Facts, other: Facts) -> str:
    """In short, for a message."""
    out = [f"revision {one.revision} / {other.revision}"]
    out += [f"head {k}: {v} / {other.head.get(k)}" for k, v in one.head.items() if other.head.get(k) != v]
    for key in sorted({*one.objects, *other.objects}):
        a, b = one.objects.get(key), other.objects.get(key)
        if a != b:
            out.append(f"{key}: {'changed' if a and b else 'only in the first' if a else 'only in the second'}")
    for a_rows, b_rows in zip(one.index, other.index):
        out += [f"index: {row}" for row in sorted(set(a_rows) ^ set(b_rows))[:4]]
    return "; ".join(out)[:3000]
