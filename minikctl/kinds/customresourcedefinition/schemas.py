"""Whether the schema of a custom resource is structural: it says of every field what it holds. Pure.

source: apiextensions-apiserver pkg/apiserver/schema/validation.go, v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value, not_supported, required
from minikctl.core.structural import INT_OR_STRING, PRESERVE
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds.custom import definitions as crds
from minikctl.kinds.custom.definitions import Obj

if TYPE_CHECKING:
    from collections.abc import Iterator

_TYPES = ["array", "boolean", "integer", "number", "object", "string"]
_ROOT, _FIELD, _ITEM = "at the root", "for specified object fields", "for specified array items"
MOST_DEPTH = 100


def schema_errors(version: Obj, path: str) -> list[FieldError]:
    """Field errors of one version's schema."""
    schema = crds.schema(version)
    if not schema:
        return []
    out = list(_errors(schema, path, _ROOT, 0))
    if schema.get("type") and schema["type"] != "object":
        out.append(invalid_value(f"{path}.type", schema["type"], "must be object at the root"))
    return out


def _errors(schema: Any, path: str, where: str, depth: int) -> Iterator[FieldError]:
    if depth > MOST_DEPTH or not isinstance(schema, dict):
        yield invalid_value(path, str(schema)[:40], "must be a schema")
        return
    kind = schema.get("type")
    if not kind and not schema.get(INT_OR_STRING) and not (schema.get(PRESERVE) and where != _ROOT):
        yield required(f"{path}.type", f"must not be empty {where}")
    elif kind and kind not in _TYPES:
        yield not_supported(f"{path}.type", kind, _TYPES)
    if kind == "array" and not schema.get("items"):
        yield required(f"{path}.items", "must be specified")
    properties, more = schema.get("properties"), schema.get("additionalProperties")
    if isinstance(properties, dict) and properties and isinstance(more, dict):
        yield field_forbidden(
            f"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive"
        )
    for key, below in properties.items() if isinstance(properties, dict) else ():
        yield from _errors(below, f"{path}.properties[{key}]", _FIELD, depth + 1)
    if isinstance(more, dict):
        yield from _errors(more, f"{path}.additionalProperties", _FIELD, depth + 1)
    if schema.get("items"):
        yield from _errors(schema["items"], f"{path}.items", _ITEM, depth + 1)


def has_rules(schema: Any) -> bool:
    """Whether there are rules of the Common Expression Language anywhere in a schema."""
    if isinstance(schema, dict):
        return bool(schema.get("x-kubernetes-validations")) or any(has_rules(each) for each in schema.values())
    return isinstance(schema, list) and any(has_rules(each) for each in schema)
