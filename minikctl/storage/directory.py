"""A state in a directory: the Backend of the command line and the server.

Writing: all is prepared beside the state, acknowledged by the synced line in the log, then put in place (publish.py).
See layout.py for what lies where, reading.py for how it is read, locks.py for who waits for whom, recovery.py for what
happens after a kill or a loss of power.
"""

from __future__ import annotations

import os

from minikctl.core.errors import StateError
from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage import files, fs
from minikctl.storage.cluster import START, Cluster, boot_id, encode
from minikctl.storage.encoding import Encoder
from minikctl.storage.layout import foreign
from minikctl.storage.reading import WIPING, Reader

if TYPE_CHECKING:
    from minikctl.storage._base import Commit, Head
    from minikctl.storage.cluster import Position
    from minikctl.storage.held import Held

UNCHANGED = "nothing was changed; "


class DirectoryBackend(Reader):
    """limit: seconds to wait for other processes (None: $MINIKCTL_LOCK_TIMEOUT, else 30); held: what a server keeps."""

    def __init__(self, root: str, limit: float | None = None, held: Held | None = None) -> None:
        super().__init__(root, limit, held)
        self._encoder = Encoder()

    def end_read(self) -> None:
        super().end_read()
        if self._mend and self._depth == 0 and not self._writing:
            self._mend_index()

    def _mend_index(self) -> None:
        """For those who read next. Who cannot write leaves it."""
        self._mend = False
        try:
            self.begin_write()
            self._ask(lambda index: index.next_due(), lambda memory: None)
        except (StateError, OSError):
            return
        finally:
            if self._writing:
                self.abort()

    def begin_write(self) -> None:
        try:
            if not self.exists():
                self._create()
            self._locks.writer.take(self._locks.limit)
        except OSError as e:
            raise StateError(files.trouble(e, self.root, UNCHANGED)) from None
        self._writing = True
        try:
            self._locks.writer.sign()
            self._events = {}
            self._edits = self._memory = None
            self._directories.forget()
            self._close_index()
            self._load_cluster()
            self._recover()
            if self._held is not None:
                self._held.begin(self._cluster)
        except OSError as e:
            self.abort()
            raise StateError(files.trouble(e, self.root, UNCHANGED)) from None
        except BaseException:
            self.abort()
            raise

    def _create(self) -> None:
        found = foreign(self.root)
        if found is not None:
            raise StateError(f"{self.root}: not a state, it has {found} in it: use another --state directory")
        for name in ("", "/objects", "/index", "/log", "/lock", "/tmp"):
            fs.make_dir(self.root + name)
        fs.sync_dir(self.root)
        fs.sync_dir(os.path.dirname(self.root))

    def commit(self, commit: Commit) -> None:
        from minikctl.storage.index import Damaged

        try:
            self._ask(lambda index: None, lambda memory: None)
            self._commit(commit)
        except OSError as e:
            raise StateError(files.trouble(e, self.root, UNCHANGED)) from None
        except Damaged as e:
            fs.unlink(self._layout.index_db)
            raise StateError(f"{self._layout.index_db}: {e}: {UNCHANGED}try again, it will be made anew") from None
        finally:
            self.abort()

    def _commit(self, commit: Commit) -> None:
        from minikctl.storage.lines import commit_line
        from minikctl.storage.publish import Publication

        touched = self._held.touched(commit) if self._held is not None else []
        before = self._cluster.position if self._cluster else START
        publication = Publication(self._layout, self._directories, self._open_index(), self._encoder, self.head())
        logged = False
        try:
            start = self._room(before)
            lines = publication.prepare(commit, list(self._edits.written.values()) if self._edits else [])
            end = self._log.append(start, commit_line(commit, lines))
            logged = True
            publication.seal(end, boot_id())
            self._locks.publish()
            publication.publish()
        except Exception as e:
            if not publication.visible:
                publication.discard()
                logged = not self._unlogged(before) and logged
            if not logged or not isinstance(e, OSError):
                raise
            done = "the command is done, the next one brings the files up to date; "
            self._notice(files.trouble(e, self.root, done))
            return
        except BaseException:  # interrupted: as by a kill, the next command finds out how far it went
            if not logged:
                publication.discard()
            raise
        finally:
            self._locks.end()
        self._cluster, self._stat = publication.cluster, None  # read again by the next
        if self._held is not None and self._cluster is not None:
            self._held.committed(touched, self._cluster)
        if start.segment != before.segment:
            self._compact()

    def _unlogged(self, before: Position) -> bool:
        """Take the line back; whether that was possible."""
        try:
            self._log.cut(before)
        except OSError:
            return False
        return True

    def _room(self, position: Position) -> Position:
        """Where the next line goes: a new segment where this one is full."""
        if position.segment and not self._log.is_full(position):
            return position
        return self._log.start_segment(position.segment + 1, self.head(), self._open_index().queue())

    def _compact(self) -> None:
        """Drop the segments before the window, once all that they tell of is on the disk."""
        try:
            surplus = self._log.surplus()
            if surplus:
                fs.sync_all(self.root)
                self._log.drop(surplus)
        except OSError:
            return  # it will be tried again with the next segment

    def abort(self) -> None:
        self._writing = False
        self._edits = None
        self._events = {}
        self._close_index()
        self._locks.writer.release()

    # --- on request

    def wipe(self, kept: Head | None = None) -> None:
        """Empty the state, after begin_write: the lock stays held, and the transaction that follows begins a new one.

        From the mark on it is done: whoever opens a state with a mark in it goes on where a killed process left off.
        The mark holds the cluster.json of the empty state, where there is to be one.
        """
        try:
            content = encode(Cluster(kept, START, boot_id())) if kept else b""
            tmp = f"{self._layout.tmp}/cluster.json"
            fs.write_new(tmp, content)
            fs.replace(tmp, f"{self._layout.tmp}/{WIPING}")
            fs.sync_dir(self._layout.tmp)
            if self._held is not None:
                self._held.forget()
            self._wipe()
        except OSError as e:
            raise StateError(files.trouble(e, self.root, "the state is half emptied; ")) from None

    def repair(self, path: str = "") -> list[str]:
        """Bring a file (or all that are broken) to what the log says, make the index anew; what was done, by lines."""
        from minikctl.storage import recovery

        if not self.exists():
            raise StateError(f"{self.root}: there is no state")
        self._locks.writer.take(self._locks.limit)
        try:
            self._locks.publish()
            return recovery.repair(self._place(), os.path.abspath(path) if path else "")
        except OSError as e:
            raise StateError(files.trouble(e, self.root)) from None
        finally:
            self._stat = None
            self._locks.end()
            self._locks.writer.release()
