"""Objects as plain JSON values: copies, nested access, owners, conditions. Knows no kind."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Obj = dict[str, Any]

# Go stops at 10000; what lies deeper than this is no Kubernetes object, and would exhaust the stack of every layer
MAX_DEPTH = 200


_STATUSES = ("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses")


def container_status(pod: Obj, name: str) -> Obj | None:
    """The status of one container, whichever kind it is of."""
    status = pod.get("status") or {}
    return next((one for field in _STATUSES for one in status.get(field) or () if one["name"] == name), None)


def copy(value: Any) -> Any:
    """A deep copy of a JSON value. Strings are shared, which marshal, hardly faster, would not do."""
    kind = type(value)
    if kind is dict:
        return {key: copy(each) if type(each) in _NESTED else each for key, each in value.items()}
    if kind is list:
        return [copy(each) if type(each) in _NESTED else each for each in value]
    return value


def too_deep(value: Any, text: str = "") -> bool:
    """Whether there are more than MAX_DEPTH maps and lists within each other. text: the JSON that it was read of, if
    that is known: where there are few brackets nobody has to look.
    """
    if text and text.count("{") + text.count("[") <= MAX_DEPTH:
        return False
    level = [value] if type(value) in _NESTED else []
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) in _NESTED
        ]
        if not level:
            return False
    return True


def in_key_order(value: Any) -> Any:
    """A copy whose keys are sorted, as they are in what kubectl sends."""
    kind = type(value)
    if kind is dict:
        return {key: in_key_order(value[key]) for key in sorted(value)}
    if kind is list:
        return [in_key_order(each) for each in value]
    return value


_NESTED = frozenset((dict, list))


def get_in(obj: Any, *path: str, default: Any = None) -> Any:
    """The value at a path of keys; `default` where a key is missing, null, or not inside a map."""
    for key in path:
        if not isinstance(obj, dict):
            return default
        obj = obj.get(key)
    return default if obj is None else obj


def set_in(obj: Obj, *path: str, value: Any) -> None:
    """Sets the value at a path of keys, making the maps on the way."""
    for key in path[:-1]:
        inner = obj.get(key)
        if not isinstance(inner, dict):
            inner = obj[key] = {}
        obj = inner
    obj[path[-1]] = value


def owner_references(obj: Obj) -> list[Obj]:
    return obj["metadata"].get("ownerReferences") or []


def controller_of(obj: Obj) -> Obj | None:
    """The owner reference that says `controller: true`."""
    for reference in owner_references(obj):
        if reference.get("controller"):
            return reference
    return None


def is_controlled_by(obj: Obj, owner: Obj) -> bool:
    reference = controller_of(obj)
    return reference is not None and reference.get("uid") == owner["metadata"].get("uid")


def owner_reference(owner: Obj, controller: bool = True) -> Obj:
    """What a controller writes into what it creates."""
    out: Obj = {
        "apiVersion": owner["apiVersion"],
        "kind": owner["kind"],
        "name": owner["metadata"]["name"],
        "uid": owner["metadata"]["uid"],
    }
    if controller:
        out["controller"] = out["blockOwnerDeletion"] = True
    return out


def conditions(obj: Obj) -> Iterator[Obj]:
    yield from get_in(obj, "status", "conditions", default=())


def condition(obj: Obj, type_: str) -> Obj | None:
    """The condition of this type in the status."""
    for each in conditions(obj):
        if each.get("type") == type_:
            return each
    return None


def is_true(obj: Obj, type_: str) -> bool:
    """Whether the condition of this type is there and "True"."""
    found = condition(obj, type_)
    return found is not None and found.get("status") == "True"
