"""Cron schedules: what they name, and what is wrong with them."""

from __future__ import annotations

import pytest

from minikctl.core.cron import ScheduleError, parse
from minikctl.core.times import parse_rfc3339, rfc3339


def following(schedule: str, after: str, count: int = 1) -> list[str]:
    at: int | None = parse_rfc3339(after)
    out = []
    for _ in range(count):
        assert at is not None
        at = parse(schedule).next(at)
        out.append(rfc3339(at) if at is not None else "never")
    return out


@pytest.mark.parametrize(
    ("schedule", "after", "due"),
    [
        ("*/15 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:15:00Z"),
        ("0 0 1 1 *", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("30 2 * * 1", "2026-01-01T00:00:00Z", "2026-01-05T02:30:00Z"),
        ("0 0 13 * 5", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),  # the 13th or a Friday
        ("0 0 */2 * 5", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"),
        ("0 12 29 feb *", "2026-01-01T00:00:00Z", "2028-02-29T12:00:00Z"),
        ("5/20 3 * * *", "2026-01-01T03:06:00Z", "2026-01-01T03:25:00Z"),
        ("@daily", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"),
        ("@every 90s", "2026-01-01T00:00:00Z", "2026-01-01T00:01:30Z"),
    ],
)
def test_the_next_moment(schedule: str, after: str, due: str) -> None:
    assert following(schedule, after) == [due]


def test_a_day_that_never_comes() -> None:
    assert following("0 0 31 2 *", "2026-01-01T00:00:00Z") == ["never"]


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        ("", "empty spec string"),
        ("every day", "expected exactly 5 fields, found 2: [every day]"),
        ("60 * * * *", "end of range (60) above maximum (59): 60"),
        ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
        ("* * * * 5-1", "beginning of range (5) beyond end of range (1): 5-1"),
        ("x * * * *", 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'),
        ("*/0 * * * *", "step of range should be a positive number: */0"),
        ("1/2/3 * * * *", "too many slashes: 1/2/3"),
        ("1-2-3 * * * *", "too many hyphens: 1-2-3"),
        ("@sometimes", "unrecognized descriptor: @sometimes"),
    ],
)
def test_what_does_not_parse(schedule: str, why: str) -> None:
    with pytest.raises(ScheduleError) as error:
        parse(schedule)
    assert str(error.value) == why
