"""The difference of two objects as a strategic merge patch."""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.patches._failure import PatchError
from minikctl.core.patches._lookup import Strategy, strategy
from minikctl.core.patches._order import (
    DELETE_FROM,
    ORDER,
    PATCH,
    RETAIN,
    element_kind,
    identity,
    only_keys,
    sort_like,
    unique,
)
from minikctl.core.patches.json_merge import same
from minikctl.core.typed import Any, NamedTuple


class Options(NamedTuple):
    """What the difference shows: changes and additions, deletions, the order of merged lists."""

    changes: bool = True
    deletions: bool = True
    order: bool = False


def maps(old: Obj, new: Obj, type_name: str, options: Options, retain: bool = False) -> Obj:
    """The patch from `old` to `new`; with `retain`, $retainKeys lists the keys that `new` has."""
    patch: Obj = {}
    for key, value in new.items():
        if key not in old:
            if options.changes:
                patch[key] = value
        elif key == PATCH:
            _directive(old[key], value, patch)
        elif type(old[key]) is not type(value):
            if options.changes:
                patch[key] = value
        elif isinstance(value, dict):
            _map_field(key, old[key], value, patch, type_name, options)
        elif isinstance(value, list):
            _list_field(key, old[key], value, patch, type_name, options)
        elif options.changes and old[key] != value:
            patch[key] = value
    if options.deletions:
        patch.update((key, None) for key in old if key not in new)
    if retain and (patch or any(value is not None and key not in new for key, value in old.items())):
        kept = sorted(key for key, value in new.items() if value is not None)
        if kept:
            patch[RETAIN] = kept
    return patch


def _directive(old: Any, new: Any, patch: Obj) -> None:
    if not isinstance(old, str) or not isinstance(new, str):
        raise PatchError(f"invalid value for special key: {PATCH}")
    if old != new:
        patch[PATCH] = new


def _strategy(type_name: str, key: str, old: Any, new: Any) -> Strategy | None:
    """None for a field that the type lacks, as long as both sides agree on it."""
    try:
        return strategy(type_name, key)
    except PatchError:
        if same(old, new):
            return None
        raise


def _map_field(key: str, old: Obj, new: Obj, patch: Obj, type_name: str, options: Options) -> None:
    how = _strategy(type_name, key, old, new)
    if how is None:
        return
    if how.replace:
        if options.changes:
            patch[key] = new
    elif inner := maps(old, new, how.below, options, how.retain_keys):
        patch[key] = inner


def _list_field(key: str, old: list[Any], new: list[Any], patch: Obj, type_name: str, options: Options) -> None:
    how = _strategy(type_name, key, old, new)
    if how is None:
        return
    if not how.merge:
        if options.changes and not same(old, new):
            patch[key] = new
        return
    if not old:
        if new and options.changes:
            patch[key] = new
        return
    if element_kind(old, new) is dict:
        _maps_by_key(key, old, new, patch, how, options)
    else:
        _scalars(key, old, new, patch, options)


def _maps_by_key(key: str, old: list[Any], new: list[Any], patch: Obj, how: Strategy, options: Options) -> None:
    ident = identity(how.key)
    changed: list[Any] = []
    gone: list[Any] = []
    for before, after in _pairs(old, new, how.key):
        if before is None:
            if options.changes:
                changed.append(after)
        elif after is None:
            gone.append({PATCH: "delete", how.key: ident(before)})
        elif inner := maps(before, after, how.below, options, how.retain_keys):
            inner[how.key] = ident(after)
            changed.append(inner)
    items = sort_like(changed, new, how.key) + (gone if options.deletions else [])
    moved = [ident(item) for item in old] != [ident(item) for item in new]
    if items:
        patch[key] = items
    if options.order and (items or (options.changes and moved)) and new:
        patch[ORDER + key] = only_keys(new, how.key)


def _pairs(old: list[Any], new: list[Any], key: str) -> list[tuple[Any, Any]]:
    """Elements with the same merge key side by side, None where a side has none; sorted by merge key as text.

    Two elements of one list may share a merge key (a port for TCP and UDP): the first meets the first, and so on.
    """
    ident = identity(key)
    left = sorted(((_text(ident(item)), item) for item in old), key=lambda pair: pair[0])
    right = sorted(((_text(ident(item)), item) for item in new), key=lambda pair: pair[0])
    out: list[tuple[Any, Any]] = []
    i = j = 0
    while i < len(left) or j < len(right):
        if j == len(right) or (i < len(left) and left[i][0] < right[j][0]):
            out.append((left[i][1], None))
            i += 1
        elif i == len(left) or right[j][0] < left[i][0]:
            out.append((None, right[j][1]))
            j += 1
        else:
            out.append((left[i][1], right[j][1]))
            i, j = i + 1, j + 1
    return out


def _scalars(key: str, old: list[Any], new: list[Any], patch: Obj, options: Options) -> None:
    gone = _surplus(old, new) if options.deletions else []
    added = _surplus(new, old) if options.changes else []
    if added:
        patch[key] = sort_like(added, new, "")
    if gone:
        patch[DELETE_FROM + key] = unique(gone)
    if options.order and (gone or (options.changes and not same(old, new))) and new:
        patch[ORDER + key] = new


def _surplus(items: list[Any], others: list[Any]) -> list[Any]:
    """What `items` has more often than `others`, sorted as text."""
    left = list(others)
    out = []
    for item in sorted(items, key=_text):
        if item in left:
            left.remove(item)
        else:
            out.append(item)
    return out


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    from minikctl.core.go_text import sprint

    return sprint(value)
