"""Who may read and who may write: flock on small files, which the kernel lets go of when a process dies, however it
dies.

`writer`: one command that changes the state, for its whole length. `publish`: shared by readers while they read,
exclusive while files are replaced. `gate`: passed by readers on their way in and held by who waits to publish, so that
readers cannot starve it. `watch`: shared by those who watch. Knows nothing of what is read or written.
"""

from __future__ import annotations

import fcntl
import os
from time import monotonic, sleep

from minikctl.core.errors import StateError
from minikctl.core.typed import TYPE_CHECKING
from minikctl.storage import fs

if TYPE_CHECKING:
    from minikctl.storage.layout import Layout

DEFAULT_LIMIT = 30.0  # seconds
_SHORTEST, _LONGEST = 0.0005, 0.01


class Lock:
    """One lock of a state, as this process holds it. A state that cannot be written to may have none: readers then go
    without.
    """

    def __init__(self, layout: Layout, name: str) -> None:
        self._path = layout.lock(name)
        self._fd: int | None = None
        self.held = False

    def share(self, limit: float) -> None:
        if self._open() and not self._wait(fcntl.LOCK_SH, limit):
            raise StateError(self._late(limit))
        self.held = True

    def take(self, limit: float) -> None:
        """Exclusively, after at most `limit` seconds."""
        if not self._open():
            raise StateError(f"{self._path}: permission denied: the state cannot be changed by this user")
        if not self._wait(fcntl.LOCK_EX, limit):
            raise StateError(self._late(limit))
        self.held = True

    def try_take(self) -> bool:
        """Exclusively if nobody has it, at once."""
        self.held = self._open() and self._try(fcntl.LOCK_EX)
        return self.held

    def exists(self) -> bool:
        """Whether anybody ever had it."""
        return self._fd is not None or fs.stat(self._path) is not None

    def free(self) -> bool:
        """Whether nobody has it."""
        if self.held or not self.try_take():
            return False
        self.release()
        return True

    def release(self) -> None:
        if self._fd is not None and self.held:
            fcntl.flock(self._fd, fcntl.LOCK_UN)
        self.held = False

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
        self._fd = None
        self.held = False

    def sign(self) -> None:
        """Leave word of who holds it."""
        import sys

        who = f"{os.getpid()} {' '.join(os.path.basename(a) if i == 0 else a for i, a in enumerate(sys.argv))[:200]}"
        try:
            fd = os.open(self._path, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            return
        try:
            os.write(fd, who.encode("utf-8", "replace"))
        except OSError:
            pass
        finally:
            os.close(fd)

    def _late(self, limit: float) -> str:
        try:
            who = fs.read(self._path)[0].decode("utf-8", "replace").strip()
        except OSError:
            who = ""
        pid, _, command = who.partition(" ")
        holder = f"process {pid} ({command})" if pid else "another process"
        return f"{self._path}: {holder} has held the state for over {limit:g} s: wait for it or end it, then try again"

    def _open(self) -> bool:
        if self._fd is None:
            self._fd = fs.open_lock(self._path)
        return self._fd is not None

    def _try(self, how: int) -> bool:
        assert self._fd is not None
        try:
            fcntl.flock(self._fd, how | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _wait(self, how: int, limit: float) -> bool:
        if self._try(how):
            return True
        if limit <= 0:
            return False
        try:
            return self._queue(how, limit)
        except ValueError:  # not the main thread, which alone can be woken
            return self._poll(how, limit)

    def _queue(self, how: int, limit: float) -> bool:
        """Wait in the kernel's queue, which is fair, until an alarm."""
        import signal

        assert self._fd is not None
        before = signal.signal(signal.SIGALRM, _wake)
        try:
            try:
                signal.setitimer(signal.ITIMER_REAL, limit)
                fcntl.flock(self._fd, how)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except _Late:
            pass
        finally:
            signal.signal(signal.SIGALRM, before)
        return self._try(how)

    def _poll(self, how: int, limit: float) -> bool:
        until, pause = monotonic() + limit, _SHORTEST
        while monotonic() < until:
            sleep(pause)
            if self._try(how):
                return True
            pause = min(pause * 1.5, _LONGEST)
        return False


class _Late(Exception):
    """The alarm of who waits for a lock."""


def _wake(signal: int, frame: object) -> None:
    raise _Late


class Locks:
    """All locks of a state."""

    def __init__(self, layout: Layout, limit: float) -> None:
        self.limit = limit
        self.writer = Lock(layout, "writer")
        self._publish = Lock(layout, "publish")
        self._gate = Lock(layout, "gate")
        self.watch = Lock(layout, "watch")

    def read(self) -> None:
        self._gate.share(self.limit)
        try:
            self._publish.share(self.limit)
        finally:
            self._gate.release()

    def publish(self) -> None:
        """Readers that came before are waited for, those that come after wait."""
        self._gate.take(self.limit)
        try:
            self._publish.take(self.limit)
        finally:
            self._gate.release()

    def end(self) -> None:
        self._publish.release()

    def reading(self) -> bool:
        return self._publish.held

    def close(self) -> None:
        for lock in (self.writer, self._publish, self._gate, self.watch):
            lock.close()
