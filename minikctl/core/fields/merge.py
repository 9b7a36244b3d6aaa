"""Structured merge: a configuration into a live object, the set of fields it names, and fields out of an object."""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.fields._shape import ANY, ANYTHING, ATOMIC, KEYED, MAP, SET, STRUCT, Shape, of_type
from minikctl.core.fields.fieldset import LEAF, SELF, FieldSet, is_member
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def shape_of(type_name: str | Shape | None) -> Shape:
    """The shape of an object's type; of anything at all when the type is unknown."""
    return of_type(type_name) if type_name else ANYTHING


def field_set(shape: Shape, config: Obj) -> FieldSet:
    """The fields that a configuration names, as it owns them when it is applied."""
    return _owned(shape, config) or {}


def _kind(shape: Shape, *values: Any) -> int:
    if shape.kind != ANY:
        return shape.kind
    return MAP if any(isinstance(value, dict) for value in values) else ATOMIC


def _owned(shape: Shape, value: Any) -> FieldSet | None:
    """LEAF for what is owned as a whole, None where there is nothing to own."""
    kind = _kind(shape, value)
    if kind <= ATOMIC or value is None or value == {}:
        return LEAF
    out: FieldSet = {}
    if kind in (KEYED, SET):
        elem = shape.elem()
        for item in value:
            out[shape.element(item)] = _as_member(_owned(elem, item))
        return out or None
    for key, item in value.items():
        node = _owned(shape.child(key) or ANYTHING, item)
        if not shape.has_field(key):
            node = _as_member(node)
        if node is not None:
            out["f:" + key] = node
    return out or None


def _as_member(node: FieldSet | None) -> FieldSet:
    return {SELF: LEAF, **node} if node else LEAF


def merge(shape: Shape, live: Any, applied: Any) -> Any:
    """The live value with the applied one in it. An applied null empties a single value, but no map and no list."""
    kind = _kind(shape, live, applied)
    if kind <= ATOMIC or not live:
        return applied
    if applied is None:
        return live
    if kind in (KEYED, SET):
        return _merge_lists(shape, live, applied)
    if not isinstance(live, dict) or not isinstance(applied, dict):
        return applied
    out = dict(live)
    for key, value in applied.items():
        out[key] = merge(shape.child(key) or ANYTHING, live[key], value) if key in live else value
    return out


def _merge_lists(shape: Shape, live: list[Any], applied: list[Any]) -> list[Any]:
    before = [shape.element(item) for item in live]
    wanted = {shape.element(item): item for item in applied}
    elem = shape.elem()
    out = []
    for index, element in _interleaved(before, list(wanted)):
        if element not in wanted:
            out.append(live[index])
        elif element in before:
            out.append(merge(elem, live[before.index(element)], wanted[element]))
        else:
            out.append(wanted[element])
    return out


def _interleaved(live: list[str], applied: list[str]) -> Iterator[tuple[int, str]]:
    """Both lists as one: the applied order holds, what only the live one has keeps its place between its neighbours.

    Yields (index in `live` of an element that only it has, element).
    """
    common = [element for element in applied if element in live]
    ours = set(applied)
    done: set[str] = set()
    i = j = 0
    while i < len(live) or j < len(applied):
        if i < len(live):
            element = live[i]
            if element not in ours:
                yield i, element
                i += 1
                continue
            out_of_turn = j < len(applied) and len(done) < len(common) and element != common[len(done)]
            if element in done or out_of_turn:
                i += 1
                continue
        element = applied[j]
        yield -1, element
        j += 1
        if element in common:
            done.add(element)


def remove(shape: Shape, value: Any, fields: FieldSet) -> Any:
    """The value without the members of the set. Maps and lists that end up empty are left empty here."""
    kind = _kind(shape, value)
    if kind <= ATOMIC or not value:
        return value
    if kind in (KEYED, SET):
        return _remove_items(shape, value, fields)
    out: Obj = {}
    for key, item in value.items():
        node = fields.get("f:" + key)
        if node is None:
            out[key] = item
        elif not is_member(node):
            left = remove(shape.child(key) or ANYTHING, item, node)
            if left or not item:
                out[key] = left
            elif key in shape.zeros:
                out[key] = shape.zeros[key]
    return out


def _remove_items(shape: Shape, items: list[Any], fields: FieldSet) -> list[Any]:
    elem = shape.elem()
    out = []
    for item in items:
        node = fields.get(shape.element(item))
        if node is None:
            out.append(item)
        elif not is_member(node):
            out.append(remove(elem, item, node))
    return out


def with_parents(shape: Shape, fields: FieldSet) -> FieldSet:
    """The set with each named field of a struct a member too when something below it is."""
    out: FieldSet = {}
    for key, node in fields.items():
        if not node:
            out[key] = node
            continue
        if key[0] == "f":
            below = with_parents(shape.child(key[2:]) or ANYTHING, node) if _is_map(shape) else node
            if SELF not in below and shape.kind == STRUCT and shape.has_field(key[2:]):
                below = {SELF: LEAF, **below}
        else:
            below = with_parents(shape.elem(), node) if shape.kind in (KEYED, SET) else node
        out[key] = below
    return out


def _is_map(shape: Shape) -> bool:
    return shape.kind in (STRUCT, MAP, ANY)
