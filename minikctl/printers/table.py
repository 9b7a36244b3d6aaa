"""The server's Table as kubectl's human-readable columns.

The hot path of `get`: imports nothing but the tab writer. Knows Tables, not kinds: what a column holds is the server's
affair.
"""

from __future__ import annotations

from minikctl.printers.tabwriter import TabWriter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from minikctl.core.errors import Obj

# kubectl's GetNewTabWriter: minwidth, tabwidth, padding
MINWIDTH, TABWIDTH, PADDING = 6, 4, 3

Columns = list["Obj"]


class TablePrinter:
    """Prints the Tables of one resource: the header once, widths remembered from flush to flush (watches).

    `kind` (`deployment.apps`, lower case) prefixes names when several resources are printed.
    """

    def __init__(
        self,
        *,
        wide: bool = False,
        no_headers: bool = False,
        show_labels: bool = False,
        label_columns: Iterable[str] = (),
        with_namespace: bool = False,
        kind: str = "",
        with_event: bool = False,
    ) -> None:
        self._wide = wide
        self._no_headers = no_headers
        self._show_labels = show_labels
        self._label_columns = tuple(label_columns)
        self._with_namespace = with_namespace
        self._kind = kind
        self._with_event = with_event
        self._columns: Columns = []
        self._header_printed = False
        self._writer = TabWriter(MINWIDTH, TABWIDTH, PADDING, remember=True)

    def __call__(self, table: Obj, event: str = "") -> str:
        """The text of one Table, with a header unless it has been printed before."""
        self.add(table, event)
        return self.flush()

    def add(self, table: Obj, event: str = "") -> None:
        """Take a Table's rows; Tables added before one flush share their column widths (`get pods a b`)."""
        columns = table.get("columnDefinitions") or []
        if columns and columns != self._columns:
            self._columns = columns
            self._header_printed = False
        rows = table.get("rows") or []
        if not rows:
            return
        shown = [i for i, c in enumerate(self._columns) if self._wide or not c.get("priority")]
        if not self._no_headers and not self._header_printed:
            self._writer.line(self._header(shown))
        self._header_printed = True
        name = self._name_column() if self._kind else -1
        for row in rows:
            self._writer.line(self._row(row, shown, name, event))

    def flush(self) -> str:
        return self._writer.flush()

    def _header(self, shown: list[int]) -> list[str]:
        out = ["EVENT"] if self._with_event else []
        if self._with_namespace:
            out.append("NAMESPACE")
        out += [self._columns[i]["name"].upper() for i in shown]
        out += [label.rpartition("/")[2].upper() for label in self._label_columns]
        if self._show_labels:
            out.append("LABELS")
        return out

    def _name_column(self) -> int:
        for i, column in enumerate(self._columns):
            if column.get("format") == "name" and column.get("type") == "string":
                return i
        return -1

    def _row(self, row: Obj, shown: list[int], name: int, event: str) -> list[str]:
        cells = row["cells"]
        meta = (row.get("object") or {}).get("metadata") or {}
        out = [event.ljust(8)] if self._with_event else []  # MODIFIED
        if self._with_namespace:
            out.append(meta.get("namespace", ""))
        for i in shown:
            if i >= len(cells):
                break
            cell = cells[i]
            text = cell if isinstance(cell, str) else _text(cell)
            if i == name:
                text = f"{self._kind}/{text}"
            out.append(text if text.isprintable() else _one_line(text))
        if self._label_columns or self._show_labels:
            labels = meta.get("labels") or {}
            out += [labels.get(label, "") for label in self._label_columns]
            if self._show_labels:
                out.append(format_labels(labels))
        # a tab inside of a cell makes two cells of it, as in kubectl
        return "\t".join(out).split("\t")


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if type(cell) is int:
        return str(cell)
    from minikctl.core.go_text import sprint

    return sprint(cell)


def _one_line(text: str) -> str:
    """Cut at the first line end, with an ellipsis; escape characters that would steer the terminal are made visible."""
    cut = min((at for at in map(text.find, "\f\n\r") if at >= 0), default=-1)
    if cut >= 0:
        text = text[:cut]
    text = text.replace("\x1b", "^[").replace("\v", "\t")
    return text + "..." if cut >= 0 else text


def format_labels(labels: Obj) -> str:
    """`a=1,b=2` in key order, `<none>` without any."""
    if not labels:
        return "<none>"
    return ",".join([f"{key}={labels[key]}" for key in sorted(labels)])
