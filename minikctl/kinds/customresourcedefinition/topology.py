"""What a schema may say of how its lists and maps are merged. Pure.

source: apiextensions-apiserver pkg/apis/apiextensions/validation, v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value, not_supported, required
from minikctl.core.structural import LIST_KEYS, LIST_TYPE, MAP_TYPE
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.kinds.custom.definitions import Obj

_LIST_TYPES, _MAP_TYPES = ["atomic", "map", "set"], ["atomic", "granular"]
_NEEDS = "this property is in x-kubernetes-list-map-keys, so it"


def errors(schema: Obj, path: str) -> Iterator[FieldError]:
    """Of one schema, not of those inside of it."""
    kind, keys, items = schema.get(LIST_TYPE), schema.get(LIST_KEYS) or [], schema.get("items")
    if kind == "set" and isinstance(items, dict):
        yield from _members(items, path)
    yield from _marker(schema, path, MAP_TYPE, "object", _MAP_TYPES)
    yield from _marker(schema, path, LIST_TYPE, "array", _LIST_TYPES)
    if keys and kind != "map":
        why = "must be map if x-kubernetes-list-map-keys is non-empty"
        yield invalid_value(f"{path}.{LIST_TYPE}", kind, why) if kind else required(f"{path}.{LIST_TYPE}", why)
    if kind == "map":
        yield from _keyed(schema, keys, path)
    if isinstance(items, dict) and kind in ("map", "set"):
        yield from _items(items, keys, path, kind)


def _marker(schema: Obj, path: str, marker: str, wanted: str, allowed: list[str]) -> Iterator[FieldError]:
    said, kind = schema.get(marker), schema.get("type")
    if said is None:
        return
    if kind != wanted:
        why = f"must be {wanted} if {marker} is specified"
        yield invalid_value(f"{path}.type", kind, why) if kind else required(f"{path}.type", why)
    if said not in allowed:
        yield not_supported(f"{path}.{marker}", said, allowed)


def _keyed(schema: Obj, keys: list[str], path: str) -> Iterator[FieldError]:
    items = schema.get("items")
    if not keys:
        yield required(f"{path}.{LIST_KEYS}", "must not be empty if x-kubernetes-list-type is map")
    if items is None:
        yield required(f"{path}.items", "must have a schema if x-kubernetes-list-type is map")
    elif not isinstance(items, dict):
        yield invalid_value(f"{path}.items", items, "must only have a single schema if x-kubernetes-list-type is map")
    elif items.get("type") != "object":
        why = "must be object if parent array's x-kubernetes-list-type is map"
        yield invalid_value(f"{path}.items.type", items.get("type", ""), why)
    else:
        yield from _names(items, keys, path)


def _names(items: Obj, keys: list[str], path: str) -> Iterator[FieldError]:
    properties = items.get("properties") or {}
    for i, key in enumerate(keys):
        if key not in properties:
            yield invalid_value(f"{path}.{LIST_KEYS}", keys, "entries must all be names of item properties")
        elif properties[key].get("type") in ("array", "object"):
            why = "must be a scalar type if parent array's x-kubernetes-list-type is map"
            yield invalid_value(f"{path}.items.properties[{key}].type", items["type"], why)
        if key in keys[:i]:
            yield invalid_value(f"{path}.{LIST_KEYS}", keys, "must not contain duplicate entries")


def _items(items: Obj, keys: list[str], path: str, kind: str) -> Iterator[FieldError]:
    if items.get("nullable"):
        yield field_forbidden(f"{path}.items.nullable", f"cannot be nullable when {LIST_TYPE} is {kind}")
    properties = items.get("properties") or {}
    for key in keys if kind == "map" else ():
        below = properties.get(key)
        if below is None:
            continue
        where = f"{path}.items.properties[{key}]"
        if key not in (items.get("required") or ()) and below.get("default") is None:
            yield required(f"{where}.default", f"{_NEEDS} must have a default or be a required property")
        if below.get("nullable"):
            yield field_forbidden(f"{where}.nullable", f"{_NEEDS} cannot be nullable")


def _members(items: Obj, path: str) -> Iterator[FieldError]:
    """What is in a set is compared as a whole. The server shows the list's marker in both cases."""
    why = f"must be atomic as item of a list with {LIST_TYPE}=set"
    said = items.get(LIST_TYPE)
    if items.get("type") == "array" and said not in (None, "atomic"):
        yield invalid_value(f"{path}.items.{LIST_TYPE}", said, why)
    elif items.get("type") == "object" and items.get(MAP_TYPE) != "atomic":
        yield invalid_value(f"{path}.items.{MAP_TYPE}", said, why)
