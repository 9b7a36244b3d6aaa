"""Whether an applied configuration fits its type: unknown fields, wrong values, list items without a key."""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.fields._shape import ANY, ATOMIC, KEYED, SCALAR, SET, Shape, of_type
from minikctl.core.fields.fieldset import text
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def misfits(config: Obj, type_name: str | Shape | None) -> list[str]:
    """All that is wrong, in the server's words (`.spec.x: field not declared in schema`)."""
    return list(_check(of_type(type_name), config, "")) if type_name else []


def message(found: list[str]) -> str:
    return found[0] if len(found) == 1 else "\n  ".join(["errors:", *found])


def _check(shape: Shape, value: Any, path: str) -> Iterator[str]:
    kind = shape.kind
    if value is None or kind == ANY:
        return
    if kind == SCALAR:
        why = _misfit(shape.scalar, value)
        if why:
            yield f"{path}: {why}"
    elif kind in (KEYED, SET) or (kind == ATOMIC and shape.list):
        if isinstance(value, list):
            yield from _check_items(shape, value, path)
        else:
            yield f"{path}: expected list, got &{{{_go(value)}}}"
    elif not isinstance(value, dict):
        yield f"{path}: expected map, got &{{{_go(value)}}}"
    else:
        yield from _check_fields(shape, value, path)


def _check_fields(shape: Shape, value: Obj, path: str) -> Iterator[str]:
    struct = set(shape.fields())
    for key in sorted(value):
        if struct and key not in struct:
            yield f"{path}.{key}: field not declared in schema"
            return  # the server looks no further in this map
        yield from _check(shape.inner(key), value[key], f"{path}.{key}")


def _check_items(shape: Shape, items: list[Any], path: str) -> Iterator[str]:
    elem = shape.elem()
    seen: set[str] = set()
    for index, item in enumerate(items):
        element = f"i:{index}"
        if shape.kind != ATOMIC:
            why = _no_identity(shape, item)
            if why:
                yield f"{path}: element {index}: {why}"
                continue
            element = shape.element(item)
            if element in seen:
                yield f"{path}: duplicate entries for key {text(element)}"
            seen.add(element)
        yield from _check(elem, item, path + text(element))


def _no_identity(shape: Shape, item: Any) -> str:
    if shape.kind == SET:
        if item is None:
            return "associative list without keys has an element that's an explicit null"
        if isinstance(item, dict):
            return "associative list without keys has an element that's a map type"
        return "not supported: associative list with lists as elements" if isinstance(item, list) else ""
    if item is None:
        return "associative list with keys may not have a null element"
    if not isinstance(item, dict):
        return "associative list with keys may not have non-map elements"
    for key in shape.keys:
        if key not in item and key not in shape.defaults:
            omits = f'associative list with keys has an element that omits key field "{key}"'
            return f"{omits} (and doesn't have default value)"
    return ""


def _misfit(scalar: str, value: Any) -> str:
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if scalar == "string" and not isinstance(value, str):
        return f"expected string, got &value.valueUnstructured{{Value:{_go_syntax(value)}}}"
    if scalar == "numeric" and not number:
        return f"expected numeric (int or float), got {_go_type(value)}"
    if scalar == "boolean" and not isinstance(value, bool):
        return f"expected boolean, got &{{{_go(value)}}}"
    if scalar == "untyped" and isinstance(value, (dict, list)):
        return f"expected any scalar, got &{{{_go(value)}}}"
    return ""


def _go(value: Any) -> str:
    from minikctl.core.go_text import sprint

    return sprint(value)


def _go_type(value: Any) -> str:
    if isinstance(value, dict):
        return "map[string]interface {}"
    return "[]interface {}" if isinstance(value, list) else "bool" if isinstance(value, bool) else "string"


def _go_syntax(value: Any) -> str:
    """A value as Go source."""
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, dict):
        return (
            "map[string]interface {}{" + ", ".join(f"{_quoted(k)}:{_go_syntax(value[k])}" for k in sorted(value)) + "}"
        )
    if isinstance(value, list):
        return "[]interface {}{" + ", ".join(map(_go_syntax, value)) + "}"
    return "interface {}(nil)" if value is None else _go(value)


def _quoted(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
