"""`get --sort-by`: rows of a Table, or objects, by a path; kubectl's comparison and its order of equals."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.go_sort import go_sorted
from minikctl.core.jsonpath import JSONPath, JSONPathError, type_name
from minikctl.core.jsonpath_parse import relaxed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from minikctl.core.errors import Obj

    Row = tuple[Any, list[Any]]


def sort_table(table: Obj, path: str) -> Obj:
    """The Table with its rows sorted by their objects. Where kubectl finds no such field in any, or the path wrong, it
    swallows the error and prints nothing: the rows are then gone."""
    try:
        field = relaxed(path)
    except JSONPathError:
        field = path  # kubectl takes it as it is
    pairs = [(row, row.get("object") or {}) for row in table.get("rows") or []]
    try:
        rows = _sorted(pairs, field, "[][][]reflect.Value", "sorter.go:375")
    except _Swallowed:
        rows = []
    return {**table, "rows": rows}


def sort_tables(tables: Sequence[Obj], path: str) -> list[Obj]:
    """Several Tables (`get pods,svc`, `get pod a b`) are not sorted within: kubectl looks for the field in the Tables
    themselves, and fails without it.
    """
    if len(tables) == 1:
        return [sort_table(tables[0], path)]
    return sort_objects(list(tables), path)


def sort_objects(objects: list[Obj], path: str) -> list[Obj]:
    """CliError when no object has the field."""
    field = _field(path)
    if len(objects) < 2:
        return objects
    try:
        return _sorted([(obj, obj) for obj in objects], field, "*unstructured.Unstructured", "sorter.go:329")
    except _Swallowed as error:
        raise CliError(str(error)) from None


_NUMBERS = tuple("+-.0123456789")


class Unsortable(CliError):
    """Values that have no order: kubectl ends with a line in its log, from the place `source`."""

    def __init__(self, message: str, source: str) -> None:
        super().__init__(message)
        self.source = source


class _Swallowed(Exception):
    """A failure that a Table's sort does not show."""


def _field(path: str) -> str:
    try:
        return relaxed(path)
    except JSONPathError as error:
        raise CliError(str(error)) from None


def _not_found(field: str) -> str:
    return f'couldn\'t find any field with path "{field}" in the list of objects'


def _sorted(pairs: list[tuple[Any, Obj]], field: str, holder: str, source: str) -> list[Any]:
    """The first of each pair, by what the path finds in the second. source: where kubectl's log says it gave up."""
    try:
        compiled = JSONPath(field)
        rows: list[Row] = [(item, (compiled.find(obj) or [[]])[0]) for item, obj in pairs]
    except JSONPathError as error:
        raise _Swallowed(str(error)) from None
    if rows and not any(found for _, found in rows):
        raise _Swallowed(_not_found(field))

    def less(a: Row, b: Row) -> bool:
        if not a[1] or not b[1]:
            return not a[1]  # also when both are missing: kubectl's order of these is no order
        try:
            return _less(a[1][0], b[1][0])
        except TypeError as error:
            what = f"Field {field} in {holder} is an unsortable type: interface, err: {error}"
            raise Unsortable(what, source) from None

    return [row[0] for row in go_sorted(rows, less)]


def _less(a: Any, b: Any) -> bool:
    """TypeError for what kubectl cannot compare."""
    if a is None or b is None:
        return a is None and b is not None
    kind = type_name(a)
    if kind not in ("int64", "float64", "string"):
        raise TypeError(f"unsortable type: {kind}")
    if kind != type_name(b):
        raise TypeError("unsortable interface: interface")
    return _text_less(a, b) if kind == "string" else bool(a < b)


def _text_less(a: str, b: str) -> bool:
    """Quantities by their value, all else by character."""
    if a[:1] in _NUMBERS and b[:1] in _NUMBERS:
        from minikctl.core.quantity import QuantityError, parse

        try:
            return parse(a).cmp(parse(b)) < 0
        except QuantityError:
            pass
    return a < b
