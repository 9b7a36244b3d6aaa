"""Files that somebody changed by hand: found out when loaded, taken as they are, told of, made known to the index."""

from __future__ import annotations

from zlib import crc32

from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage.rows import NOWHERE, Row, Written, derived

if TYPE_CHECKING:
    from minikctl.storage._base import Key
    from minikctl.storage.files import Loaded


class Edits:
    """What one read or write met; the next commit tells the index of `written`."""

    def __init__(self) -> None:
        self.written: dict[Key, Written] = {}

    def compare(self, key: Key, path: str, row: Row | None, loaded: Loaded | None) -> str:
        """Compare a file with what the index knows of it (row); a notice for the user, "" where there is none."""
        if loaded is None:
            if row is None:
                return ""
            self.written[key] = Written(key, None, NOWHERE)
            return f"{path}: removed by hand: the object is gone"
        size, stamp = loaded.stat.st_size, loaded.stat.st_mtime_ns
        if row is not None and row[:2] == (size, stamp):
            return ""
        now = Row(size, stamp, crc32(loaded.data))
        self.written[key] = Written(key, derived(key, loaded.obj), now)
        if row is not None and row.sum == now.sum:
            return ""  # copied, or restored from a copy
        return f"{path}: changed by hand: taken as it is"
