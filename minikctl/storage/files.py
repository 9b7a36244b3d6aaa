"""Objects in their files: read and checked, listed. Says which file is wrong and why. Knows nothing of the log and of
the index.
"""

from __future__ import annotations

import errno

from minikctl.core.errors import StateError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.storage import fs
from minikctl.storage._base import Key
from minikctl.storage.cluster import reason
from minikctl.storage.encoding import loads
from minikctl.storage.layout import CLUSTER_SCOPED, EVENTS, object_name

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from minikctl.storage import events
    from minikctl.storage._base import Obj
    from minikctl.storage.encoding import Decoder
    from minikctl.storage.layout import Directories, Layout

SUFFIX = ".json"


class Loaded(NamedTuple):
    """An object, its file's bytes and stat."""

    obj: Obj
    data: bytes
    stat: os.stat_result


def load(path: str, key: Key, decoder: Decoder | None = None) -> Loaded | None:
    """None where there is no file. Raises StateError for one that is not this object."""
    try:
        data, stat = fs.read(path)
    except FileNotFoundError:
        return None
    except OSError as e:
        raise StateError(trouble(e, path)) from None
    try:
        obj = loads(data) if decoder is None else decoder.object(data, key.resource)
        meta = obj["metadata"]
        name, namespace = meta["name"], meta.get("namespace", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise StateError(f"{path}: {_why(e, data)}: {_ADVICE.format(path)}") from None
    if name != key.name or namespace != key.namespace:
        is_ = f"{namespace}/{name}" if namespace else name
        raise StateError(f"{path}: it holds another object ({is_}): {_ADVICE.format(path)}")
    return Loaded(obj, data, stat)


_ADVICE = "correct it, or restore it with 'minikctl sim repair {}'"


def _why(e: Exception, data: bytes) -> str:
    if not data.strip():
        return "the file is empty"
    if isinstance(e, (TypeError, AttributeError)):
        return "not a Kubernetes object"
    return reason(e)


def trouble(e: OSError, path: str, done: str = "") -> str:
    """One line for the user: which file, why, what to do."""
    where = e.filename if isinstance(e.filename, str) else path
    if e.errno == errno.ELOOP:
        return f"{where}: a symbolic link, which a state does not follow: {done}remove it"
    why = (e.strerror or str(e) or "input/output error").lower()
    if e.errno in (errno.ENOSPC, errno.EDQUOT):
        advice = "free some space and try again"
    elif e.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        advice = "check its permissions, or use another --state directory"
    else:
        advice = "try again, or use another --state directory"
    return f"{where}: {why}: {done}{advice}"


def names(layout: Layout, directories: Directories, key: Key, directory: str) -> Iterator[Key]:
    """The objects in one namespace's directory; key: any of them."""
    if not directories.check(directory):
        return
    for file in fs.names(directory):
        if not file.endswith(SUFFIX) or file[0] == ".":
            continue
        name = object_name(file[: -len(SUFFIX)])
        if name is None:
            name = _name_inside(f"{directory}/{file}")
        if name is not None:
            yield Key(key.resource, key.namespace, name)


def _name_inside(path: str) -> str | None:
    """For a file whose name is a digest."""
    try:
        name = loads(fs.read(path)[0])["metadata"]["name"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return name if isinstance(name, str) else None


def keys(layout: Layout, directories: Directories, resource: str, namespace: str) -> list[Key]:
    """All objects of a resource in a namespace ("": everywhere), sorted; not for events."""
    if namespace:
        found = list(names(layout, directories, Key(resource, namespace, ""), layout.namespace(resource, namespace)))
    else:
        found = []
        for where in namespaces(layout, directories, resource):
            found += names(layout, directories, Key(resource, where, ""), layout.namespace(resource, where))
    found.sort()
    return found


def event_keys(contents: dict[str, events.Content]) -> list[Key]:
    """The keys of all events in these files, sorted."""
    return sorted(Key(EVENTS, namespace, name) for namespace, content in contents.items() for name in content.lines)


def namespaces(layout: Layout, directories: Directories, resource: str) -> list[str]:
    """Where a resource has objects; "" for those of the cluster."""
    directory = layout.resource(resource)
    if not directories.check(directory):
        return []
    found = fs.names(directory)
    if resource == EVENTS:
        found = [f[:-6] for f in found if f.endswith(".jsonl")]
    return sorted("" if f == CLUSTER_SCOPED else object_name(f) or f for f in found if not f.startswith("."))


def resources(layout: Layout, directories: Directories) -> list[str]:
    """Every resource that has a directory."""
    out = []
    if directories.check(layout.objects):
        for group in fs.names(layout.objects):
            suffix = "" if group == "core" else f".{object_name(group)}"
            if directories.check(f"{layout.objects}/{group}"):
                out += [f"{object_name(p)}{suffix}" for p in fs.names(f"{layout.objects}/{group}")]
    return sorted(out)


def everything(
    layout: Layout, directories: Directories, notices: list[str], paths: bool = False
) -> Iterator[tuple[Key, Loaded]]:
    """Every object that has a file of its own and can be read; what is wrong with the others (paths: where they are)
    goes to notices.
    """
    for resource in resources(layout, directories):
        if resource == EVENTS:
            continue
        for key in keys(layout, directories, resource, ""):
            try:
                loaded = load(layout.object(key), key)
            except StateError as e:
                notices.append(layout.object(key) if paths else str(e))
                continue
            if loaded is not None:
                yield key, loaded


def every_event(
    layout: Layout, directories: Directories, notices: list[str], paths: bool = False
) -> Iterator[tuple[str, events.Content]]:
    """(namespace, content) of every file of events that can be read."""
    from minikctl.storage import events

    for namespace in namespaces(layout, directories, EVENTS):
        try:
            yield namespace, events.read(layout.events(namespace))
        except StateError as e:
            notices.append(layout.events(namespace) if paths else str(e))
