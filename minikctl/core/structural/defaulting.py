"""Defaults of a schema, filled in where a field is not there, or null and may not be."""

from __future__ import annotations

from minikctl.core.objects import copy
from minikctl.core.structural import Obj, inner, items
from minikctl.core.typed import Any


def default(value: Any, schema: Obj) -> None:
    """Fill in, in place. An object that is not there stays away, with all the defaults inside of it."""
    if isinstance(value, dict):
        properties = schema.get("properties")
        for key, below in properties.items() if isinstance(properties, dict) else ():
            if isinstance(below, dict) and below.get("default") is not None and key not in value:
                value[key] = copy(below["default"])
        for key in list(value):
            below = inner(schema, key)
            if below:
                value[key] = _instead_of_null(value[key], below)
                default(value[key], below)
    elif isinstance(value, list):
        below = items(schema)
        for i, each in enumerate(value):
            value[i] = _instead_of_null(each, below)
            default(value[i], below)


def _instead_of_null(value: Any, schema: Obj) -> Any:
    if value is None and not schema.get("nullable") and schema.get("default") is not None:
        return copy(schema["default"])
    return value
