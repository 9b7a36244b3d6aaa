"""The order of merged lists: what a patch names goes in the order it asks for, the rest keeps its place."""

from __future__ import annotations

from minikctl.core.errors import Obj
from minikctl.core.patches._failure import PatchError, bad_argument, no_merge_key, unprocessable
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

PATCH = "$patch"
ORDER = "$setElementOrder/"
DELETE_FROM = "$deleteFromPrimitiveList/"
RETAIN = "$retainKeys"


def element_kind(*lists: list[Any]) -> type | None:
    """The one Python type of all elements (dict for maps), None when there are none."""
    found: type | None = None
    for items in lists:
        for item in items:
            if found is None:
                found = type(item)
                if found is list:
                    raise unprocessable()
            elif type(item) is not found:
                from minikctl.core.go_text import sprint

                raise PatchError(f"list element types are not identical: {sprint(list(lists))}")
    return found


def identity(key: str) -> Callable[[Any], Any]:
    """The function that says which element is which: by merge key, or by value when there is none."""

    def by_key(item: Any) -> Any:
        if not isinstance(item, dict):
            raise bad_argument("map[string]interface {}", item)
        if key not in item:
            raise no_merge_key(item, key)
        return item[key]

    return by_key if key else lambda item: item


def find(items: list[Any], key: str, value: Any) -> int:
    """The index of the first element with that merge key, or -1; elements without the key are passed over."""
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise PatchError(f"value for key {index} is not a map.")
        if key in item and item[key] == value:
            return index
    return -1


def arrange(merged: list[Any], wanted: list[Any], live: list[Any], key: str) -> list[Any]:
    """`merged` with the elements of `wanted` in its order and the others, in the order of `live`, woven in between."""
    ident = identity(key)
    named = [ident(item) for item in wanted]
    known = [_key_of(item, key) for item in live]
    ours = [item for item in merged if ident(item) in named]
    others = [item for item in merged if ident(item) not in named]
    ours.sort(key=lambda item: _place(named, ident(item)))
    others.sort(key=lambda item: _place(known, ident(item)))
    return _weave(_deletions_last(others), _deletions_last(ours), lambda item: _position(known, _key_of(item, key)))


def sort_like(items: list[Any], order: list[Any], key: str) -> list[Any]:
    """`items` in the order of `order`, what is to be deleted at the end."""
    ident = identity(key)
    places = [ident(item) for item in order]
    return _deletions_last(sorted(items, key=lambda item: _place(places, ident(item))))


def _key_of(item: Any, key: str) -> Any:
    if not key:
        return item
    return item.get(key) if isinstance(item, dict) else None


def _deletions_last(items: list[Any]) -> list[Any]:
    if not any(isinstance(item, dict) and PATCH in item for item in items):
        return items
    return [i for i in items if not _deleted(i)] + [i for i in items if _deleted(i)]


def _deleted(item: Any) -> bool:
    return isinstance(item, dict) and item.get(PATCH) == "delete"


def _position(places: list[Any], ident: Any) -> int:
    return places.index(ident) if ident in places else -1


def _place(places: list[Any], ident: Any) -> int:
    return places.index(ident) if ident in places else len(places)


def _weave(left: list[Any], right: list[Any], position: Callable[[Any], int]) -> list[Any]:
    """Both lists as one, each in its own order; one of `left` goes first where the live list had it first."""
    out: list[Any] = []
    i = j = 0
    while i < len(left) and j < len(right):
        before, after = position(left[i]), position(right[j])
        if 0 <= before < after:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    return out + left[i:] + right[j:]


def check_order(patch_items: list[Any], order: list[Any], key: str) -> None:
    """Refuses a patch whose list and $setElementOrder list disagree about the order of two elements."""
    if not order or not patch_items:
        return
    ident = identity(key)
    pending = [item for item in patch_items if not (key and isinstance(item, dict) and PATCH in item)]
    index = 0
    for place in order:
        if index < len(pending) and ident(pending[index]) == ident(place):
            index += 1
    if index < len(pending):
        from minikctl.core.go_text import sprint

        items, wanted = sprint(patch_items), sprint(order)
        raise PatchError(f"The order in patch list:\n{items}\n doesn't match $setElementOrder list:\n{wanted}\n")


def without(items: list[Any], gone: list[Any]) -> list[Any]:
    return [item for item in items if item not in gone]


def unique(items: list[Any]) -> list[Any]:
    out: list[Any] = []
    for item in items:
        if item not in out:
            out.append(item)
    return out


def only_keys(items: list[Any], key: str) -> list[Obj]:
    return [{key: item[key]} for item in items]
