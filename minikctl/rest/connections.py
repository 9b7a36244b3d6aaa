"""All connections of a server: how many there may be, who has to go when there are too many, and whose time is over."""

from __future__ import annotations

import asyncio

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.rest.connection import Connection

MOST = 10_000
SPARE = 100  # open files that are not connections
EVERY = 0.5  # seconds between two looks at deadlines


class Connections:
    """At most `most` of them."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: set[Connection] = set()

    def add(self, one: Connection) -> None:
        """One too many takes the place of one that waits for its client, a stranger's before a known client's."""
        self._open.add(one)
        if len(self._open) > self._most:
            waiting = [c for c in self._open if c is not one and c.waits()]
            victim = min(waiting, key=lambda c: (c.served > 0, c.since), default=one)
            self._open.discard(victim)
            victim.abort()

    def discard(self, one: Connection) -> None:
        self._open.discard(one)

    async def watch(self) -> None:
        """End those whose time is over, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(EVERY)
            now = loop.time()
            for one in [c for c in self._open if 0 < c.deadline < now]:
                one.expire()

    async def finish(self, seconds: float) -> None:
        """Answers that are under way are given; who takes longer is cut off."""
        for one in list(self._open):
            one.end()
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while self._open and loop.time() < until:
            await asyncio.sleep(0.01)
        for one in list(self._open):
            one.abort()
        await asyncio.sleep(0)


def room() -> int:
    """How many connections the system has files for; as many as it allows are asked for."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + SPARE if hard == resource.RLIM_INFINITY else min(hard, MOST + SPARE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
        except (OSError, ValueError):
            pass
    return MOST if soft == resource.RLIM_INFINITY else max(16, min(MOST, soft - SPARE))
