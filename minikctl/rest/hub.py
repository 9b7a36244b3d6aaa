"""Watches of a server: one task follows the state and hands every change to those who watch.

It also makes time go on: what is due is played when it is due; under the manual clock as `pacing` allows.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque

from minikctl.core.errors import ApiError, CliError, StateError, gone
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest.pacing import Pace, Patience
from minikctl.sim import clock as clocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.apiserver.watching import Selection
    from minikctl.sim.session import Session
    from minikctl.storage._base import Change, Head

Obj = dict[str, Any]

POLL = 0.05  # seconds between looks at what other processes write
BACKLOG = 1_000  # events that a watcher may lag behind before it is cut off
STALLED = 5.0  # seconds for which it may take none of them
SECOND = 1_000_000


class Happening:
    """A change as all watchers share it: `texts` are its encoded forms, made by the first who needs one."""

    __slots__ = ("change", "texts")

    def __init__(self, change: Change) -> None:
        self.change = change
        self.texts: dict[tuple[str, ...], bytes] = {}


class Watcher:
    """One watch: what happens comes through `take`; an ApiError in it is the last event, None ends it without one."""

    def __init__(self, selection: Selection, now: int = 0) -> None:
        self.selection = selection
        self.patience = Patience(now)
        self.cut: Callable[[], object] | None = None  # ends a connection that takes nothing any more
        self._come: deque[Happening | ApiError | None] = deque()
        self._oldest = 0.0  # when the first of them came
        self._wanted: asyncio.Future[None] | None = None

    def on_cut(self, cut: Callable[[], object]) -> None:
        self.cut = cut

    def put(self, what: Happening | ApiError | None) -> None:
        if not self._come:
            self._oldest = time.monotonic()
        self._come.append(what)
        self._awake()

    def _awake(self) -> None:
        if self._wanted is not None and not self._wanted.done():
            self._wanted.set_result(None)

    async def take(self, seconds: float) -> list[Happening | ApiError | None]:
        """All that has come; [] where nothing has for so long."""
        if not self._come:
            loop = asyncio.get_running_loop()
            self._wanted = loop.create_future()
            timer = loop.call_later(seconds, self._awake)
            try:
                await self._wanted
            finally:
                timer.cancel()
                self._wanted = None
        found = list(self._come)
        self._come.clear()
        return found

    def lags(self) -> bool:
        """It has taken nothing for a while, and there is much. One burst alone makes nobody lag."""
        return len(self._come) >= BACKLOG and time.monotonic() - self._oldest > STALLED


class Hub:
    """Follows one session's backend."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._watchers: set[Watcher] = set()
        self._wake = asyncio.Event()
        self._pace = Pace()
        self.revision = 0  # up to here everything has been handed out
        self._next_due: int | None = None
        self._ended = False

    def begin(self) -> None:
        """Take up where the state is."""
        head = self._played()
        self.revision, self._next_due = head.revision, head.next_due

    def _played(self) -> Head:
        """The head of the state, all that is due played."""
        session = self._session
        head = session.read().tx.head
        session.commit()
        session.end_read()
        return head

    def nudge(self) -> None:
        """Something has been written here: look at once, and have patience anew with what follows."""
        self._wake.set()
        if self._watchers:
            now = self._now()
            for watcher in self._watchers:
                watcher.patience = Patience(now)

    def add(self, watcher: Watcher, revision: int) -> None:
        """Subscribe from after a revision; ApiError 410 where the log does not reach back so far, or not yet so far."""
        self.look()
        if revision > self.revision:  # of a cluster that was reset
            raise gone(f"too old resource version: {revision} ({self.revision})")
        if revision < self.revision:
            for change in self._session.backend.changes_since(revision):
                if change.revision <= self.revision and watcher.selection.about(change):
                    watcher.put(Happening(change))
        if not self._watchers:
            self._session.backend.hold_watch()
        watcher.patience = Patience(self._now())
        self._watchers.add(watcher)
        self._pace.start(self._now())
        self._wake.set()

    def remove(self, watcher: Watcher) -> None:
        self._watchers.discard(watcher)

    def end(self) -> None:
        self._ended = True
        self._end_all(None)
        self._wake.set()

    def _end_all(self, error: ApiError | None) -> None:
        for watcher in self._watchers:
            watcher.put(error)
        self._watchers.clear()

    def _now(self) -> int:
        head = self._session.backend.head()
        return clocks.instant(head.clock, head.played)

    async def run(self) -> None:
        """Until `end`. A state that cannot be read for a while (a lock, a full disk) is tried again."""
        while not self._ended:
            pause: float | None = None
            try:
                pause = 0.0 if self.look() else self._jump()
            except (StateError, CliError, ApiError, OSError):
                self._session.abort()
                self._session.end_read()
            await self._rest(self._pause() if pause is None else pause)

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
        head = self._session.backend.head()
        now = clocks.instant(head.clock, head.played)
        if head.revision == self.revision and (head.next_due is None or head.next_due > now):
            self._next_due = head.next_due
            return False
        played = self._played()
        self._next_due = played.next_due
        if played.revision == self.revision:
            return False
        self._pace.start(self._now())
        if self._watchers:
            self._hand_out(played.revision)
        self.revision = played.revision
        return True

    def _hand_out(self, revision: int) -> None:
        """Everything since the last time; another cluster, or a gap in the log, ends every watch."""
        if revision < self.revision:
            self._end_all(gone(f"too old resource version: {self.revision} ({revision})"))
            return
        try:
            changes = list(self._session.backend.changes_since(self.revision))
        except ApiError as e:
            self._end_all(e)
            return
        now = self._now()
        for change in changes:
            happening = Happening(change)
            for watcher in list(self._watchers):
                if watcher.selection.about(change):
                    watcher.patience.renew(now)
                    self._offer(watcher, happening)

    def _offer(self, watcher: Watcher, happening: Happening) -> None:
        """One who takes nothing any more must not cost memory without end."""
        if not watcher.lags():
            watcher.put(happening)
            return
        self._watchers.discard(watcher)
        if watcher.cut is not None:
            watcher.cut()

    # --- the manual clock

    def _jump(self) -> float | None:
        """On to the next event while somebody waits for it. Seconds until the next call, None: nothing to go on to."""
        head = self._session.backend.head()
        if not self._watchers or not clocks.is_manual(head.clock):
            return None
        due = self._pace.next_of(self._session, head)
        if due is None or due > max(w.patience.until for w in self._watchers):
            return None
        pause = self._pace.pause(due, time.monotonic())
        if pause > 0:
            return min(pause, POLL)
        session = self._session
        session.write()
        session.engine().run(due)
        session.commit()
        return 0.0
