"""Making a state whole: finish what a killed process left, make the index anew, restore single files, read what
cannot be mended.

The log says what was acknowledged. Commits after the published position are done again; after a loss of power all
retained ones are, since the objects' files were never synced. Who calls holds the writer's lock and the right to
publish.
"""

from __future__ import annotations

from zlib import crc32

from minikctl.core.errors import StateError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.storage import cluster, events, files, fs
from minikctl.storage._base import Change, Commit, Entry, Head, Key
from minikctl.storage.cluster import START, Cluster, Position, boot_id
from minikctl.storage.encoding import Encoder, compact, pretty, to_bytes
from minikctl.storage.index import Damaged, Index, open_checked
from minikctl.storage.layout import EVENTS
from minikctl.storage.publish import Publication
from minikctl.storage.rows import Row, Written, derived

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.storage._base import Obj
    from minikctl.storage.layout import Directories, Layout
    from minikctl.storage.log import Log
    from minikctl.storage.memory import MemoryBackend


class Place(NamedTuple):
    """A state on the disk, for the functions here."""

    layout: Layout
    directories: Directories
    log: Log
    notices: list[str]


class History(NamedTuple):
    """What the log alone says at its end."""

    head: Head
    queue: dict[tuple[str, str], Entry]
    end: Position


def history(log: Log, until: Position | None = None) -> History | None:
    """From the newest snapshot on; None where there is no log."""
    for number in reversed(log.segments()):
        if until is not None and number > until.segment:
            continue
        found = _history_of(log, Position(number, 0), until)
        if found is not None:
            return found
    return None


def _history_of(log: Log, start: Position, until: Position | None) -> History | None:
    head, queue, end = None, {}, start
    for record in log.records(start, until):
        end = record.end
        if record.snapshot is not None:
            head = cluster.head_from(record.snapshot.head)
            queue = {(e.controller, e.key): e for e in record.snapshot.queue}
        elif head is None:
            return None
        elif record.commit is not None:
            head = head._replace(**record.commit.head, revision=record.commit.revision)
            _advance(queue, record.commit)
    if head is None:
        return None
    return History(head._replace(next_due=min((e.due for e in queue.values()), default=None)), queue, end)


def _advance(queue: dict[tuple[str, str], Entry], commit: Commit) -> None:
    for name in commit.queue_drop:
        queue.pop(name, None)
    for entry in commit.queue_put:
        queue[entry.controller, entry.key] = entry


def make_whole(place: Place, known: Cluster | None) -> Cluster | None:
    """Bring everything to the end of the log. None where there is no state yet."""
    if known is None and not place.log.segments():
        rebuild(place, START, [])
        return None
    if known is None or known.boot != boot_id():
        return start_over(place, known)
    if place.log.end(known.position) < known.position:
        return restart_log(place, known)
    return finish(place, known)


# --- after a kill


def finish(place: Place, known: Cluster) -> Cluster:
    """Do the commits after the known position again; cut off a torn line."""
    end = known.position
    index = _index_for(place, known)
    try:
        for record in place.log.records(known.position):
            end = record.end
            if record.commit is not None:
                known = _again(place, index, known, record.commit, end)
        if place.log.end(end) != end:
            place.notices.append(f"{place.log.path(end.segment)}: dropped the unfinished last line of a killed command")
            place.log.cut(end)
        if known.position != end:
            index.move(end)
            known = known._replace(position=end)
            write_cluster(place.layout, known)
    finally:
        index.close()
    return known


def _again(place: Place, index: Index, known: Cluster, commit: Commit, end: Position) -> Cluster:
    again = Publication(place.layout, place.directories, index, Encoder(), known.head, again=True)
    try:
        again.prepare(commit, [])
        again.seal(end, known.boot)
        again.publish()
    except BaseException:
        again.discard()
        raise
    assert again.cluster is not None
    return again.cluster


def _index_for(place: Place, known: Cluster) -> Index:
    """The index at the known position or after it; made anew where it is of no use."""
    try:
        index = Index(place.layout.index_db, writable=True)
        if index.applied() >= known.position:
            return index
        index.close()
    except Damaged:
        pass
    rebuild_from_log(place, known)
    return Index(place.layout.index_db, writable=True)


