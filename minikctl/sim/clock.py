"""The only module that reads the time of day or the system's randomness, and the clock of a state: real, or taken in
hand.
"""

from __future__ import annotations

import time

from minikctl.core.typed import Any

Obj = dict[str, Any]
SECOND = 1_000_000


def wall() -> int:
    """Microseconds since the epoch."""
    return time.time_ns() // 1000


def sleep(microseconds: int) -> None:
    time.sleep(max(0, microseconds) / SECOND)


def new_seed() -> str:
    """A seed for a state that nobody gave one."""
    from os import urandom

    return urandom(8).hex()


def is_manual(clock: Obj) -> bool:
    return clock.get("mode") == "manual"


def instant(clock: Obj, played: int) -> int:
    """What time it is for a state: never before what has been played."""
    return max(played, int(clock["now"])) if is_manual(clock) else max(played, wall())
