"""Whether the schema of a custom resource is structural: it says of every field what it holds. Pure.

source: apiextensions-apiserver pkg/apiserver/schema/validation.go, pkg/apis/apiextensions/validation, v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value, not_supported, required
from minikctl.core.structural import EMBEDDED, INT_OR_STRING, LIST_KEYS, LIST_TYPE, MAP_TYPE, PRESERVE
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds.customresourcedefinition import topology

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.kinds.custom.definitions import Obj

_TYPES = ["array", "boolean", "integer", "number", "object", "string"]
_ROOT, _FIELD, _ITEM = "at the root", "for specified object fields", "for specified array items"
_JUNCTORS = ("allOf", "anyOf", "oneOf")
_NOT_SUPPORTED = ("id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref")
_ONLY_OUTSIDE = {  # of a schema in a junctor, and what it must be there
    "type": "empty",
    "additionalProperties": "undefined",
    "default": "undefined",
    "title": "empty",
    "description": "empty",
    "nullable": "false",
    PRESERVE: "false",
    EMBEDDED: "false",
    INT_OR_STRING: "false",
    LIST_KEYS: "empty",
    LIST_TYPE: "undefined",
    MAP_TYPE: "undefined",
}


def schema_errors(schema: Obj, path: str) -> list[FieldError]:
    """Field errors of one version's schema, which is typed."""
    if not schema:
        return []
    out = list(_structural(schema, path, _ROOT))
    if schema.get("type") and schema["type"] != "object":
        out.append(invalid_value(f"{path}.type", schema["type"], "must be object at the root"))
    if schema.get("nullable"):
        out.append(field_forbidden(f"{path}.nullable", "nullable cannot be true at the root"))
    if not out:
        out += _defaults(schema, path)
    return out + list(_openapi(schema, path))


def _defaults(schema: Obj, path: str) -> Iterator[FieldError]:
    """A default has to be what the schema beside it asks for."""
    given = schema.get("default")
    if given is not None:
        from minikctl.core.structural.validation import validate

        where = f"{path}.default"
        for error in validate(given, schema):
            yield error._replace(field=where + (f".{error.field}" if error.field else ""))
    for name, below, _place in _inner(schema):
        yield from _defaults(below, f"{path}.{name}")


def _inner(schema: Obj) -> Iterator[tuple[str, Obj, str]]:
    """The schemas of what a value holds, with their paths and what they are for."""
    more, items = schema.get("additionalProperties"), schema.get("items")
    if isinstance(items, dict):
        yield "items", items, _ITEM
    for key, below in (schema.get("properties") or {}).items():
        yield f"properties[{key}]", below, _FIELD
    if isinstance(more, dict):
        yield "additionalProperties", more, _FIELD


def _joined(schema: Obj) -> Iterator[tuple[str, Obj]]:
    for word in _JUNCTORS:
        for i, each in enumerate(schema.get(word) or ()):
            yield f"{word}[{i}]", each
    if isinstance(schema.get("not"), dict):
        yield "not", schema["not"]


def _structural(schema: Obj, path: str, where: str) -> Iterator[FieldError]:
    kind = schema.get("type")
    if schema.get(EMBEDDED) and kind != "object":
        why = "must be object if x-kubernetes-embedded-resource is true"
        yield invalid_value(f"{path}.type", kind, why) if kind else required(f"{path}.type", why)
    elif not kind and not schema.get(INT_OR_STRING) and not (schema.get(PRESERVE) and where != _ROOT):
        yield required(f"{path}.type", f"must not be empty {where}")
    elif kind and schema.get(INT_OR_STRING):
        yield field_forbidden(f"{path}.type", "must be empty if x-kubernetes-int-or-string is true")
    if kind == "array" and not schema.get("items"):
        yield required(f"{path}.items", "must be specified")
    if schema.get(PRESERVE) is False:
        yield invalid_value(f"{path}.{PRESERVE}", False, "must be true or undefined")
    for name, below, place in _inner(schema):
        yield from _structural(below, f"{path}.{name}", place)
    for name, each in _joined(schema):
        yield from _value_rules(each, f"{path}.{name}", _typed_alternatives(schema))


def _typed_alternatives(schema: Obj) -> bool:
    """Whether the choice between an integer and a string is spelt out, as it may be for one."""
    if not schema.get(INT_OR_STRING):
        return False
    choice = [{"type": "integer"}, {"type": "string"}]
    first: Obj = next(iter(schema.get("allOf") or ()), {})
    return bool(schema.get("anyOf") == choice or first.get("anyOf") == choice)


def _value_rules(schema: Obj, path: str, types: bool) -> Iterator[FieldError]:
    """A schema in a junctor restricts values; what they are is said outside of it."""
    for field, state in _ONLY_OUTSIDE.items():
        if schema.get(field) not in (None, "", False, []) and not (types and field == "type"):
            yield field_forbidden(f"{path}.{field}", f"must be {state} to be structural")
    for name, below, _place in _inner(schema):
        if name != "additionalProperties":
            yield from _value_rules(below, f"{path}.{name}", False)
    for name, each in _joined(schema):
        yield from _value_rules(each, f"{path}.{name}", types)


def _openapi(schema: Obj, path: str) -> Iterator[FieldError]:
    for field in _NOT_SUPPORTED:
        if schema.get(field) not in (None, "", {}):
            yield field_forbidden(f"{path}.{field}", f"{field} is not supported")
    kind = schema.get("type")
    if kind == "null":
        yield field_forbidden(f"{path}.type", "type cannot be set to null, use nullable as an alternative")
    elif kind and kind not in _TYPES:
        yield not_supported(f"{path}.type", kind, _TYPES)
    if isinstance(schema.get("items"), list):
        yield field_forbidden(f"{path}.items", "items must be a schema object and not an array")
    if schema.get("uniqueItems"):
        why = "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"
        yield field_forbidden(f"{path}.uniqueItems", why)
    more = schema.get("additionalProperties")
    if schema.get("properties") and (more is False or isinstance(more, dict)):
        why = "additionalProperties and properties are mutual exclusive"
        yield field_forbidden(f"{path}.additionalProperties", why)
    for name, below, _place in _inner(schema):
        yield from _openapi(below, f"{path}.{name}")
    for name, each in _joined(schema):
        yield from _openapi(each, f"{path}.{name}")
    yield from topology.errors(schema, path)


def has_rules(schema: Any) -> bool:
    """Whether there are rules of the Common Expression Language anywhere in a schema."""
    if isinstance(schema, dict):
        return bool(schema.get("x-kubernetes-validations")) or any(has_rules(each) for each in schema.values())
    return isinstance(schema, list) and any(has_rules(each) for each in schema)
