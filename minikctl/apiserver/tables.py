"""Objects as the server's Table: columns and cells of the kind, rows with metadata or the whole object."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.kinds._kind import Kind

Obj = dict[str, Any]


_SCALE = (("Name", "string", "name"), ("Desired", "integer", ""), ("Available", "integer", ""), ("Age", "string", ""))


def scale_table(scale: Obj, now: int, include: str = "Metadata") -> Obj:
    """The Table of one Scale."""
    from minikctl.core.duration import age

    meta, revision = scale["metadata"], scale["metadata"]["resourceVersion"]
    replicas, current = scale["spec"].get("replicas", 0), scale["status"].get("replicas", 0)
    cells = [meta["name"], replicas, current, age(meta.get("creationTimestamp"), now)]
    columns = [
        {"name": name, "type": kind, "format": form, "description": "", "priority": 0} for name, kind, form in _SCALE
    ]
    return _table(columns, [_row(scale, cells, include)], revision)


def table(kind: Kind, items: list[Obj], now: int, revision: str, include: str = "Metadata") -> Obj:
    """meta.k8s.io/v1 Table. include: Metadata, Object or None, as `includeObject` asks."""
    row = kind.row or _name_and_age
    columns = [
        {"name": c.name, "type": c.type, "format": c.format, "description": c.description, "priority": c.priority}
        for c in kind.columns
    ]
    return _table(columns, [_row(obj, row(obj, now), include) for obj in items], revision)


def _row(obj: Obj, cells: list[Any], include: str) -> Obj:
    if include == "Object":
        return {"cells": cells, "object": obj}
    if include == "None":
        return {"cells": cells}
    partial = {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": obj["metadata"]}
    return {"cells": cells, "object": partial}


def _table(columns: list[Obj], rows: list[Obj], revision: str) -> Obj:
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": {"resourceVersion": revision},
        "columnDefinitions": columns,
        "rows": rows,
    }


def _name_and_age(obj: Obj, now: int) -> list[Any]:
    from minikctl.core.duration import age

    meta = obj["metadata"]
    return [meta["name"], age(meta.get("creationTimestamp"), now)]
