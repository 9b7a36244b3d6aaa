"""When to try again what the API server refused: the exponential queue of Kubernetes' controllers, kept as a memo.

Delays are 5 ms, 10 ms, 20 ms ... up to 1000 s. Once they are that long the tries are played as a Repeat, so that a
month of refusals costs nothing. A look that comes early and finds nothing changed waits for its turn. `mark` is
whatever the try depends on, as JSON.
"""

from __future__ import annotations

from minikctl.core.typed import Any, NamedTuple

FIRST = 5_000
LONGEST = 1_000_000_000


class Again(NamedTuple):
    """Exactly one of `at` and `every` is set."""

    memo: dict[str, Any]
    at: int | None
    every: int | None


def failed(memo: dict[str, Any] | None, now: int, mark: Any) -> Again:
    """One more try was refused at `now`."""
    failures = (memo or {}).get("failures", 0)
    delay = min(FIRST << min(failures, 20), LONGEST)
    next_memo = {"failures": failures + 1, "next": now + delay, "mark": mark}
    if delay < LONGEST:
        return Again(next_memo, now + delay, None)
    return Again(next_memo, None, LONGEST)


def turn(memo: dict[str, Any] | None, now: int, mark: Any) -> int | None:
    """When to try: None is now."""
    if not memo or "next" not in memo or memo["mark"] != mark:
        return None
    due: int = memo["next"]
    if due > now:
        return due
    if memo["failures"] > 1 and FIRST << min(memo["failures"] - 1, 20) >= LONGEST:
        missed = (now - due) % LONGEST
        return None if missed == 0 else now - missed + LONGEST
    return None


def trying(memo: dict[str, Any] | None) -> dict[str, Any] | None:
    """The memo of a try whose end is not known yet: it remembers how often it failed before."""
    return {"failures": memo["failures"]} if memo else None