def restart_log(place: Place, known: Cluster) -> Cluster:
    """The log was shortened or lost: begin it again from what is there."""
    since = f"watches cannot go back before revision {known.head.revision}"
    place.notices.append(f"{place.layout.log}: the log was cut or lost: {since}")
    try:
        index = open_checked(place.layout.index_db, known.position, writable=True)
    except Damaged:
        rebuild(place, known.position, [])
        index = Index(place.layout.index_db, writable=True)
    try:
        place.directories.make(place.layout.log)
        number = max([known.position.segment, *place.log.segments()]) + 1
        start = place.log.start_segment(number, known.head, index.queue())
        index.move(start)
    finally:
        index.close()
    known = known._replace(position=start)
    write_cluster(place.layout, known)
    return known


def write_cluster(layout: Layout, content: Cluster) -> None:
    tmp = f"{layout.tmp}/cluster.json"
    fs.unlink(tmp)
    fs.write_new(tmp, cluster.encode(content))
    fs.replace(tmp, layout.cluster)


# --- after a loss of power, or where cluster.json is lost


def start_over(place: Place, known: Cluster | None) -> Cluster | None:
    """Bring the objects' files to what the retained log says, and make the rest anew."""
    past = history(place.log)
    if past is None:
        if known is None or known.head.revision == 0:
            _never_was(place)
            return None if known is None else known._replace(boot=boot_id())
        return restart_log(place, known._replace(boot=boot_id()))
    if place.log.end(past.end) != past.end:
        place.notices.append(f"{place.log.path(past.end.segment)}: dropped the unfinished last line of a command")
        place.log.cut(past.end)
    reapply(place, last_states(place.log, START))
    head = past.head if known is None else past.head._replace(settings=known.head.settings)
    rebuild(place, past.end, list(past.queue.values()))
    fresh = Cluster(head, past.end, boot_id())
    write_cluster(place.layout, fresh)
    return fresh


def _never_was(place: Place) -> None:
    """The first command was killed before it was acknowledged: begin anew."""
    if files.resources(place.layout, place.directories):
        raise StateError(f"{place.layout.log}: the log is lost, and cluster.json with it: restore one from a copy")
    place.log.cut(START)
    rebuild(place, START, [])


def last_states(log: Log, start: Position) -> dict[Key, Change]:
    """The last change of every object that the log from start on tells of."""
    return {change.key: change for record in log.records(start) if record.commit for change in record.commit.changes}


def reapply(place: Place, states: dict[Key, Change]) -> None:
    """Files that are missing, broken or older than these states are brought to them."""
    happened: dict[str, dict[str, Change]] = {}
    for key, change in states.items():
        if key.resource == EVENTS:
            happened.setdefault(key.namespace, {})[key.name] = change
        elif is_behind(place.layout.object(key), change):
            restore(place, change)
    for namespace, changes in happened.items():
        _reapply_events(place, namespace, changes)


def is_behind(path: str, change: Change) -> bool:
    """Whether a file is not yet in (or after) the state that this change left."""
    try:
        loaded = files.load(path, change.key)
    except StateError:
        return True
    if loaded is None:
        return change.obj is not None
    try:
        revision = int(loaded.obj["metadata"]["resourceVersion"])
    except (KeyError, ValueError, TypeError):
        return False  # somebody's own
    return revision < change.revision


def restore(place: Place, change: Change) -> None:
    path = place.layout.object(change.key)
    if change.obj is None:
        fs.unlink(path)
        return
    place.directories.make(path[: path.rindex("/")])
    replace(place.layout, path, to_bytes(pretty(change.obj) + "\n"))


def replace(layout: Layout, path: str, data: bytes) -> None:
    tmp = f"{layout.tmp}/restored"
    fs.unlink(tmp)
    fs.write_new(tmp, data)
    fs.replace(tmp, path)


def _reapply_events(place: Place, namespace: str, changes: dict[str, Change]) -> None:
    path = place.layout.events(namespace)
    content = events.read(path, tolerant=True)
    objs = {name: line.obj for name, line in content.lines.items()}
    for name, change in changes.items():
        objs.pop(name, None)
        if change.obj is not None:
            objs[name] = change.obj
    place.directories.make(path[: path.rindex("/")])
    replace(place.layout, path, b"".join(to_bytes(compact(obj)) + b"\n" for obj in objs.values()))


# --- the index


