"""The moments of a CronJob's schedule, in its time zone: the next one, the last one, how many were missed. Pure.

Time zones come from the machine's own data (zoneinfo). Where a clock is put forward, what falls into the gap comes
that much later.
"""

from __future__ import annotations

from minikctl.core.cron import Schedule, parse
from minikctl.core.times import DAY, HOUR, MINUTE, SECOND
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import tzinfo

Obj = dict[str, Any]

_SPANS = (MINUTE, HOUR, DAY, 32 * DAY, 366 * DAY, 5 * 366 * DAY)
TOO_MANY = 100
_REMEMBERED = 256
_parsed: dict[str, Schedule] = {}
_nexts: dict[tuple[str, int], int | None] = {}  # by schedule and minute: each look at a CronJob asks several times


class UnknownZone(ValueError):
    """A time zone that this machine does not know."""


class Times:
    """Raises ScheduleError, UnknownZone."""

    def __init__(self, spec: Obj) -> None:
        text = spec["schedule"]
        schedule = _parsed.get(text)
        if schedule is None:
            if len(_parsed) >= _REMEMBERED:
                _parsed.clear()
            schedule = _parsed[text] = parse(text)
        self._text = text
        self._schedule: Schedule = schedule
        self._zone = _zone(spec["timeZone"]) if spec.get("timeZone") else None

    def next(self, after: int) -> int | None:
        if self._schedule.every:
            return self._schedule.next(after)
        if self._zone is None:
            return self._next(after)
        local = self._next(after + self._offset(after))
        if local is None:
            return None
        at = local - self._offset(after)
        at = local - self._offset(at)
        return at if at > after else self.next(after + HOUR)

    def _next(self, after: int) -> int | None:
        name = self._text, after // MINUTE
        if name not in _nexts:
            if len(_nexts) >= _REMEMBERED:
                _nexts.clear()
            _nexts[name] = self._schedule.next(after)
        return _nexts[name]

    def last(self, since: int, now: int) -> int | None:
        """The last moment in (since, now]."""
        if self._schedule.every:
            start = since - since % SECOND
            passed = (now - start) // self._schedule.every
            return start + passed * self._schedule.every if passed > 0 else None
        first = self.next(since)
        if first is None or first > now:
            return None
        for span in _SPANS:
            begin = max(since, now - span)
            found, at = None, self.next(begin)
            while at is not None and at <= now:
                found, at = at, self.next(at)
            if found is not None or begin == since:
                return found
        return None

    def between(self, after: int, until: int) -> int:
        """How many moments lie in (after, until]."""
        if self._zone is None or self._schedule.every:
            return self._schedule.between(after, until)
        return self._schedule.between(after + self._offset(after), until + self._offset(until))

    def missed(self, since: int, now: int) -> int:
        """How many moments lie in (since, now]; counted as far as one more than is too many."""
        count, at = 0, self.next(since)
        while at is not None and at <= now and count <= TOO_MANY:
            count, at = count + 1, self.next(at)
        return count

    def _offset(self, at: int) -> int:
        from datetime import datetime

        offset = datetime.fromtimestamp(at // SECOND, self._zone).utcoffset()
        return int(offset.total_seconds()) * SECOND if offset else 0

    def text(self, at: int) -> str:
        """RFC 3339 in the time zone."""
        from minikctl.core.times import rfc3339

        offset = self._offset(at) if self._zone is not None else 0
        if not offset:
            return rfc3339(at)
        sign, minutes = ("-" if offset < 0 else "+"), abs(offset) // MINUTE
        return f"{rfc3339(at + offset)[:-1]}{sign}{minutes // 60:02}:{minutes % 60:02}"


def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnknownZone(f"unknown time zone {name}") from None
