"""IntOrString: numbers, percentages, and the words for what is neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core import intstr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("80", 80),
        ("-1", -1),
        ("http", "http"),
        ("25%", "25%"),
        ("", ""),
        ("99999999999", "99999999999"),
        ("1.5", "1.5"),
    ],
)
def test_parse(text: str, expected: int | str) -> None:
    assert intstr.parse(text) == expected


@pytest.mark.parametrize(
    ("value", "total", "up", "down"),
    [("25%", 10, 3, 2), ("0%", 10, 0, 0), ("100%", 3, 3, 3), (7, 3, 7, 7), ("1%", 0, 0, 0)],
)
def test_scaled(value: int | str, total: int, up: int, down: int) -> None:
    assert (intstr.scaled(value, total, True), intstr.scaled(value, total, False)) == (up, down)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("x", "invalid type: string is not a percentage"),
        ("x%", 'invalid value "x%": strconv.Atoi: parsing "x": invalid syntax'),
        ("%", 'invalid value "%": strconv.Atoi: parsing "": invalid syntax'),
    ],
)
def test_refusals(value: str, message: str) -> None:
    with pytest.raises(intstr.IntOrStringError) as error:
        intstr.scaled(value, 10, True)
    assert str(error.value) == f"invalid value for IntOrString: {message}"


@given(st.integers(0, 200), st.integers(0, 10**6))
def test_rounding_up_and_down_meet_or_are_one_apart(percent: int, total: int) -> None:
    down, up = intstr.scaled(f"{percent}%", total, False), intstr.scaled(f"{percent}%", total, True)
    assert down <= percent * total / 100 <= up
    assert up - down in (0, 1)
