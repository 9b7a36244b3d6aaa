"""JSON values against the structural schema of a custom resource: what is dropped, filled in, and refused. Pure.

A schema is the `openAPIV3Schema` of a CustomResourceDefinition as it is. What is no schema at all is passed over.
source: apiextensions-apiserver pkg/apiserver/schema, v1.36
"""

from __future__ import annotations

from minikctl.core.typed import Any

Obj = dict[str, Any]

NOTHING: Obj = {}
PRESERVE = "x-kubernetes-preserve-unknown-fields"
EMBEDDED = "x-kubernetes-embedded-resource"
INT_OR_STRING = "x-kubernetes-int-or-string"
LIST_KEYS, LIST_TYPE, MAP_TYPE = "x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-map-type"


def inner(schema: Obj, key: str) -> Obj | None:
    """The schema of a field of an object, of the values of a map; None for a field that is not specified."""
    properties = schema.get("properties")
    if isinstance(properties, dict) and isinstance(properties.get(key), dict):
        found: Obj = properties[key]
        return found
    more = schema.get("additionalProperties")
    if isinstance(more, dict):
        return more
    return NOTHING if more is True else None


def items(schema: Obj) -> Obj:
    """The schema of the items of a list."""
    found = schema.get("items")
    return found if isinstance(found, dict) else NOTHING


def has_defaults(schema: Any) -> bool:
    """Whether there is a default anywhere inside of a schema."""
    if isinstance(schema, dict):
        return schema.get("default") is not None or any(has_defaults(each) for each in schema.values())
    return isinstance(schema, list) and any(has_defaults(each) for each in schema)
