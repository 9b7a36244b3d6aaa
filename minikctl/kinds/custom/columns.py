"""Tables of custom resources: the columns that a definition asks for, with paths into the objects.

source: apiextensions-apiserver pkg/registry/customresource/tableconvertor
"""

from __future__ import annotations

from minikctl.core.jsonpath import JSONPath, JSONPathError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import since
from minikctl.kinds._kind import Column
from minikctl.kinds.custom.definitions import Obj, mapping, text

if TYPE_CHECKING:
    from collections.abc import Callable

_AGE: Obj = {
    "name": "Age",
    "type": "date",
    "description": "CreationTimestamp is a timestamp representing the server time when this object was created.",
    "jsonPath": ".metadata.creationTimestamp",
}


def asked(version: Obj) -> list[Obj]:
    """The columns after the name: those of a version, or the age."""
    found = version.get("additionalPrinterColumns")
    return [mapping(each) for each in found] if isinstance(found, list) and found else [_AGE]


def columns(version: Obj) -> tuple[Column, ...]:
    shown = [
        Column(
            text(one.get("name")),
            text(one.get("type")),
            text(one.get("format")),
            one["priority"] if isinstance(one.get("priority"), int) else 0,
            text(one.get("description")),
        )
        for one in asked(version)
    ]
    return (Column("Name", format="name"), *shown)


def row(version: Obj) -> Callable[[Obj, int], list[Any]]:
    """The cells of an object at an instant."""
    paths = [(text(one.get("type")), _path(text(one.get("jsonPath")))) for one in asked(version)]

    def cells(obj: Obj, now: int) -> list[Any]:
        return [obj["metadata"]["name"], *(_cell(kind, path, obj, now) for kind, path in paths)]

    return cells


def _path(where: str) -> JSONPath | None:
    try:
        return JSONPath(f"{{{where}}}")
    except JSONPathError:
        return None


def _cell(kind: str, path: JSONPath | None, obj: Obj, now: int) -> Any:
    """What is not there, or of another type than the column, is an empty cell."""
    try:
        results = path.find(obj) if path else []
    except JSONPathError:
        return None
    if not path or not results or not results[0]:
        return None
    value = results[0][0]
    if kind == "string":
        return path.shown(value)
    return None if value is None else _typed(kind, value, now)


def _typed(kind: str, value: Any, now: int) -> Any:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "integer":
        return int(value) if number else None
    if kind == "number":
        return value if number else None
    if kind == "boolean":
        return value if isinstance(value, bool) else None
    if kind == "date" and isinstance(value, str):
        shown = since(value, now)
        return "<invalid>" if value and shown == "<unknown>" else shown
    return None
