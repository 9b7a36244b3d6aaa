"""JSON merge patches (RFC 7386): apply one, make one, and the client's three-way form for types without merge keys."""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.patches._failure import PatchConflict, not_an_object
from minikctl.core.typed import Any


def apply(doc: Obj, patch: Any) -> Obj:
    """The document with the patch merged in: null removes, objects merge, all else replaces."""
    if not isinstance(patch, dict):
        raise not_an_object(patch, "error decoding patch: ")
    return _merge(doc, patch)


def diff(old: Obj, new: Obj) -> Obj:
    """The smallest merge patch that makes `new` of `old`. A null inside `new` cannot be told from a removal."""
    patch: Obj = {}
    for key, value in new.items():
        if key not in old:
            patch[key] = value
        elif isinstance(value, dict) and isinstance(old[key], dict):
            if inner := diff(old[key], value):
                patch[key] = inner
        elif not same(old[key], value):
            patch[key] = value
    for key in old:
        if key not in new:
            patch[key] = None
    return patch


def three_way(original: Obj, modified: Obj, current: Obj) -> Obj:
    """The patch that brings `current` to what `modified` says and removes what only `original` had.

    Fields of `current` that neither of the two names stay. Raises PatchConflict when a field would be set and removed.
    """
    changes = _without_nulls(diff(current, modified))
    removals = _only_nulls(diff(original, modified))
    if _conflict(changes, removals):
        raise PatchConflict(changes, removals)
    return _overlay(removals, changes)


def same(a: Any, b: Any) -> bool:
    """JSON equality: unlike Python's, it tells true from 1."""
    if a != b:
        return False
    if isinstance(a, dict):
        return all(same(value, b[key]) for key, value in a.items())
    if isinstance(a, list):
        return all(map(same, a, b))
    return isinstance(a, bool) == isinstance(b, bool)


def _merge(doc: Any, patch: Obj) -> Obj:
    out: Obj = dict(doc) if isinstance(doc, dict) else {}
    for key, value in patch.items():
        if value is None:
            out.pop(key, None)
        elif isinstance(value, dict):
            out[key] = _merge(out.get(key), value)
        else:
            out[key] = value
    return out


def _overlay(removals: Obj, changes: Obj) -> Obj:
    """Two patches as one; unlike applying the second to the first, nulls stay in it."""
    out = dict(removals)
    for key, value in changes.items():
        below = out.get(key)
        out[key] = _overlay(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return out


def _without_nulls(patch: Obj) -> Obj:
    out: Obj = {}
    for key, value in patch.items():
        if isinstance(value, dict) and value:
            if inner := _without_nulls(value):
                out[key] = inner
        elif value is not None:
            out[key] = value
    return out


def _only_nulls(patch: Obj) -> Obj:
    out: Obj = {}
    for key, value in patch.items():
        if value is None:
            out[key] = None
        elif isinstance(value, dict) and (inner := _only_nulls(value)):
            out[key] = inner
    return out


def _conflict(a: Any, b: Any) -> bool:
    """Whether two patches say different things about one field."""
    if isinstance(a, dict) and isinstance(b, dict):
        return any(key in b and _conflict(value, b[key]) for key, value in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) != len(b) or any(map(_conflict, a, b))
    return not same(a, b)
