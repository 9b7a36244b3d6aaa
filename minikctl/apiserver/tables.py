"""Objects as the server's Table: columns and cells of the kind, rows with metadata or the whole object."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.kinds._kind import Kind

Obj = dict[str, Any]


def table(kind: Kind, items: list[Obj], now: int, revision: str, include: str = "Metadata") -> Obj:
    """meta.k8s.io/v1 Table. include: Metadata, Object or None, as `includeObject` asks."""
    row = kind.row or _name_and_age
    rows: list[Obj] = []
    for obj in items:
        out: Obj = {"cells": row(obj, now)}
        if include == "Object":
            out["object"] = obj
        elif include != "None":
            out["object"] = {
                "kind": "PartialObjectMetadata",
                "apiVersion": "meta.k8s.io/v1",
                "metadata": obj["metadata"],
            }
        rows.append(out)
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": {"resourceVersion": revision},
        "columnDefinitions": [
            {"name": c.name, "type": c.type, "format": c.format, "description": c.description, "priority": c.priority}
            for c in kind.columns
        ],
        "rows": rows,
    }


def _name_and_age(obj: Obj, now: int) -> list[Any]:
    from minikctl.core.duration import age

    meta = obj["metadata"]
    return [meta["name"], age(meta.get("creationTimestamp"), now)]
