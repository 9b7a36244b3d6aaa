"""cluster.json: the head of a state as of its last published commit, and how far into the log that is. One small
readable file.

Knows nothing of objects. It is replaced whole; a reader sees one state of it or the next.
"""

from __future__ import annotations

from minikctl.core.errors import StateError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.storage import fs
from minikctl.storage._base import Head
from minikctl.storage.encoding import loads, pretty, to_bytes

if TYPE_CHECKING:
    import os

    from minikctl.storage._base import Obj

FORMAT = 1
NEWLINE = "\n    "
EMPTY = Head(0, "", {"mode": "real", "now": 0}, {}, None, 0)


class Position(NamedTuple):
    """A place in the log: up to `size` bytes of segment number `segment`."""

    segment: int
    size: int


START = Position(0, 0)


class Cluster(NamedTuple):
    """The content of cluster.json. boot: which run of the machine wrote it, since what was not synced may be lost
    with the next.
    """

    head: Head
    position: Position
    boot: str


def encode(cluster: Cluster) -> bytes:
    head = cluster.head
    fields = {
        "format": FORMAT,
        "revision": head.revision,
        "seed": head.seed,
        "clock": head.clock,
        "settings": head.settings,
        "played": head.played,
        "nextDue": head.next_due,
        "log": list(cluster.position),
        "boot": cluster.boot,
    }
    lines = [f'    "{name}": {pretty(value, NEWLINE)}' for name, value in fields.items()]
    return to_bytes("{\n" + ",\n".join(lines) + "\n}\n")


def head_fields(head: Head) -> Obj:
    """The head as the log's snapshots have it; the queue says what is due."""
    return {
        "revision": head.revision,
        "seed": head.seed,
        "clock": head.clock,
        "settings": head.settings,
        "played": head.played,
    }


def head_from(fields: Obj) -> Head:
    return EMPTY._replace(**{k: fields[k] for k in ("revision", "seed", "clock", "settings", "played")})


def load(path: str) -> tuple[Cluster | None, os.stat_result | None]:
    """None where there is none, or an empty one, as a loss of power can leave it. Raises StateError where it cannot
    be read.
    """
    try:
        data, stat = fs.read(path)
    except FileNotFoundError:
        return None, None
    except OSError as e:
        from minikctl.storage.files import trouble  # which needs this module

        raise StateError(trouble(e, path)) from None
    if not data.strip(b"\0 \n"):
        return None, stat
    try:
        fields = loads(data)
        if type(fields["format"]) is not int:
            raise ValueError("format is not a number")
    except (ValueError, KeyError, TypeError, RecursionError) as e:
        raise StateError(f"{path}: {reason(e)}: correct it, or restore it with 'minikctl sim repair'") from None
    if fields["format"] > FORMAT:
        raise StateError(
            f"{path}: format {fields['format']} is newer than this minikctl knows ({FORMAT}): "
            "upgrade minikctl, or use another --state directory"
        )
    try:
        return _decode(fields), stat
    except (ValueError, KeyError, TypeError) as e:
        raise StateError(f"{path}: {reason(e)}: correct it, or restore it with 'minikctl sim repair'") from None


def _decode(fields: Obj) -> Cluster:
    head = Head(
        _checked(fields, "revision", int),
        _checked(fields, "seed", str),
        _checked(fields, "clock", dict),
        _checked(fields, "settings", dict),
        fields.get("nextDue"),
        _checked(fields, "played", int),
    )
    segment, size = fields["log"]
    return Cluster(head, Position(int(segment), int(size)), str(fields.get("boot", "")))


def _checked(fields: Obj, name: str, kind: type) -> Any:
    value: Any = fields[name]
    if type(value) is not kind:
        raise ValueError(f"{name} is not {'a number' if kind is int else 'a string' if kind is str else 'an object'}")
    return value


def reason(e: Exception) -> str:
    """Why a file's content is of no use, for a message."""
    if isinstance(e, KeyError):
        return f"{e.args[0]} is missing"
    if isinstance(e, UnicodeDecodeError):
        return "not JSON (not UTF-8)"
    if hasattr(e, "lineno") and hasattr(e, "msg"):  # the json package's own
        return f"not JSON (line {e.lineno}: {e.msg})"
    return str(e) or "unexpected content"


def boot_id() -> str:
    """Which run of the machine this is; "" where the system does not say."""
    try:
        return fs.read("/proc/sys/kernel/random/boot_id")[0].decode().strip()
    except OSError:
        return ""
