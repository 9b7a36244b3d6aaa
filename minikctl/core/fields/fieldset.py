"""Sets of field paths in the very form that managedFields stores (fieldsV1), so that nothing is parsed or formatted.

A set maps path elements to what is below them: `f:NAME` a field, `k:{"name":"x"}` an element of a keyed list, `v:"x"`
one of a list that is a set. An element with an empty dict, or with "." in it, is a member itself; without "." only what
is below it is. Sets are never changed in place.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

FieldSet = dict[str, Any]
LEAF: FieldSet = {}
SELF = "."


def is_member(node: FieldSet) -> bool:
    """Whether an element with this below it is in the set itself."""
    return not node or SELF in node


def union(a: FieldSet, b: FieldSet) -> FieldSet:
    """`a` itself when it has all of `b`."""
    out = a
    for key, node in b.items():
        known = a.get(key)
        if known is node:
            continue
        joined = node if known is None else _join(known, node)
        if joined is not known:
            if out is a:
                out = dict(a)
            out[key] = joined
    return out


def _join(a: FieldSet, b: FieldSet) -> FieldSet:
    if not b:
        return a if is_member(a) else {SELF: LEAF, **a}
    if not a:
        return b if SELF in b else {SELF: LEAF, **b}
    return union(a, b)


def difference(a: FieldSet, b: FieldSet) -> FieldSet:
    """`a` without the members of `b`; `a` itself when it has none of them."""
    out = a
    for key in a.keys() & b.keys():
        if key == SELF:
            continue
        left = _subtract(a[key], b[key])
        if left is not a[key]:
            if out is a:
                out = dict(a)
            if left is None:
                del out[key]
            else:
                out[key] = left
    return out


def _subtract(a: FieldSet, b: FieldSet) -> FieldSet | None:
    """What is left of one element, None for nothing."""
    if not a:
        return None if is_member(b) else a
    left = difference(a, b) if b else a
    if SELF in left and is_member(b):
        left = {key: node for key, node in left.items() if key != SELF}
    return _tidy(left) if left else None


def _tidy(node: FieldSet) -> FieldSet:
    """A member with nothing below it is an empty dict."""
    return LEAF if len(node) == 1 and SELF in node else node


def intersection(a: FieldSet, b: FieldSet) -> FieldSet:
    out: FieldSet = {}
    for key in a.keys() & b.keys():
        if key != SELF:
            both = _common(a[key], b[key])
            if both is not None:
                out[key] = both
    return out


def _common(a: FieldSet, b: FieldSet) -> FieldSet | None:
    below = intersection(a, b) if a and b else LEAF
    if is_member(a) and is_member(b):
        return {SELF: LEAF, **below} if below else LEAF
    return below or None


def without_below(a: FieldSet, b: FieldSet) -> FieldSet:
    """`a` without the members of `b` and all that is below them; `a` itself when it has none of that."""
    out = a
    for key in a.keys() & b.keys():
        if key == SELF:
            continue
        left = None if is_member(b[key]) else without_below(a[key], b[key])
        if left is not a[key]:
            if out is a:
                out = dict(a)
            if left:
                out[key] = _tidy(left)
            else:
                del out[key]
    return out


def has(a: FieldSet, path: tuple[str, ...]) -> bool:
    """Whether the path, given by its elements, is a member."""
    node = a
    for element in path:
        found = node.get(element)
        if found is None:
            return False
        node = found
    return is_member(node)


def of(*paths: tuple[str, ...]) -> FieldSet:
    """The set of these paths, given by field names."""
    out: FieldSet = {}
    for path in paths:
        node = LEAF
        for name in reversed(path):
            node = {f"f:{name}": node}
        out = union(out, node)
    return out


def paths(fields: FieldSet, prefix: str = "") -> Iterator[str]:
    """All members as text (`.spec.containers[name="x"].image`), in the server's order: each level's members first."""
    elements = sorted((key for key in fields if key != SELF), key=order)
    for key in elements:
        if is_member(fields[key]):
            yield prefix + text(key)
    for key in elements:
        yield from paths(fields[key], prefix + text(key))


def text(element: str) -> str:
    """One path element as messages show it."""
    if element[0] == "f":
        return "." + element[2:]
    value = _parse(element)
    if element[0] == "k":
        return "[" + ",".join(f"{name}={_json(value[name])}" for name in sorted(value)) + "]"
    return f"[={_json(value)}]" if element[0] == "v" else f"[{value}]"


def order(element: str) -> tuple[int, list[tuple[int, Any]]]:
    """The sort key of elements: fields, then keys, values and indexes, numbers by value."""
    kind = "fkvi".index(element[0])
    if kind == 0:
        return kind, [(0, element[2:])]
    value = _parse(element)
    parts = [part for name in sorted(value) for part in (name, value[name])] if kind == 1 else [value]
    return kind, [_rank(part) for part in parts]


def _rank(value: Any) -> tuple[int, Any]:
    if value is None:
        return 3, 0
    if isinstance(value, bool):
        return 2, value
    return (1, value) if isinstance(value, str) else (0, value)


def _parse(element: str) -> Any:
    import json

    return json.loads(element[2:])


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)
