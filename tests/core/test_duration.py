"""Ages as kubectl prints them, and Go's durations there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core import duration
from minikctl.core.times import DAY, HOUR, MINUTE, SECOND


@pytest.mark.parametrize(
    ("span", "long", "short"),
    [
        (-2 * SECOND, "<invalid>", "<invalid>"),
        (-1 * SECOND, "0s", "0s"),
        (0, "0s", "0s"),
        (119 * SECOND, "119s", "1m"),
        (2 * MINUTE, "2m", "2m"),
        (2 * MINUTE + SECOND, "2m1s", "2m"),
        (10 * MINUTE + SECOND, "10m", "10m"),
        (179 * MINUTE, "179m", "2h"),
        (3 * HOUR, "3h", "3h"),
        (7 * HOUR + 59 * MINUTE, "7h59m", "7h"),
        (8 * HOUR + 59 * MINUTE, "8h", "8h"),
        (47 * HOUR, "47h", "1d"),
        (2 * DAY, "2d", "2d"),
        (7 * DAY + 23 * HOUR, "7d23h", "7d"),
        (8 * DAY + 23 * HOUR, "8d", "8d"),
        (729 * DAY, "729d", "1y"),
        (730 * DAY, "2y", "2y"),
        (731 * DAY, "2y1d", "2y"),
        (8 * 365 * DAY + DAY, "8y", "8y"),
    ],
)
def test_ages(span: int, long: str, short: str) -> None:
    assert (duration.human(span), duration.short_human(span)) == (long, short)


@pytest.mark.parametrize(
    ("text", "span", "again"),
    [
        ("1h30m", 90 * MINUTE, "1h30m0s"),
        ("1.5s", 1_500_000, "1.5s"),
        ("300ms", 300_000, "300ms"),
        ("-2m", -2 * MINUTE, "-2m0s"),
        ("+5s", 5 * SECOND, "5s"),
        ("0", 0, "0s"),
        ("1us", 1, "1µs"),
        ("1500us", 1500, "1.5ms"),
        (".5h", 30 * MINUTE, "30m0s"),
        ("100h", 100 * HOUR, "100h0m0s"),
    ],
)
def test_go_durations(text: str, span: int, again: str) -> None:
    assert duration.go_parse(text) == span
    assert duration.go_format(span) == again


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'time: invalid duration ""'),
        ("abc", 'time: invalid duration "abc"'),
        ("5", 'time: missing unit in duration "5"'),
        ("5x", 'time: unknown unit "x" in duration "5x"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("1h.", 'time: invalid duration "1h."'),
        ("-", 'time: invalid duration "-"'),
        ("9999999h", 'time: invalid duration "9999999h"'),
    ],
)
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(duration.DurationError) as error:
        duration.go_parse(text)
    assert str(error.value) == message


@given(st.integers(-(2**53), 2**53))
def test_formatting_and_parsing_is_the_identity(span: int) -> None:
    assert duration.go_parse(duration.go_format(span)) == span


@given(st.integers(0, 10**16), st.integers(0, 10**16))
def test_an_older_thing_never_looks_younger(a: int, b: int) -> None:
    units = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "y": 365 * DAY}
    older, younger = max(a, b), min(a, b)

    def length(text: str) -> int:
        return int(text[:-1]) * units[text[-1]]

    assert length(duration.short_human(older)) >= length(duration.short_human(younger))
