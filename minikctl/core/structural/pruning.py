"""What a schema does not specify is not kept; nulls neither, where nothing may be null and no default stands for it."""

from __future__ import annotations

from minikctl.core.structural import EMBEDDED, PRESERVE, Obj, inner, items
from minikctl.core.typed import Any

_HEAD = ("apiVersion", "kind", "metadata")  # of an object in an object


def prune(obj: Obj, schema: Obj) -> list[str]:
    """Drop unknown fields in place, those of the head aside; their paths, in order."""
    found: list[str] = []
    _prune(obj, schema, "", _HEAD, found)
    return found


def drop_nulls(value: Any, schema: Obj) -> None:
    """Drop fields that are null, may not be, and have no default, in place."""
    if isinstance(value, dict):
        for key in list(value):
            below = inner(schema, key)
            if below is None:
                continue
            if value[key] is None and not below.get("nullable") and below.get("default") is None and below:
                del value[key]
            else:
                drop_nulls(value[key], below)
    elif isinstance(value, list):
        for each in value:
            drop_nulls(each, items(schema))


def _prune(value: Any, schema: Obj, path: str, kept: tuple[str, ...], found: list[str]) -> None:
    if isinstance(value, dict):
        _prune_object(value, schema, path, kept, found)
    elif isinstance(value, list):
        if not schema.get("items") and schema.get(PRESERVE):
            return
        below = items(schema)
        for i, each in enumerate(value):
            _prune(each, below, f"{path}[{i}]", _kept(below), found)


def _prune_object(value: Obj, schema: Obj, path: str, kept: tuple[str, ...], found: list[str]) -> None:
    for key in sorted(value):
        where = f"{path}.{key}" if path else key
        if key in kept:
            continue
        below = inner(schema, key)
        if below is not None:
            if below or schema.get("additionalProperties") is not True:
                _prune(value[key], below, where, _kept(below), found)
        elif not schema.get(PRESERVE):
            del value[key]
            found.append(where)


def _kept(schema: Obj) -> tuple[str, ...]:
    return _HEAD if schema.get(EMBEDDED) else ()
