"""What a recorder remembers of a source (a component, about one object) that says more than it may, or the same again
and again: client-go's EventCorrelator, kept with the work queue.

Every event is counted, also those that are dropped; the next one that the token bucket lets through is written with
the count of all. What happens at regular times is counted arithmetically: a month costs no more than its last hour.
source: client-go tools/record/events_cache.go
"""

from __future__ import annotations

from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers._base import Event

Obj = dict[str, Any]

SECOND = 1_000_000
BURST, REFILL = 25, 300 * SECOND
SIMILAR, SIMILAR_WINDOW = 10, 600 * SECOND
FORGOTTEN = BURST * REFILL  # after this silence the bucket is full, and nothing is remembered
COMBINED = "(combined from similar events): "
_MOST = 64  # messages that are remembered without a thought


class Said(NamedTuple):
    """An event that is to be written. name: of the Event object that said it before, "" for none."""

    key: str
    name: str
    times: int
    first: int  # microseconds
    message: str


class Correlator:
    """The memory of one source."""

    def __init__(self, memo: Obj) -> None:
        self.full: int = memo["full"]  # there is a token for every REFILL since this instant
        self.last: int = memo["last"]
        self._counts: dict[str, list[Any]] = {key: list(value) for key, value in memo["counts"].items()}
        self._similar: dict[str, list[Any]] = {key: [v[0], list(v[1])] for key, v in memo["similar"].items()}

    def memo(self) -> Obj:
        return {"full": self.full, "last": self.last, "counts": self._counts, "similar": self._similar}

    def observe(self, event: Event, at: int) -> Said | None:
        """Count an event; None where it is not written."""
        self.last = max(self.last, at)  # what was skipped has been said up to a later instant
        key, message = self._key(event, at)
        known = self._counts.get(key)
        if known is None:
            self._prune(at)
            known = self._counts[key] = [0, at, "", at]
        known[0] += 1
        known[3] = self.last
        if self.wait(at) > 0:
            return None
        self.full = max(self.full, at - BURST * REFILL) + REFILL
        return Said(key, known[2], known[0], known[1], message)

    def wait(self, at: int) -> int:
        """How long it is until something is written."""
        return max(self.full + REFILL - at, 0)

    def named(self, said: Said, name: str) -> None:
        """What was said has an Event object of this name."""
        self._counts[said.key][2] = name

    def pass_over(self, events: tuple[Event, ...], every: int, times: int, at: int) -> int:
        """Count what happened `times` times from an instant on; returns how often something would have been written."""
        last = at + (times - 1) * every
        for event in events:
            key, _ = self._key(event, at)
            known = self._counts.setdefault(key, [0, at, "", at])
            known[0] += times
            known[3] = self._similar[_kind(event)][0] = last
        self.last = last
        return self.spend(last, times * len(events))

    def spend(self, until: int, most: int) -> int:
        """Take the tokens that there were up to an instant, but not more than `most`; how many that is."""
        tokens = min(max(until - self.full, 0) // REFILL, most)
        self.full += tokens * REFILL
        return tokens

    def add(self, event: Event, times: int, until: int, fresh: bool) -> None:
        """It was said so often up to an instant, each time in other words (fresh), or in the same."""
        kind = _kind(event)
        if fresh:
            known = self._counts.setdefault(kind, [0, self.last, "", until])
        else:
            known = self._counts.setdefault(self._key(event, self.last)[0], [0, self.last, "", until])
        known[0] += times
        known[3] = self._similar.setdefault(kind, [until, []])[0] = self.last = until

    def _key(self, event: Event, at: int) -> tuple[str, str]:
        """By what it is counted, and in which words: those that many similar ones share, or its own."""
        kind = _kind(event)
        similar = self._similar.get(kind)
        if similar is None or at - similar[0] > SIMILAR_WINDOW:
            similar = self._similar[kind] = [at, []]
        similar[0] = max(similar[0], at)
        messages = similar[1]
        if event.message not in messages:
            messages.append(event.message)
        if len(messages) < SIMILAR:
            return f"{kind}|{event.field_path}|{event.message}", event.message
        messages.pop(0)
        return kind, COMBINED + event.message

    def _prune(self, at: int) -> None:
        if len(self._counts) >= _MOST:
            self._counts = {key: value for key, value in self._counts.items() if at - value[3] <= FORGOTTEN}


def _kind(event: Event) -> str:
    return f"{event.type}|{event.reason}"


def begun(mine: list[Obj], now: int) -> Correlator:
    """The memory of a source whose events so far are all there. source of `full`: a bucket that was full with the
    first of them.
    """
    total = sum(e.get("count", 1) for e in mine)
    first = min((parse_rfc3339(e["firstTimestamp"]) for e in mine), default=now)
    counts: dict[str, list[Any]] = {}
    similar: dict[str, list[Any]] = {}
    for event in mine:
        kind, last = f"{event['type']}|{event['reason']}", parse_rfc3339(event["lastTimestamp"])
        message: str = event["message"]
        alike = similar.setdefault(kind, [last, []])
        alike[0] = max(alike[0], last)
        if message.startswith(COMBINED):
            key = kind
            message = message[len(COMBINED) :]
        else:
            key = f"{kind}|{event['involvedObject'].get('fieldPath', '')}|{message}"
        if message not in alike[1] and len(alike[1]) < SIMILAR - 1:
            alike[1].append(message)
        counts[key] = [event.get("count", 1), parse_rfc3339(event["firstTimestamp"]), event["metadata"]["name"], last]
    return Correlator({"full": first + REFILL * (total - BURST), "last": now, "counts": counts, "similar": similar})
