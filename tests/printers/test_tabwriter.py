"""Column blocks, as Go's text/tabwriter makes them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minikctl.printers.tabwriter import TabWriter, align


def test_what_follows_the_last_tab_is_no_column() -> None:
    assert align("Name:\tweb\nNamespace:\tdefault\n") == "Name:       web\nNamespace:  default\n"


def test_a_line_without_the_cell_ends_the_block() -> None:
    assert align("a\tb\nlonglong\tb\nalone\nc\td\n") == "a         b\nlonglong  b\nalone\nc  d\n"


def test_an_empty_line_ends_the_block() -> None:
    assert align("aaaa\tb\n\nc\td\n") == "aaaa  b\n\nc  d\n"


def test_inner_blocks_end_where_the_line_has_fewer_cells() -> None:
    assert align("x\ty\tz\nx\tyyyy\tz\nxx\ty\nx\ty\tz\n") == "x   y     z\nx   yyyy  z\nxx  y\nx   y  z\n"


def test_leading_empty_cells_indent() -> None:
    assert align("a:\tb\n\tc\n") == "a:  b\n    c\n"


def test_a_trailing_tab_pads() -> None:
    assert align("a\tb\t\naaa\tb\t\n") == "a    b  \naaa  b  \n"


def test_the_last_line_may_lack_its_newline() -> None:
    assert align("a\tb\naa\tb") == "a   b\naa  b"


def test_tabs_as_padding_fill_to_tab_stops() -> None:
    assert align("a\tb\nabcdefgh\tb\n", padchar="\t", padding=1) == "a\t\tb\nabcdefgh\tb\n"


def test_minwidth_counts_the_padding() -> None:
    assert align("a\tb\n", minwidth=6, padding=3) == "a     b\n"


def test_remembered_widths_only_grow() -> None:
    writer = TabWriter(0, 8, 1, remember=True)
    writer.line(["wide", "x"])
    first = writer.flush()
    writer.line(["a", "x"])
    assert first + writer.flush() == "wide x\na    x\n"


CELLS = st.lists(st.lists(st.text("ab c", max_size=5), min_size=1, max_size=4), min_size=1, max_size=8)


@given(CELLS)
def test_alignment_keeps_all_text_and_all_lines(rows: list[list[str]]) -> None:
    text = "".join("\t".join(row) + "\n" for row in rows)
    lines = align(text).split("\n")
    assert [line.replace(" ", "") for line in lines[:-1]] == ["".join(row).replace(" ", "") for row in rows]


@given(CELLS)
def test_lines_of_equal_shape_are_the_same_in_one_block_or_by_the_general_way(rows: list[list[str]]) -> None:
    columns = max(map(len, rows))
    full = [row + [""] * (columns - len(row)) for row in rows]
    writer = TabWriter(6, 4, 3)
    for row in full:
        writer.line(row)
    assert writer.flush() == TabWriter(6, 4, 3)._ragged([*full])


@given(CELLS)
def test_cells_of_one_block_start_at_the_same_place(rows: list[list[str]]) -> None:
    marked = [["#" + cell for cell in row] for row in rows]
    lines = align("".join("\t".join(row) + "\n" for row in marked)).split("\n")
    for (upper, above), (lower, below) in zip(zip(marked, lines), zip(marked[1:], lines[1:])):
        if len(upper) > 1 and len(lower) > 1:
            assert above.index("#", 1) == below.index("#", 1)
