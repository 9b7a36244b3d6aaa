"""Watches of a server: one task follows the state and hands every change to those who watch.

It also makes time go on: what is due is played when it is due; under the manual clock time jumps from event to event
for as long as
somebody watches, as a waiting command does (client.watching).
"""

from __future__ import annotations

import asyncio

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING
from minikctl.sim import clock as clocks
from minikctl.sim.passing import manual

if TYPE_CHECKING:
    from minikctl.apiserver.watching import Selection
    from minikctl.sim.session import Session
    from minikctl.storage._base import Change

POLL = 0.05  # seconds between looks at what other processes write
BACKLOG = 10_000  # events that a watcher may lag behind before it is cut off
PATIENCE = 3600 * 1_000_000
SECOND = 1_000_000


class Watcher:
    """One watch: its changes come through `queue`; None ends it."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.queue: asyncio.Queue[Change | None] = asyncio.Queue()

    def offer(self, change: Change) -> bool:
        """False where the watcher has fallen too far behind."""
        if self.queue.qsize() >= BACKLOG:
            return False
        self.queue.put_nowait(change)
        return True


class Hub:
    """Follows one session's backend."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watchers: set[Watcher] = set()
        self._wake = asyncio.Event()
        self._revision = 0
        self._last_event = 0
        self._next_due: int | None = None
        self._ended = False

    def begin(self) -> None:
        """Take up where the state is."""
        api = self._session.read()
        self._revision = api.tx.revision
        self._next_due = api.tx.head.next_due
        self._session.commit()
        self._session.end_read()

    def nudge(self) -> None:
        """Something has been written here: look at once."""
        self._wake.set()

    def add(self, watcher: Watcher, revision: int) -> None:
        """Subscribe from after a revision; ApiError 410 where the log does not reach back so far."""
        self.look()
        if revision < self._revision:
            for change in self._session.backend.changes_since(revision):
                if change.revision <= self._revision:
                    watcher.offer(change)
        if not self._watchers:
            self._session.backend.hold_watch()
        self._watchers.add(watcher)
        self._last_event = self._now()
        self.nudge()

    def remove(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)

    def end(self) -> None:
        self._ended = True
        for watcher in self._watchers:
            watcher.queue.put_nowait(None)
        self.nudge()

    def _now(self) -> int:
        api = self._session.read()
        now = api.world.now()
        self._session.commit()
        self._session.end_read()
        return now

    async def run(self) -> None:
        """Until `end`. A state that cannot be read for a while (a lock, a full disk) is tried again."""
        while not self._ended:
            try:
                jumped = self.look() or self._jump()
            except (CliError, OSError):
                jumped = False
            await self._rest(0.0 if jumped else self._pause())

    async def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        self._wake.clear()
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    def _pause(self) -> float:
        due = self._next_due
        if due is None:
            return POLL
        return min(POLL, max(0.001, (due - clocks.wall()) / SECOND))

    def look(self) -> bool:
        """Play what is due, hand out what has changed; whether anything has."""
        session = self._session
        head = session.backend.head()
        now = clocks.instant(head.clock, head.played)
        if head.revision == self._revision and (head.next_due is None or head.next_due > now):
            self._next_due = head.next_due
            return False
        api = session.read()
        revision, self._next_due = api.tx.revision, api.tx.head.next_due
        session.commit()
        session.end_read()
        if revision == self._revision:
            return False
        if self._watchers:
            for change in list(session.backend.changes_since(self._revision)):
                self._hand_out(change)
            self._last_event = now
        self._revision = revision
        return True

    def _hand_out(self, change: Change) -> None:
        for watcher in list(self._watchers):
            if watcher.selection.about(change) and not watcher.offer(change):
                watcher.queue.put_nowait(None)
                self._watchers.discard(watcher)

    def _jump(self) -> bool:
        """The manual clock: on to the next event, while somebody watches."""
        session = self._session
        if not self._watchers or not manual(session):
            session.end_read()
            return False
        session.end_read()
        session.write()
        due = session.next_due()
        if due is None or due > self._last_event + PATIENCE:
            session.abort()
            return False
        session.engine().run(due)
        session.commit()
        return True
