"""Owner references: who controls an object, and how an object is adopted or released. Pure."""

from __future__ import annotations

from minikctl.core.objects import controller_of
from minikctl.core.objects import owner_reference as controller_ref
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from minikctl.controllers._base import View

Obj = dict[str, Any]

__all__ = ["adopted", "claim", "controller_of", "controller_ref", "newly_orphan", "owner_keys", "released"]


def adopted(obj: Obj, owner: Obj) -> Obj:
    """A copy of `obj` controlled by `owner`."""
    meta = obj["metadata"]
    refs = [*(meta.get("ownerReferences") or ()), controller_ref(owner)]
    return {**obj, "metadata": {**meta, "ownerReferences": refs}}


def released(obj: Obj, uid: str) -> Obj:
    """A copy of `obj` without its reference to the owner `uid`."""
    meta = dict(obj["metadata"])
    refs = [ref for ref in meta.get("ownerReferences") or () if ref["uid"] != uid]
    if refs:
        meta["ownerReferences"] = refs
    else:
        meta.pop("ownerReferences", None)
    return {**obj, "metadata": meta}


def owner_keys(kind: str, group: str = "apps") -> Callable[[Obj | None, Obj | None, View], list[str]]:
    """Watch keys: the controlling owner of that kind, now and before."""

    def keys(obj: Obj | None, old: Obj | None, _view: View) -> list[str]:
        found = []
        for one in (obj, old):
            ref = controller_of(one) if one else None
            if one and ref and ref["kind"] == kind and group_of(ref["apiVersion"]) == group:
                key = f"{one['metadata']['namespace']}/{ref['name']}"
                if key not in found:
                    found.append(key)
        return found

    return keys


def group_of(api_version: str) -> str:
    return api_version.rpartition("/")[0]


def newly_orphan(obj: Obj | None, old: Obj | None) -> bool:
    """Whether a change may make an object adoptable: it has no controller, and is new, was just released or got other
    labels.
    """
    if obj is None or obj["metadata"].get("deletionTimestamp") or controller_of(obj):
        return False
    return (
        old is None or controller_of(old) is not None or obj["metadata"].get("labels") != old["metadata"].get("labels")
    )


def claim(owner: Obj, candidates: Iterable[Obj], matches: Callable[[Obj], bool]) -> tuple[list[Obj], list[Obj]]:
    """(objects that `owner` controls, objects to write because they are to be adopted or released).

    An owner that is being deleted neither adopts nor releases; what is being deleted is not adopted.
    """
    uid = owner["metadata"]["uid"]
    deleting = bool(owner["metadata"].get("deletionTimestamp"))
    mine, writes = [], []
    for obj in candidates:
        ref = controller_of(obj)
        if ref is not None:
            if ref["uid"] != uid:
                continue
            if matches(obj["metadata"].get("labels") or {}):
                mine.append(obj)
            elif not deleting:
                writes.append(released(obj, uid))
        elif (
            not deleting
            and not obj["metadata"].get("deletionTimestamp")
            and matches(obj["metadata"].get("labels") or {})
        ):
            writes.append(adopted(obj, owner))
    return mine, writes
