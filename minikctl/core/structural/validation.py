"""Field errors of a value, in the words of the server's validator and in its order.

source: kube-openapi pkg/validation (messages), apiextensions-apiserver pkg/apiserver/validation (field errors)
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, duplicate, invalid_value, not_supported, quote, required, too_long
from minikctl.core.structural import INT_OR_STRING, LIST_KEYS, LIST_TYPE, Obj, items
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def validate(value: Any, schema: Obj, path: str = "") -> list[FieldError]:
    """What is wrong with a value that stands at a path; in a list with identities also what is there twice."""
    return list(_errors(value, schema, path))


def _errors(value: Any, schema: Obj, path: str) -> Iterator[FieldError]:
    yield from _type_error(value, schema, path)
    if value is None:
        return
    if any(key in schema for key in ("allOf", "anyOf", "oneOf", "not")):
        from minikctl.core.structural.junctors import errors

        yield from errors(value, schema, path)
    if isinstance(value, str):
        yield from _string_errors(value, schema, path)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield from _number_errors(value, schema, path)
    elif isinstance(value, list):
        yield from _size_errors(len(value), schema, path, "Items")
    allowed = schema.get("enum")
    if isinstance(allowed, list) and not any(same(value, each) for each in allowed):
        yield not_supported(path, value, [each if isinstance(each, str) else quote(each) for each in allowed])
    if isinstance(value, dict):
        yield from _object_errors(value, schema, path)
    elif isinstance(value, list):
        yield from _list_errors(value, schema, path)


def same(one: Any, other: Any) -> bool:
    """Equal as JSON values: true is not 1."""
    return bool(one == other) and isinstance(one, bool) is isinstance(other, bool)


def child(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _invalid(path: str, value: Any, rule: str) -> FieldError:
    return invalid_value(path, value, f"{path} in body {rule}")


def type_of(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return "string"
    if isinstance(value, (int, float)):
        return "integer" if value == int(value) else "number"
    return "array" if isinstance(value, list) else "object"


def _type_error(value: Any, schema: Obj, path: str) -> Iterator[FieldError]:
    wanted = ("integer", "string") if schema.get(INT_OR_STRING) else (str(schema.get("type") or ""),)
    found = type_of(value)
    if not wanted[0] or found in wanted or (found == "integer" and "number" in wanted):
        return
    if value is None and schema.get("nullable"):
        return
    rule = f'{path} in body must be of type {",".join(wanted)}: "{found}"'
    yield FieldError("FieldValueTypeInvalid", path, f"Invalid value: {quote(found)}: {rule}")


def _string_errors(value: str, schema: Obj, path: str) -> Iterator[FieldError]:
    most, least, pattern, form = (schema.get(key) for key in ("maxLength", "minLength", "pattern", "format"))
    if isinstance(most, int) and len(value) > most:
        yield too_long(path, most)
    if isinstance(least, int) and len(value) < least:
        yield _invalid(path, value, f"should be at least {least} chars long")
    if pattern and not _matches(pattern, value):
        yield _invalid(path, value, f"should match '{pattern}'")
    if isinstance(form, str) and form:
        from minikctl.core.structural.formats import fits

        if not fits(value, form):
            yield _invalid(path, value, f"must be of type {form}: {quote(value)}")


def _matches(pattern: str, text: str) -> bool:
    """Go's patterns are nearly Python's; one that this cannot read says nothing."""
    import re

    try:
        return re.search(pattern.replace("\\z", "\\Z"), text, re.ASCII) is not None
    except re.error:
        return True


def _number_errors(value: float, schema: Obj, path: str) -> Iterator[FieldError]:
    step = schema.get("multipleOf")
    if isinstance(step, (int, float)) and step and value / step != int(value / step):
        yield _invalid(path, value, f"should be a multiple of {_number(step)}")
    most, least = schema.get("maximum"), schema.get("minimum")
    if isinstance(most, (int, float)):
        if schema.get("exclusiveMaximum"):
            if value >= most:
                yield _invalid(path, value, f"should be less than {_number(most)}")
        elif value > most:
            yield _invalid(path, value, f"should be less than or equal to {_number(most)}")
    if isinstance(least, (int, float)):
        if schema.get("exclusiveMinimum"):
            if value <= least:
                yield _invalid(path, value, f"should be greater than {_number(least)}")
        elif value < least:
            yield _invalid(path, value, f"should be greater than or equal to {_number(least)}")


def _number(value: float) -> str:
    """As Go's %v writes a float."""
    from minikctl.core.go_text import sprint

    return str(int(value)) if value == int(value) and abs(value) < 1e21 else sprint(float(value))


def _size_errors(size: int, schema: Obj, path: str, what: str) -> Iterator[FieldError]:
    most, least = schema.get(f"max{what}"), schema.get(f"min{what}")
    if isinstance(least, int) and size < least:
        yield _invalid(path, size, f"should have at least {least} {what.lower()}")
    if isinstance(most, int) and size > most:
        message = f"Too many: {size}: must have at most {most} items"
        yield FieldError("FieldValueTooMany", path, message)


def _object_errors(value: Obj, schema: Obj, path: str) -> Iterator[FieldError]:
    yield from _size_errors(len(value), schema, path, "Properties")
    properties = schema.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    more = schema.get("additionalProperties")
    for key in sorted(value):
        below = properties.get(key, more)
        if isinstance(below, dict):
            yield from _errors(value[key], below, child(path, key))
    for key in schema.get("required") or ():
        if key not in value:
            yield required(child(path, key))


def _list_errors(value: list[Any], schema: Obj, path: str) -> Iterator[FieldError]:
    below = items(schema)
    for i, each in enumerate(value):
        yield from _errors(each, below, f"{path}[{i}]")
    kind = schema.get(LIST_TYPE)
    if kind not in ("set", "map"):
        return
    seen: list[Any] = []
    for i, each in enumerate(value):
        identity = each
        if kind == "map":
            if not isinstance(each, dict):
                continue
            identity = {key: each[key] for key in schema.get(LIST_KEYS) or () if key in each}
        if identity in seen:
            yield duplicate(f"{path}[{i}]", identity)
        seen.append(identity)
