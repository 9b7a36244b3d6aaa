"""Text with tabs into aligned columns, by the rules of Go's text/tabwriter.

A cell ends with a tab; what follows the last tab of a line belongs to no column. A column is a run of adjacent lines
that have that cell: a line without it ends the block, and the next block has a width of its own. Knows nothing of what
it prints.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class TabWriter:
    """Aligns lines of cells. With `remember`, a column is never narrower than in an earlier flush (watches)."""

    def __init__(self, minwidth: int, tabwidth: int, padding: int, padchar: str = " ", remember: bool = False) -> None:
        self._minwidth = minwidth
        self._tabwidth = tabwidth
        self._padding = padding
        self._padchar = padchar
        self._remembered: list[int] | None = [] if remember else None
        self._lines: list[Sequence[str]] = []

    def line(self, cells: Sequence[str]) -> None:
        """Add one line; the last cell is the unaligned rest. Cells hold neither tabs nor line ends."""
        self._lines.append(cells)

    def write(self, text: str) -> str:
        """Add text with tabs and newlines and return all of it, aligned. A form feed ends every column, as in Go."""
        out = []
        pages = text.split("\f")
        for number, page in enumerate(pages):
            last = number == len(pages) - 1
            lines = page.split("\n")
            open_line = last and lines[-1] != ""
            if last and not open_line:
                lines.pop()
            self._lines.extend([line.replace("\v", "\t").split("\t") for line in lines])
            page_text = self.flush()
            out.append(page_text[:-1] if open_line else page_text)
        return "".join(out)

    def flush(self) -> str:
        """All lines added since the last flush, aligned, each with its newline."""
        lines, self._lines = self._lines, []
        if not lines:
            return ""
        columns = len(lines[0])
        for line in lines:
            if len(line) != columns:
                return self._ragged(lines)
        return self._regular(lines, columns)

    def _width(self, column: int, longest: int) -> int:
        """Width of a block of this column: the longest cell and the padding, the minimum, what is remembered."""
        width = max(longest + self._padding, self._minwidth)
        memory = self._remembered
        if memory is not None:
            if column < len(memory):
                width = memory[column] = max(width, memory[column])
            else:
                memory.append(width)
        return width

    def _regular(self, lines: list[Sequence[str]], columns: int) -> str:
        """The common case: every line has the same cells, so every column is one block."""
        if columns == 1:
            return "\n".join(line[0] for line in lines) + "\n"
        padded = []
        for number, column in enumerate(list(zip(*lines, strict=True))[:-1]):
            width = self._width(number, max(map(len, column)))
            if self._padchar == "\t":
                padded.append([self._pad(cell, width) for cell in column])
            else:
                padded.append([cell.ljust(width) for cell in column])
        padded.append([line[-1] for line in lines])
        return "\n".join(map("".join, zip(*padded, strict=True))) + "\n"

    def _ragged(self, lines: list[Sequence[str]]) -> str:
        """Columns block by block, from the left; each block's lines wait until the columns right of it are known."""
        widths: list[list[int]] = [[] for _ in lines]

        def column(start: int, end: int, number: int) -> None:
            at = start
            while at < end:
                if len(lines[at]) - 1 <= number:
                    at += 1
                    continue
                stop = at
                while stop < end and len(lines[stop]) - 1 > number:
                    stop += 1
                width = self._width(number, max(len(line[number]) for line in lines[at:stop]))
                for row in widths[at:stop]:
                    row.append(width)
                column(at, stop, number + 1)
                at = stop

        column(0, len(lines), 0)
        text = []
        for line, row in zip(lines, widths, strict=True):
            text.append("".join(self._pad(cell, width) for cell, width in zip(line, row)) + line[-1] + "\n")
        return "".join(text)

    def _pad(self, cell: str, width: int) -> str:
        if self._padchar != "\t":
            return cell + self._padchar * (width - len(cell))
        if not self._tabwidth:
            return cell
        whole = -(-width // self._tabwidth) * self._tabwidth
        return cell + "\t" * -(-(whole - len(cell)) // self._tabwidth)


def align(text: str, minwidth: int = 0, tabwidth: int = 8, padding: int = 2, padchar: str = " ") -> str:
    """Text with tabs, aligned; the defaults are those of kubectl's describe."""
    return TabWriter(minwidth, tabwidth, padding, padchar).write(text)
