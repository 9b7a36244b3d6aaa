"""Points in time: the formats, Go's refusals, and agreement with the standard library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core import times

MOMENT = times.from_civil(2026, 11, 22, 8, 12, 26) + 1500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
moments = st.integers(times.from_civil(1, 1, 1), times.from_civil(9999, 12, 31))


def test_formats() -> None:
    assert times.rfc3339(MOMENT) == "2026-11-22T08:12:26Z"
    assert times.rfc3339_micro(MOMENT) == "2026-11-22T08:12:26.001500Z"
    assert times.rfc1123z(MOMENT) == "Sun, 22 Nov 2026 08:12:26 +0000"
    assert times.weekday(MOMENT) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T08:12:26Z", "2026-11-22T08:12:26.000000Z"),
        ("2026-11-22T08:12:26.5Z", "2026-11-22T08:12:26.500000Z"),
        ("2026-11-22T08:12:26.123456789Z", "2026-11-22T08:12:26.123456Z"),
        ("2026-11-22T08:12:26+02:00", "2026-11-22T06:12:26.000000Z"),
        ("2026-11-21T22:12:26-10:30", "2026-11-22T08:42:26.000000Z"),
        ("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000000Z"),
    ],
)
def test_parse(text: str, expected: str) -> None:
    assert times.rfc3339_micro(times.parse_rfc3339(text)) == expected


AS = '" as "2006-01-02T15:04:05Z07:00": cannot parse '


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("soon", f'parsing time "soon{AS}"soon" as "2006"'),
        ("", f'parsing time "{AS}"" as "2006"'),
        ("2026/11/22", f'parsing time "2026/11/22{AS}"/11/22" as "-"'),
        ("2026-11-22", f'parsing time "2026-11-22{AS}"" as "T"'),
        ("2026-11-22T08:12:26", f'parsing time "2026-11-22T08:12:26{AS}"" as "Z07:00"'),
        ("2026-13-22T08:12:26Z", 'parsing time "2026-13-22T08:12:26Z": month out of range'),
        ("2026-02-30T08:12:26Z", 'parsing time "2026-02-30T08:12:26Z": day out of range'),
        ("2026-11-22T25:12:26Z", 'parsing time "2026-11-22T25:12:26Z": hour out of range'),
        ("2026-11-22T08:12:26Zz", 'parsing time "2026-11-22T08:12:26Zz": extra text: "z"'),
    ],
)
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(times.TimeError) as error:
        times.parse_rfc3339(text)
    assert str(error.value) == message


@given(moments)
def test_the_calendar_is_that_of_the_standard_library(at: int) -> None:
    expected = EPOCH + timedelta(microseconds=at)
    assert times.civil(at) == (*expected.timetuple()[:6], expected.microsecond)
    assert times.rfc1123z(at) == expected.strftime("%a, %d %b ") + f"{expected.year:04}" + expected.strftime(
        " %H:%M:%S +0000"
    )
    assert times.weekday(at) == (expected.weekday() + 1) % 7


@given(moments)
def test_formatting_and_parsing_is_the_identity(at: int) -> None:
    assert times.parse_rfc3339(times.rfc3339_micro(at)) == at
    assert times.parse_rfc3339(times.rfc3339(at)) == at - at % times.SECOND


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        times.parse_rfc3339(text)
    except times.TimeError as error:
        assert str(error).startswith("parsing time ")
