"""Tables as kubectl printed them for the same Table answers (recorded from kubectl 1.37 against a server with hand-
made Tables).
"""

from __future__ import annotations

from typing import Any

from minikctl.printers.table import TablePrinter

COLUMNS = [
    {"name": "Name", "type": "string", "format": "name", "priority": 0},
    {"name": "Ready", "type": "string", "format": "", "priority": 0},
    {"name": "Count", "type": "integer", "format": "", "priority": 0},
    {"name": "Node Name", "type": "string", "format": "", "priority": 1},
]


def table(*rows: list[Any], columns: list[dict[str, Any]] = COLUMNS) -> dict[str, Any]:
    def row(cells: list[Any]) -> dict[str, Any]:
        name = cells[0]
        return {
            "cells": cells,
            "object": {"metadata": {"name": name, "namespace": "default", "labels": {"tier": "x", "app": name}}},
        }

    return {"kind": "Table", "columnDefinitions": columns, "rows": [row(cells) for cells in rows]}


TWO = table(["bb", "1/1", 7, "node-bb"], ["long-name", "1/1", 10, "n"])


def test_columns_are_three_apart_and_the_last_one_is_not_padded() -> None:
    assert TablePrinter()(TWO) == (
        "NAME        READY   COUNT\n"
        "bb          1/1     7\n"
        "long-name   1/1     10\n"
    )  # fmt: skip


def test_wide_shows_the_columns_of_lower_priority() -> None:
    assert TablePrinter(wide=True)(TWO).splitlines()[0] == "NAME        READY   COUNT   NODE NAME"


def test_without_headers_a_column_is_at_least_six_wide() -> None:
    assert TablePrinter(no_headers=True)(table(["a", "1/1", 1, ""], ["b", "2/2", 2, ""])) == (
        "a     1/1   1\n"
        "b     2/2   2\n"
    )  # fmt: skip


def test_an_empty_last_cell_leaves_the_padding_of_the_one_before() -> None:
    columns = [dict(c, priority=0) for c in COLUMNS]
    assert TablePrinter()(table(["a", "1/1", 1, ""], columns=columns)).splitlines()[1] == "a      1/1     1       "


def test_labels_are_sorted_and_label_columns_named_after_the_last_part_of_the_key() -> None:
    printer = TablePrinter(show_labels=True, label_columns=["app", "x.io/foo-bar"])
    assert printer(table(["a", "1/1", 1, ""])) == (
        "NAME   READY   COUNT   APP   FOO-BAR   LABELS\na      1/1     1       a               app=a,tier=x\n"
    )


def test_no_labels_are_none() -> None:
    row = {"cells": ["a", "1/1", 1, ""], "object": {"metadata": {"name": "a", "labels": {}}}}
    out = TablePrinter(show_labels=True)({"columnDefinitions": COLUMNS, "rows": [row]})
    assert out.splitlines()[1].endswith("<none>")


def test_namespace_kind_and_event_come_first() -> None:
    printer = TablePrinter(with_namespace=True, kind="deployment.apps", with_event=True)
    assert printer(table(["a", "1/1", 1, ""]), "ADDED") == (
        "EVENT      NAMESPACE   NAME                READY   COUNT\n"
        "ADDED      default     deployment.apps/a   1/1     1\n"
    )


def test_a_table_without_rows_prints_no_header() -> None:
    assert TablePrinter()(table()) == ""


def test_a_watch_keeps_header_and_widths() -> None:
    printer = TablePrinter(with_event=True)
    first = printer(table(["bb", "1/1", 7, ""]), "ADDED")
    second = printer(table(["newlongname", "0/1", 1, ""]), "MODIFIED")
    third = printer(dict(table(["x", "0/1", 1, ""]), columnDefinitions=[]), "DELETED")
    assert first + second + third == (
        "EVENT      NAME   READY   COUNT\n"
        "ADDED      bb     1/1     7\n"
        "MODIFIED   newlongname   0/1     1\n"
        "DELETED    x             0/1     1\n"
    )


def test_tables_added_before_a_flush_share_their_widths() -> None:
    printer = TablePrinter()
    printer.add(table(["web", "2/2", 1, ""]))
    printer.add(table(["api-with-name", "1/1", 1, ""]))
    assert printer.flush() == (
        "NAME            READY   COUNT\n"
        "web             2/2     1\n"
        "api-with-name   1/1     1\n"
    )  # fmt: skip


def test_odd_cells() -> None:
    """Line ends cut a cell, a tab splits it, nil is empty, other values are Go's, missing cells are missing."""
    out = TablePrinter()(
        table(
            ["x", None, 1.5, ""],
            ["long-name-here", "a\nb", 12345678, "n"],
            ["é日本", "t\tb", True, "n"],
            ["e", "\x1b[31mred", {"a": 1}, "  "],
            ["short"],
        )
    )
    assert out == (
        "NAME             READY       COUNT\n"
        "x                            1.5\n"
        "long-name-here   a...        12345678\n"
        "é日本              t           b     true\n"
        "e                ^[[31mred   map[a:1]\n"
        "short\n"
    )