def rebuild(place: Place, position: Position, queue: list[Entry]) -> None:
    """A new index from the objects' files and the queue, in place of what there is."""
    path = f"{place.layout.tmp}/index.db"
    for leftover in (path, f"{path}-journal"):
        fs.unlink(leftover)
    index = Index(path, writable=True, create=True)
    try:
        index.begin()
        index.write(_files_written(place))
        for namespace, content in files.every_event(place.layout, place.directories, place.notices):
            index.write(events.written(Key(EVENTS, namespace, n), line, new=True) for n, line in content.lines.items())
            index.set_file(namespace, content.size, content.dead)
        index.enqueue(queue, [])
        index.set_applied(position)
        index.commit()
    finally:
        index.close()
    place.directories.make(place.layout.index_db[: place.layout.index_db.rindex("/")])
    fs.unlink(f"{place.layout.index_db}-journal")
    fs.replace(path, place.layout.index_db)


def _files_written(place: Place) -> Iterator[Written]:
    for key, loaded in files.everything(place.layout, place.directories, place.notices):
        row = Row(len(loaded.data), loaded.stat.st_mtime_ns, crc32(loaded.data))
        yield Written(key, derived(key, loaded.obj), row)


def rebuild_from_log(place: Place, known: Cluster | None) -> None:
    """A new index of a published position."""
    position = known.position if known else START
    past = history(place.log, position) if known else None
    rebuild(place, position, list(past.queue.values()) if past else [])


# --- without writing


def into_memory(place: Place, known: Cluster | None) -> MemoryBackend:
    """The whole state, read without changing anything: for a directory that needs mending and cannot be written to."""
    from minikctl.storage.memory import MemoryBackend

    objects: dict[Key, Obj] = {
        k: loaded.obj for k, loaded in files.everything(place.layout, place.directories, place.notices)
    }
    for namespace, content in files.every_event(place.layout, place.directories, place.notices):
        objects.update({Key(EVENTS, namespace, name): line.obj for name, line in content.lines.items()})
    for key, change in last_states(place.log, known.position if known else START).items():
        objects.pop(key, None)
        if change.obj is not None:
            objects[key] = change.obj
    past = history(place.log)
    head = past.head if past else known.head if known else cluster.EMPTY
    backend = MemoryBackend()
    puts = tuple(Change(key, obj, None, head.revision) for key, obj in objects.items())
    queue = tuple(past.queue.values()) if past else ()
    fields = {"seed": head.seed, "clock": head.clock, "settings": head.settings, "played": head.played}
    backend.commit(Commit(head.revision, 0, puts, queue, (), fields))
    return backend


# --- on request


def repair(place: Place, path: str) -> list[str]:
    """Restore a file from the log ("": every broken one) and make the index anew; what was done, a line each."""
    done: list[str] = []
    past = history(place.log)
    if path in ("", place.layout.cluster):
        done += _repair_cluster(place, past, wanted=bool(path))
    states = last_states(place.log, START)
    for broken in [path] if path and path != place.layout.cluster else broken_files(place):
        done.append(repair_file(place, broken, states))
    known, _ = cluster.load(place.layout.cluster)
    rebuild_from_log(place, known)
    return [*done, f"{place.layout.index_db}: made anew"]


def _repair_cluster(place: Place, past: History | None, wanted: bool) -> list[str]:
    try:
        known, _ = cluster.load(place.layout.cluster)
    except StateError:
        known = None
    if (known is not None and not wanted) or past is None:
        return []
    write_cluster(place.layout, Cluster(past.head, past.end, boot_id()))
    return [f"{place.layout.cluster}: restored as of revision {past.head.revision}"]


def repair_file(place: Place, path: str, states: dict[Key, Change]) -> str:
    """Bring one object's file to its last logged state; what was done."""
    for key, change in states.items():
        if key.resource == EVENTS and place.layout.events(key.namespace) == path:
            changes = {k.name: c for k, c in states.items() if k.resource == EVENTS and k.namespace == key.namespace}
            _reapply_events(place, key.namespace, changes)
            return f"{path}: restored from the log"
        if key.resource != EVENTS and place.layout.object(key) == path:
            restore(place, change)
            return f"{path}: {'restored' if change.obj is not None else 'removed'} as of revision {change.revision}"
    raise StateError(f"{path}: the log tells nothing of it any more: correct the file, or remove it for good")


def broken_files(place: Place) -> list[str]:
    """Paths of objects' files that cannot be read."""
    broken: list[str] = []
    for _ in files.everything(place.layout, place.directories, broken, paths=True):
        pass
    for _ in files.every_event(place.layout, place.directories, broken, paths=True):
        pass
    return broken
