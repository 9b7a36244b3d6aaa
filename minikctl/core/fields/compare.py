"""What differs between two versions of an object, as two sets: fields changed or added, and fields removed."""

from __future__ import annotations

from marshal import dumps

from minikctl.core.errors import Obj
from minikctl.core.fields._shape import ANY, ANYTHING, ATOMIC, KEYED, MAP, SET, STRUCT, Shape, of_type, scalar_json
from minikctl.core.fields.fieldset import LEAF, SELF, FieldSet
from minikctl.core.typed import Any

_MISSING: Any = object()
_VERSION = 2  # of marshal: no references, so equal values give equal bytes
_MOST = 500
_worked_out: dict[tuple[Shape, bytes, bytes], tuple[FieldSet, FieldSet]] = {}
_NOTHING: tuple[FieldSet | None, FieldSet | None] = (None, None)
# What no manager ever owns. At the top of an object and in its metadata.
_UNTRACKED = frozenset(("apiVersion", "kind"))
_UNTRACKED_METADATA = frozenset(
    (
        "name",
        "namespace",
        "creationTimestamp",
        "selfLink",
        "uid",
        "clusterName",
        "generation",
        "managedFields",
        "resourceVersion",
    )
)


def compare(old: Obj, new: Obj, type_name: str | Shape | None) -> tuple[FieldSet, FieldSet]:
    """(changed or added, removed). Parts that are the same object on both sides cost nothing.

    A field that Go always writes counts as there with its zero value, so `{}` is an object that is not yet created.
    """
    shape = of_type(type_name) if type_name else ANYTHING
    changed: FieldSet = {}
    removed: FieldSet = {}
    for key in (*new, *(key for key in old if key not in new)):
        if key in _UNTRACKED:
            continue
        a, b = old.get(key, _MISSING), new.get(key, _MISSING)
        if a is b:
            continue
        if key == "metadata":
            a, b = _tracked(a), _tracked(b)
        _field(shape, key, a, b, changed, removed)
    return changed, removed


def owner_element(reference: Obj) -> str:
    """The path element of one of metadata.ownerReferences."""
    return f'k:{{"uid":{scalar_json(reference["uid"])}}}'


def strip(fields: FieldSet) -> FieldSet:
    """The set without what no manager owns."""
    out = {key: node for key, node in fields.items() if key[2:] not in _UNTRACKED}
    metadata = fields.get("f:metadata")
    if metadata is not None:
        kept = {key: node for key, node in metadata.items() if key[2:] not in _UNTRACKED_METADATA and key != SELF}
        if kept:
            out["f:metadata"] = kept
        else:
            del out["f:metadata"]
    return out


def _tracked(metadata: Any) -> Any:
    if not isinstance(metadata, dict):
        return {}
    return {key: value for key, value in metadata.items() if key not in _UNTRACKED_METADATA}


def _field(shape: Shape, key: str, a: Any, b: Any, changed: FieldSet, removed: FieldSet) -> None:
    """Compares one field of a map into the sets of the map."""
    zeros = shape.zeros
    if a is _MISSING and key in zeros:
        a = zeros[key]
    elif b is _MISSING and key in zeros:
        b = zeros[key]
    if a == b and type(a) is type(b):
        return
    more, less = _differ(shape.child(key) or ANYTHING, a, b)
    if more is not None:
        changed["f:" + key] = more
    if less is not None:
        removed["f:" + key] = less


def _differ(shape: Shape, a: Any, b: Any) -> tuple[FieldSet | None, FieldSet | None]:
    """The two sides are known to differ; one may be missing. None for an empty set."""
    kind = shape.kind
    if kind == ANY:
        kind = MAP if isinstance(a, dict) or isinstance(b, dict) else ATOMIC
    empty_a, empty_b = a is _MISSING or not a, b is _MISSING or not b
    if kind <= ATOMIC or (empty_a and empty_b) or not (_fits(kind, a, empty_a) and _fits(kind, b, empty_b)):
        return (None, LEAF) if b is _MISSING else (LEAF, None)
    if kind in (STRUCT, MAP):
        changed, removed = _maps(shape, a, b)
    else:
        changed, removed = _lists(shape, (), b) if empty_a else _lists(shape, a, ()) if empty_b else _alike(shape, a, b)
    if a is _MISSING:
        changed = {SELF: LEAF, **changed}
    elif b is _MISSING:
        removed = {SELF: LEAF, **removed}
    return changed or None, removed or None


def _fits(kind: int, value: Any, empty: bool) -> bool:
    return empty or isinstance(value, dict if kind in (STRUCT, MAP) else list)


def _maps(shape: Shape, a: Any, b: Any) -> tuple[FieldSet, FieldSet]:
    changed: FieldSet = {}
    removed: FieldSet = {}
    if not isinstance(a, dict) or not isinstance(b, dict):  # a side without the map has no zero values either
        present = b if isinstance(b, dict) else a
        out = {"f:" + key: everything(shape.child(key) or ANYTHING, value) for key, value in present.items()}
        return (out, removed) if present is b else (changed, out)
    for key, value in b.items():
        other = a.get(key, _MISSING)
        if other is not value:
            _field(shape, key, other, value, changed, removed)
    for key, value in a.items():
        if key not in b:
            _field(shape, key, value, _MISSING, changed, removed)
    return changed, removed


def _alike(shape: Shape, a: Any, b: Any) -> tuple[FieldSet, FieldSet]:
    """What was worked out for the same two lists before: the conditions of many pods change alike. Sets are shared."""
    content = (shape, dumps(a, _VERSION), dumps(b, _VERSION))
    found = _worked_out.get(content)
    if found is None:
        if len(_worked_out) >= _MOST:
            _worked_out.clear()
        found = _worked_out[content] = _lists(shape, a, b)
    return found


def _lists(shape: Shape, a: Any, b: Any) -> tuple[FieldSet, FieldSet]:
    changed: FieldSet = {}
    removed: FieldSet = {}
    before, after = _index(shape, a), _index(shape, b)
    elem = shape.elem()
    for element, item in after.items():
        other = before.get(element, _MISSING)
        if other is item or (other == item and type(other) is type(item)):
            continue
        if other is _MISSING:
            changed[element] = everything(elem, item)
        elif isinstance(item, _Several) or isinstance(other, _Several):
            changed[element] = LEAF
        else:
            more, less = _differ(elem, other, item)
            if more is not None:
                changed[element] = more
            if less is not None:
                removed[element] = less
    for element, item in before.items():
        if element not in after:
            removed[element] = everything(elem, item)
    return changed, removed


class _Several(list[Any]):
    """Items of one list with the same identity: compared as a whole."""


def _index(shape: Shape, items: Any) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for item in items:
        try:
            element = shape.element(item)
        except (KeyError, AttributeError):
            continue  # it has no identity; such a list is refused elsewhere
        if element in out:
            first = out[element]
            out[element] = _Several([*first, item] if isinstance(first, _Several) else [first, item])
        else:
            out[element] = item
    return out


def everything(shape: Shape, value: Any) -> FieldSet:
    """What is below and including a field that one side has and the other has not."""
    kind = shape.kind
    if kind == ANY:
        kind = MAP if isinstance(value, dict) else ATOMIC
    if kind <= ATOMIC or not value or isinstance(value, _Several) or not _fits(kind, value, False):
        return LEAF
    out: FieldSet = {SELF: LEAF}
    if kind in (KEYED, SET):
        elem = shape.elem()
        for element, item in _index(shape, value).items():
            out[element] = everything(elem, item)
    else:
        for key, item in value.items():
            out["f:" + key] = everything(shape.child(key) or ANYTHING, item)
    return out
