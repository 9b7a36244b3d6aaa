"""Cron schedules as CronJobs write them: five fields or a descriptor, and the moments that they name. Pure.

Errors are those of the parser that Kubernetes uses (robfig/cron). Moments are int microseconds, UTC; who wants another
time zone shifts them.
"""

from __future__ import annotations

from minikctl.core.times import DAY, HOUR, MINUTE, civil, days_in, from_civil, quote, weekday
from minikctl.core.typed import NamedTuple


class ScheduleError(ValueError):
    """A schedule that does not parse."""


class _Bounds(NamedTuple):
    least: int
    most: int
    names: tuple[str, ...] = ()  # of `least` and what follows


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS = (_Bounds(0, 59), _Bounds(0, 23), _Bounds(1, 31), _Bounds(1, 12, _MONTHS), _Bounds(0, 6, _DAYS))
_DESCRIPTORS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_YEARS = 5  # how far ahead a moment is looked for


class Schedule(NamedTuple):
    """When something is due. `every`: an `@every` schedule, microseconds; the fields say nothing then."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    any_day: bool = False  # one of the two day fields is `*`: both have to fit; otherwise one is enough
    every: int = 0

    def next(self, after: int) -> int | None:
        """The first moment later than `after`; None where there is none within five years (31 February)."""
        if self.every:
            return after - after % 1_000_000 + self.every
        year, month, day, hour, minute, _, _ = civil(after - after % MINUTE + MINUTE)
        last = year + _YEARS
        while year <= last:
            if month in self.months:
                while day <= days_in(month, year):
                    if self._fits(year, month, day):
                        found = self._within(hour, minute)
                        if found is not None:
                            return from_civil(year, month, day, *found)
                    day, hour, minute = day + 1, 0, 0
            day, hour, minute = 1, 0, 0
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return None

    def between(self, after: int, until: int) -> int:
        """How many moments lie in (after, until]: day by day."""
        if self.every:
            return max(until - after, 0) // self.every
        found = 0
        for day in range(after // DAY, until // DAY + 1):
            year, month, number, *_ = civil(day * DAY)
            if month in self.months and self._fits(year, month, number):
                found += self._of_day(until - day * DAY) - self._of_day(after - day * DAY)
        return found

    def _of_day(self, until: int) -> int:
        """How many moments of a day lie in it up to a time of day."""
        if until < 0:
            return 0
        hour, minute = until // HOUR, until % HOUR // MINUTE
        whole = sum(1 for h in self.hours if h < hour) * len(self.minutes)
        return whole + (sum(1 for m in self.minutes if m <= minute) if hour in self.hours else 0)

    def _fits(self, year: int, month: int, day: int) -> bool:
        in_month = day in self.days
        in_week = weekday(from_civil(year, month, day)) in self.weekdays
        return (in_month and in_week) if self.any_day else (in_month or in_week)

    def _within(self, hour: int, minute: int) -> tuple[int, int] | None:
        """The first time of day from hour:minute on."""
        later = [m for m in self.minutes if m >= minute]
        if hour in self.hours and later:
            return hour, min(later)
        hours = [h for h in self.hours if h > hour]
        return (min(hours), min(self.minutes)) if hours else None


def parse(text: str) -> Schedule:
    """Raises ScheduleError."""
    if not text:
        raise ScheduleError("empty spec string")
    if text.startswith("@every "):
        return _every(text)
    if text.startswith("@"):
        if text not in _DESCRIPTORS:
            raise ScheduleError(f"unrecognized descriptor: {text}")
        text = _DESCRIPTORS[text]
    fields = text.split()
    if len(fields) != len(_FIELDS):
        raise ScheduleError(f"expected exactly {len(_FIELDS)} fields, found {len(fields)}: [{' '.join(fields)}]")
    parsed = [_field(field, bounds) for field, bounds in zip(fields, _FIELDS)]
    minutes, hours, days, months, weekdays = (frozenset(values) for values, _ in parsed)
    return Schedule(minutes, hours, days, months, weekdays, any_day=parsed[2][1] or parsed[4][1])


def _every(text: str) -> Schedule:
    from minikctl.core.duration import DurationError, go_parse

    try:
        span = go_parse(text.removeprefix("@every "))
    except DurationError as error:
        raise ScheduleError(f"failed to parse duration {text}: {error}") from None
    nothing: frozenset[int] = frozenset()
    return Schedule(nothing, nothing, nothing, nothing, nothing, every=max(span - span % 1_000_000, 1_000_000))


def _field(text: str, bounds: _Bounds) -> tuple[set[int], bool]:
    """The values of one field, and whether it says `*`."""
    values: set[int] = set()
    star = False
    for part in filter(None, text.split(",")):
        found, is_star = _range(part, bounds)
        values.update(found)
        star = star or is_star
    return values, star


def _range(text: str, bounds: _Bounds) -> tuple[range, bool]:
    """`5`, `1-5`, `*/2`, `10-30/5`; `5/10` goes on to the end."""
    ends, *steps = text.split("/")
    low, *high = ends.split("-")
    star = low in ("*", "?")
    start, end = bounds.least, bounds.most
    if not star:
        start = _number(low, bounds)
        if len(high) > 1:
            raise ScheduleError(f"too many hyphens: {text}")
        end = _number(high[0], bounds) if high else start
    if len(steps) > 1:
        raise ScheduleError(f"too many slashes: {text}")
    step = 1
    if steps:
        step = _integer(steps[0])
        if not high:
            end = bounds.most
        star = star and step <= 1
    if start < bounds.least:
        raise ScheduleError(f"beginning of range ({start}) below minimum ({bounds.least}): {text}")
    if end > bounds.most:
        raise ScheduleError(f"end of range ({end}) above maximum ({bounds.most}): {text}")
    if start > end:
        raise ScheduleError(f"beginning of range ({start}) beyond end of range ({end}): {text}")
    if step == 0:
        raise ScheduleError(f"step of range should be a positive number: {text}")
    return range(start, end + 1, step), star


def _number(text: str, bounds: _Bounds) -> int:
    if text.lower() in bounds.names:
        return bounds.least + bounds.names.index(text.lower())
    return _integer(text)


def _integer(text: str) -> int:
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not (digits.isascii() and digits.isdigit()):
        raise ScheduleError(f"failed to parse int from {text}: strconv.Atoi: parsing {quote(text)}: invalid syntax")
    if int(text) < 0:
        raise ScheduleError(f"negative number ({int(text)}) not allowed: {text}")
    return int(text)
