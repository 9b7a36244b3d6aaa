"""`-o custom-columns=HEADER:path,...` and `-o custom-columns-file=...`."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.go_text import sprint
from minikctl.core.jsonpath import JSONPath, JSONPathError
from minikctl.core.jsonpath_parse import relaxed
from minikctl.printers import PrintFailed
from minikctl.printers.table import MINWIDTH, PADDING, TABWIDTH
from minikctl.printers.tabwriter import align

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from minikctl.core.errors import Obj

    Columns = list[tuple[str, str]]

_EXPECTED = "Expected format is one line of space separated headers, one line of space separated column specs."


def columns_of(spec: str) -> Columns:
    """Headers and paths of `NAME:.metadata.name,...`."""
    if not spec:
        raise CliError("custom-columns format specified but no custom columns given")
    columns = []
    for part in spec.split(","):
        header, colon, path = part.partition(":")
        if not colon:
            raise CliError(f"unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>")
        columns.append((header, _path(path)))
    return columns


def columns_of_template(text: str) -> Columns:
    """Headers and paths of a file: a line of headers, a line of paths below them."""
    lines = text.split("\n")
    if not text:
        raise CliError(f"invalid template, missing header line. {_EXPECTED}")
    if len(lines) < 2 or (len(lines) == 2 and not lines[1]):
        raise CliError(f"invalid template, missing spec line. {_EXPECTED}")
    headers, paths = lines[0].split(), lines[1].split()
    if len(headers) != len(paths):
        raise CliError(f"number of headers ({len(headers)}) and field specifications ({len(paths)}) don't match")
    return [(header, _path(path)) for header, path in zip(headers, paths, strict=True)]


def _path(text: str) -> str:
    try:
        return relaxed(text)
    except JSONPathError as error:
        raise CliError(str(error)) from None


def printer(columns: Columns, no_headers: bool = False) -> Callable[[Obj], str]:
    """A printer of objects and lists; the headers come once."""
    head = "" if no_headers else "\t".join(header for header, _ in columns) + "\n"

    def print_columns(obj: Obj) -> str:
        nonlocal head
        text, head = head, ""
        try:
            paths = [JSONPath(path) for _, path in columns]
            items = obj.get("items") if str(obj.get("kind")).endswith("List") else None
            for item in items if isinstance(items, list) else [obj]:
                text += "\t".join(_cell(path, item) for path in paths) + "\n"
        except JSONPathError as error:
            raise PrintFailed(_aligned(text), str(error)) from None
        return _aligned(text)

    return print_columns


def _aligned(text: str) -> str:
    return align(text, MINWIDTH, TABWIDTH, PADDING)


def _cell(path: JSONPath, obj: Any) -> str:
    values = path.find(obj)
    found = [_safe(sprint(value)) for results in values for value in results]
    if not values or not values[0]:
        found.insert(0, "<none>")
    return ",".join(found)


def _safe(text: str) -> str:
    """Nothing that could steer a terminal."""
    return text.replace("\x1b", "^[").replace("\r", "\\r")
