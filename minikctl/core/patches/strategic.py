"""Strategic merge patches: merge patches that know from the type which lists are merged, and by which key.

`apply` is what a server does with one. `merge` is the same with the choice of keeping directives and nulls: so a client
joins two patches to one (see three_way). `diff` makes one.
"""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.patches._failure import (
    PatchError,
    bad_argument,
    bad_directive,
    bad_format,
    no_merge_key,
    not_an_object,
    undecodable,
)
from minikctl.core.patches._lookup import Strategy, strategy
from minikctl.core.patches._order import (
    DELETE_FROM,
    ORDER,
    PATCH,
    RETAIN,
    arrange,
    check_order,
    element_kind,
    find,
    unique,
    without,
)
from minikctl.core.typed import Any, NamedTuple


class Mode(NamedTuple):
    """`carry_out`: directives take effect, else they are kept. `drop_nulls`: a null that removes nothing vanishes."""

    carry_out: bool
    drop_nulls: bool


APPLY = Mode(True, True)
JOIN = Mode(False, False)


def apply(doc: Obj, patch: Any, type_name: str | None) -> Obj:
    """The document with the patch merged in; as a JSON merge patch when the type is unknown.

    Raises the ApiError that a server answers when the patch does not fit.
    """
    if not isinstance(patch, dict):
        raise not_an_object(patch)
    if type_name is None:
        from minikctl.core.patches import json_merge

        return json_merge.apply(doc, patch)
    return merge(doc, patch, type_name, APPLY)


def diff(old: Obj, new: Obj, type_name: str | None) -> Obj:
    """The patch that makes `new` of `old`, as kubectl makes it for edit, set, label and the like."""
    if type_name is None:
        from minikctl.core.patches import json_merge

        return json_merge.diff(old, new)
    from minikctl.core.patches import _diff

    return _diff.maps(old, new, type_name, _diff.Options(order=True))


def check(patched: Obj, patch: Obj, type_name: str, doc: Any = None) -> None:
    """Refuses a patched object whose values do not fit its type, in the words of the server. What it shares with `doc`
    is known to fit.
    """
    from minikctl.core.patches.go_types import mismatch

    why = mismatch(patched, type_name, doc)
    if why:
        raise undecodable(patch, why)


def merge(doc: Obj, patch: Obj, type_name: str, mode: Mode) -> Obj:
    if PATCH in patch:
        return _whole(patch)
    out = dict(doc)
    rest = dict(patch)
    if RETAIN in rest:
        _retain(out, rest, rest.pop(RETAIN), mode)
    for key in [key for key in rest if key.startswith(ORDER)]:
        _ordered(out, rest, key, type_name, mode)
    for key, value in rest.items():
        if key.startswith(DELETE_FROM):
            if mode.carry_out:
                _delete_from(out, key, value, type_name, mode)
            else:
                out[key] = value
        else:
            _merge_field(out, key, value, type_name, mode)
    return out


def _whole(patch: Obj) -> Obj:
    """A directive for the whole map: replace takes the rest of the patch, delete leaves an empty map."""
    directive = patch[PATCH]
    if directive == "replace":
        return {key: value for key, value in patch.items() if key != PATCH}
    if directive == "delete":
        return {}
    raise bad_directive(directive, patch)


def _merge_field(out: Obj, key: str, value: Any, type_name: str, mode: Mode) -> None:
    if value is None:
        out.pop(key, None)
        if mode.drop_nulls:
            return
    if key not in out or type(out[key]) is not type(value):
        _take(out, key, value, mode)
    elif isinstance(value, dict):
        how = strategy(type_name, key)
        out[key] = value if how.replace else merge(out[key], value, how.below, mode)
    elif isinstance(value, list):
        how = strategy(type_name, key)
        out[key] = _merge_list(out[key], value, how, mode) if how.merge else value
    else:
        out[key] = value


def _take(out: Obj, key: str, value: Any, mode: Mode) -> None:
    """The patch's value as it is, but for the nulls and directives in it: there is nothing that they could act on."""
    if not mode.drop_nulls:
        out[key] = value
    elif _is_directive(value):
        out.pop(key, None)
    else:
        out[key] = _plain(value, nulls=False)


