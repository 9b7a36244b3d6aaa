"""A Table for answers of servers that do not make one: NAME and AGE, as kubectl shows objects it knows nothing of.
Pure.
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]


def table(found: Obj) -> Obj:
    """An object or a list as a meta.k8s.io/v1 Table."""
    items = found["items"] if isinstance(found.get("items"), list) else [found]
    columns = [
        {"name": "Name", "type": "string", "format": "name", "description": "", "priority": 0},
        {"name": "Created At", "type": "date", "format": "", "description": "", "priority": 0},
    ]
    rows = []
    for item in items:
        meta = item.get("metadata") or {}
        rows.append({"cells": [meta.get("name", ""), meta.get("creationTimestamp", "")], "object": item})
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": found.get("metadata") or {},
        "columnDefinitions": columns,
        "rows": rows,
    }
