"""Quantities: canonical texts as the server writes them back, refusals in its words, and the laws of order and sums."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core import quantity
from minikctl.core.quantity import Quantity, QuantityError, parse


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1000m", "1"),
        ("0.5", "500m"),
        ("100m", "100m"),
        ("1.5Gi", "1536Mi"),
        ("1024Mi", "1Gi"),
        ("512Mi", "512Mi"),
        ("1000Mi", "1000Mi"),
        ("1023", "1023"),
        ("128974848", "128974848"),
        ("1000000", "1M"),
        ("12e6", "12e6"),
        ("1200e4", "12e6"),
        ("1E", "1E"),
        ("1000E", "1"),
        ("0Mi", "0"),
        ("0.1Ki", "102400m"),
        ("0.0000000001", "1n"),
        ("1e-3", "1e-3"),
        ("-2", "-2"),
        ("+5k", "+5k"),
        ("8Ei", "9223372036854775807"),
        (".5", "500m"),
        ("1.", "1."),
        ("1Pi", "1Pi"),
    ],
)
def test_canonical(text: str, expected: str) -> None:
    assert quantity.canonical(text) == expected


@pytest.mark.parametrize(("value", "expected"), [(2, "2"), (0.5, "500m"), (1.0, "1"), (0, "0"), (" 1 ", "1")])
def test_json_numbers_are_quantities(value: object, expected: str) -> None:
    assert quantity.canonical(value) == expected


@pytest.mark.parametrize("text", ["", "lots", "5x", "1 Gi", "1.2.3", True, None, [], {}])
def test_what_does_not_look_like_a_quantity(text: object) -> None:
    with pytest.raises(QuantityError) as error:
        quantity.from_json(text)
    assert str(error.value) == quantity.FORMAT_WRONG


@pytest.mark.parametrize("text", ["5kk", "--1", "1e", "5m3", "1Kin", "1e99999999999"])
def test_an_unknown_suffix(text: str) -> None:
    with pytest.raises(QuantityError, match="unable to parse quantity's suffix"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200m", Quantity(200, -3, "DecimalSI", "200m")),
        ("512Mi", Quantity(512 * 2**20, 0, "BinarySI", "")),
        ("100Mi", Quantity(100 * 2**20, 0, "BinarySI", "100Mi")),
        ("0", Quantity(0, 0, "DecimalSI", "0")),
        ("1", Quantity(1, 0, "DecimalSI", "1")),
        ("2000", Quantity(2000, 0, "DecimalSI", "")),
        ("1Pi", Quantity(2**50 * 10**9, -9, "BinarySI", "", True)),
    ],
)
def test_the_fields_that_go_would_hold(text: str, expected: Quantity) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "milli"), [("1500m", 2, 1500), ("-1500m", -2, -1500), ("1Ki", 1024, 1024000), ("1n", 1, 1)]
)
def test_values_round_away_from_zero(text: str, value: int, milli: int) -> None:
    assert (parse(text).value(), parse(text).milli()) == (value, milli)


def test_a_sum_takes_the_format_of_its_first_non_zero_part() -> None:
    assert str(quantity.total([parse("0"), parse("1Gi"), parse("512Mi")])) == "1536Mi"
    assert str(parse("1").sub(parse("250m"))) == "750m"


numbers = st.integers(-(10**15), 10**15)
suffixes = st.sampled_from(["n", "u", "m", "", "k", "Ki", "Mi", "Gi", "e3", "E-2"])
quantities = st.builds(lambda n, s: parse(f"{n}{s}"), numbers, suffixes)


@given(quantities)
def test_the_canonical_text_has_the_same_value_and_is_canonical(value: Quantity) -> None:
    again = parse(str(value))
    assert again.cmp(value) == 0
    assert str(again) == str(value)


@given(quantities, quantities, quantities)
def test_order_and_sums(a: Quantity, b: Quantity, c: Quantity) -> None:
    assert a.cmp(b) == -b.cmp(a)
    assert a.add(b).cmp(b.add(a)) == 0
    assert a.add(b).sub(b).cmp(a) == 0
    assert a.add(c).cmp(b.add(c)) == a.cmp(b)


@given(quantities)
def test_rounding_up_is_less_than_one_off(value: Quantity) -> None:
    whole = Quantity(abs(value.value()))
    size = value if value.sign() >= 0 else value.neg()
    assert whole.cmp(size) >= 0
    assert whole.sub(size).cmp(Quantity(1)) < 0


@given(st.text(max_size=8))
def test_any_text_is_a_quantity_or_refused(text: str) -> None:
    with contextlib.suppress(QuantityError):
        parse(text)