def _plain(value: Any, nulls: bool) -> Any:
    """The value without the maps that carry a directive, at any depth, and without null fields unless `nulls`."""
    if isinstance(value, dict):
        kept = {key: v for key, v in value.items() if not _is_directive(v) and (nulls or v is not None)}
        return {key: _plain(v, nulls) for key, v in kept.items()}
    return [_plain(v, nulls) for v in value if not _is_directive(v)] if isinstance(value, list) else value


def _is_directive(value: Any) -> bool:
    return isinstance(value, dict) and PATCH in value


def _retain(out: Obj, rest: Obj, keys: Any, mode: Mode) -> None:
    """$retainKeys: all other keys of the map go. The patch may not set a key that is not listed."""
    if not mode.carry_out:
        if out.setdefault(RETAIN, keys) != keys:
            raise PatchError("retainKeys lists are not deep equal")
        return
    if not isinstance(keys, list) or any(
        value is not None and key not in keys and not key.startswith((DELETE_FROM, ORDER))
        for key, value in rest.items()
    ):
        raise bad_format("retainKeys")
    for key in [key for key in out if key not in keys]:
        del out[key]


def _ordered(out: Obj, rest: Obj, directive: str, type_name: str, mode: Mode) -> None:
    """$setElementOrder/x: merges x here and now, then puts it in order; takes both out of `rest`."""
    order = rest.pop(directive)
    if not mode.carry_out and out.setdefault(directive, order) != order:
        raise bad_format("setElementOrder list")
    if not isinstance(order, list):
        raise bad_argument("[]interface {}", order)
    key = directive[len(ORDER) :]
    live, ours = _list_at(out, key), _list_at(rest, key)
    how = strategy(type_name, key)
    if ours is not None:
        check_order(ours, order, how.key)
    if live is None and ours is None:
        return
    if ours is None:
        merged = live
    elif live is None:
        merged = _plain(ours, nulls=True) if mode.carry_out else ours
    else:
        merged = _merge_list(live, ours, how, mode)
    rest.pop(key, None)
    out[key] = arrange(merged or [], order, live or [], how.key)


def _list_at(doc: Obj, key: str) -> list[Any] | None:
    value = doc.get(key)
    if key in doc and not isinstance(value, list):
        raise bad_argument("[]interface {}", value)
    return value


def _delete_from(out: Obj, directive: str, gone: Any, type_name: str, mode: Mode) -> None:
    """$deleteFromPrimitiveList/x: its values leave the list x."""
    key = directive[len(DELETE_FROM) :]
    if gone is None:
        out.pop(key, None)
    elif isinstance(out.get(key), list) and isinstance(gone, list):
        how = strategy(type_name, key)
        if element_kind(out[key], gone) is dict:
            out[key] = _merge_list(out[key], gone, how, mode)
        else:
            out[key] = without(out[key], gone)


def _merge_list(live: list[Any], patch: list[Any], how: Strategy, mode: Mode) -> list[Any]:
    kind = element_kind(live, patch)
    if kind is None:
        return live
    if kind is not dict:
        return arrange(unique(live + patch), patch, live, "")
    if not how.key:
        raise PatchError("cannot merge lists without merge key for type struct")
    kept, patch = _specials(live, patch, how.key)
    merged = _merge_elements(kept, patch, how, mode)
    return arrange(merged, patch, kept, how.key)


def _specials(live: list[Any], patch: list[Any], key: str) -> tuple[list[Any], list[Any]]:
    """Carries out the elements that are directives; returns the live list and what is left to merge into it."""
    plain = []
    replace = False
    for item in patch:
        directive = item.get(PATCH)
        if PATCH not in item:
            plain.append(item)
        elif directive == "delete":
            if key not in item:
                raise no_merge_key(item, key)
            while (index := find(live, key, item[key])) >= 0:
                live = live[:index] + live[index + 1 :]
        elif directive == "replace":
            replace = True
        elif directive == "merge":
            raise PatchError("merging lists cannot yet be specified in the patch")
        else:
            raise bad_directive(directive, item)
    return (plain, []) if replace else (live, plain)


def _merge_elements(live: list[Any], patch: list[Any], how: Strategy, mode: Mode) -> list[Any]:
    out = list(live)
    for item in patch:
        if how.key not in item:
            raise no_merge_key(item, how.key)
        index = find(out, how.key, item[how.key])
        if index >= 0:
            out[index] = merge(out[index], item, how.below, mode)
        else:
            out.append(item)
    return out
