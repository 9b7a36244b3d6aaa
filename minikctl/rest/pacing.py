"""How simulated time goes on for clients that wait over HTTP, under the manual clock.

A client's own time limits are real seconds, which the server is not told: jumping from event to event at once, as the
embedded client does, would bring a deadline of ten minutes before a client's `--timeout=1s` is over. So time goes on
as fast as SPEED while somebody watches, with a rest before a longer lull, and no longer than Patience says. Who asks
the same again and again over one connection (kubectl drain, Helm, many scripts) waits too: simulated time goes on as
real time does for it.
"""

from __future__ import annotations

import time

from minikctl.core.typed import TYPE_CHECKING
from minikctl.sim.passing import SECOND

if TYPE_CHECKING:
    from minikctl.rest.request import Request
    from minikctl.sim.session import Session
    from minikctl.storage._base import Head

SPEED = 60  # simulated seconds in a real one
LULL = 5 * SECOND  # simulated: before a longer one, who is short of time may give up
REST = 1.5  # real seconds
QUIET = 3600 * SECOND  # simulated: for how long a watch waits for something of its own
LONGEST = 3 * QUIET  # and in all: a pod whose image is missing changes for ever


class Patience:
    """Until when (simulated) time goes on for one watch."""

    __slots__ = ("_longest", "until")

    def __init__(self, now: int) -> None:
        self._longest = now + LONGEST
        self.until = now + QUIET

    def renew(self, now: int) -> None:
        """Something of its own has happened."""
        self.until = min(now + QUIET, self._longest)


class Pace:
    """Real time against simulated time, from an instant on."""

    def __init__(self) -> None:
        self._real = time.monotonic()
        self._simulated = 0
        self._known: tuple[tuple[int, int | None, int], int | None] | None = None

    def start(self, now: int) -> None:
        """From this simulated instant, which is now."""
        self._real, self._simulated = time.monotonic(), now

    def pause(self, due: int, real: float) -> float:
        """Real seconds from `real` until an instant may come."""
        lull = due - self._simulated
        return self._real + max(lull / SECOND / SPEED, REST if lull > LULL else 0.0) - real

    def next_of(self, session: Session, head: Head) -> int | None:
        """When something happens by itself next; remembered for as long as nothing is written."""
        state = (head.revision, head.next_due, head.played)
        if self._known is None or self._known[0] != state:
            session.read()
            self._known = (state, session.next_due())
            session.commit()
            session.end_read()
        return self._known[1]


class Polling:
    """Clients that ask the same again over one connection."""

    FEWEST, MOST = 0.2, 60.0  # seconds between two questions of one who waits
    REMEMBERED = 1000

    def __init__(self) -> None:
        self._asked: dict[tuple[str, ...], float] = {}

    def waited(self, request: Request, now: float) -> float:
        """Seconds since the same question, 0 for a new one."""
        if not request.peer:
            return 0.0
        name = (request.peer, request.path, *(f"{k}={v}" for k, v in request.query.items()))
        last = self._asked.pop(name, 0.0)
        self._asked[name] = now
        if len(self._asked) > self.REMEMBERED:
            del self._asked[next(iter(self._asked))]
        passed = now - last if last else 0.0
        return passed if self.FEWEST <= passed <= self.MOST else 0.0


def pass_on(session: Session, seconds: float) -> None:
    """The manual clock goes on by that much where anything is going to happen."""
    from minikctl.sim.passing import advance, manual

    if not manual(session):
        return
    due = session.next_due()
    if due is not None and due <= session.now() + QUIET:
        session.end_read()
        session.write()
        advance(session, session.now() + int(seconds * SECOND))
