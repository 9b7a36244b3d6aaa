"""Numbers recorded from kubectl's own outputs (Go's strconv and encoding/json)."""

from __future__ import annotations

import pytest

from minikctl.core.go_text import float_g, float_json, quote, sprint

FLOATS = [
    (1.5, "1.5", "1.5"),
    (100000.5, "100000.5", "100000.5"),
    (1234567.5, "1.2345675e+06", "1234567.5"),
    (1e6, "1e+06", "1000000"),
    (1e20, "1e+20", "100000000000000000000"),
    (1e21, "1e+21", "1e+21"),
    (123456789012345680000.0, "1.2345678901234568e+20", "123456789012345680000"),
    (0.0001, "0.0001", "0.0001"),
    (0.000012345, "1.2345e-05", "0.000012345"),
    (1e-7, "1e-07", "1e-7"),
    (-0.0, "-0", "-0"),
    (100.0, "100", "100"),
    (5e-324, "5e-324", "5e-324"),
    (-1.5e-9, "-1.5e-09", "-1.5e-9"),
]


@pytest.mark.parametrize(("value", "general", "json"), FLOATS)
def test_floats_have_go_digits_and_exponents(value: float, general: str, json: str) -> None:
    assert (float_g(value), float_json(value)) == (general, json)


def test_maps_are_sorted_and_nil_has_its_own_word() -> None:
    assert sprint({"b": [1, "x", None], "a": {"c": True}}) == "map[a:map[c:true] b:[1 x <nil>]]"


def test_an_integer_beyond_int64_is_a_float() -> None:
    assert sprint([2**63 - 1, 2**63]) == "[9223372036854775807 9.223372036854776e+18]"


def test_json_strings_are_safe_in_html() -> None:
    assert quote('<a href="x">é\n\u2028&') == '"\\u003ca href=\\"x\\"\\u003eé\\n\\u2028\\u0026"'
