"""--sort-by, checked against kubectl 1.37."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core.errors import CliError
from minikctl.core.go_sort import go_sorted
from minikctl.printers.sorting import sort_objects, sort_table, sort_tables

RECORDED = json.loads((Path(__file__).parents[1] / "core/data/go_sort.json").read_text())


def table(*values: Any) -> dict[str, Any]:
    rows = [{"cells": [i], "object": {"spec": {} if v is ... else {"v": v}}} for i, v in enumerate(values)]
    return {"kind": "Table", "rows": rows}


def order(*values: Any) -> list[int]:
    return [row["cells"][0] for row in sort_table(table(*values), ".spec.v")["rows"]]


@pytest.mark.parametrize("case", RECORDED, ids=[f"{len(case['values'])}" for case in RECORDED])
def test_rows_that_compare_equal_come_in_the_order_of_go(case: dict[str, list[int]]) -> None:
    assert order(*case["values"]) == case["order"]


def test_numbers_quantities_and_text() -> None:
    assert order(10, 9, 100) == [1, 0, 2]
    assert order("2Gi", "1", "100m") == [2, 1, 0]
    assert order("a10", "a9", "10", "9", "A", "", "2024-01-02T00:00:00Z", "2023-01-02T00:00:00Z") == [
        5,
        3,
        2,
        7,
        6,
        4,
        0,
        1,
    ]


def test_missing_fields_come_first_and_backwards() -> None:
    assert order(..., 2, ..., 1, ...) == [4, 2, 0, 3, 1]


def test_null_is_less_than_anything() -> None:
    assert order(1, None, 0) == [1, 2, 0]


@pytest.mark.parametrize("path", [".nope", "{.spec.v[}", ".spec.v[7]"])
def test_a_failing_sort_of_a_table_leaves_nothing(path: str) -> None:
    assert sort_table(table([1], [2]), path)["rows"] == []


def test_a_failing_sort_of_objects_is_an_error() -> None:
    objects: list[dict[str, Any]] = [{"a": 1}, {"a": 2}]
    with pytest.raises(CliError, match=r"couldn't find any field with path .\{\.nope\}. in the list of objects"):
        sort_objects(objects, "nope")
    assert sort_objects(objects[:1], "nope") == objects[:1]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ((1, "a"), "unsortable interface: interface"),
        ((True, False), "unsortable type: bool"),
        (({}, {}), "unsortable type: map[string]interface {}"),
    ],
)
def test_what_cannot_be_compared(values: tuple[Any, Any], why: str) -> None:
    with pytest.raises(CliError) as failure:
        order(*values)
    assert failure.value.message.endswith(f"is an unsortable type: interface, err: {why}")


def test_several_tables_cannot_be_sorted() -> None:
    with pytest.raises(CliError, match=r"couldn't find any field with path .\{\.x\}."):
        sort_tables([table(1), table(2)], ".x")
    assert sort_tables([table(2), table(1)], ".kind") == [table(2), table(1)]


@given(st.lists(st.integers(0, 9), max_size=200))
def test_the_result_is_sorted(values: list[int]) -> None:
    assert go_sorted(values, lambda a, b: a < b) == sorted(values)


def test_patterns_that_defeat_quicksort_are_sorted() -> None:
    for n in (13, 50, 51, 128, 1000):
        for values in (
            range(n),
            range(n, 0, -1),
            [i * 7 % 13 for i in range(n)],
            [min(i, n - i) for i in range(n)],
            [0] * n,
        ):
            assert go_sorted(list(values), lambda a, b: a < b) == sorted(values)
