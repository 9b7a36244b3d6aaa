"""Garbage: objects whose owners are gone go too; foreground deletion waits for them, orphaning lets them be.

A key is `resource/namespace/name/uid` of an owner that has gone or is going, or of an object whose owners have to
be looked at.
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Delete, Result, Update, Watch
from minikctl.controllers._owners import released
from minikctl.controllers.table import CUSTOM, OWNABLE
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

FOREGROUND, ORPHAN = "foregroundDeletion", "orphan"

_resources: dict[tuple[str, str], tuple[str, bool]] = {}  # of kinds that no definition can change


class Owners(NamedTuple):
    """An object's owner references: of owners that stay, that are gone, and that wait for their dependents to go."""

    solid: list[Obj]
    dangling: list[Obj]
    waiting: list[Obj]


def reconcile(view: View, key: str, now: int) -> Result:
    resource, namespace, name, uid = key.split("/")
    obj = view.get(resource, namespace, name)
    if obj is None or obj["metadata"]["uid"] != uid:
        return Result([change for dependent in view.dependents(uid) for change in collect(view, dependent)])
    finalizers = obj["metadata"].get("finalizers") or ()
    if obj["metadata"].get("deletionTimestamp"):
        if ORPHAN in finalizers:
            return Result(_orphan(view, obj))
        if FOREGROUND in finalizers:
            return Result(_foreground(view, obj))
    return Result(collect(view, obj))


def collect(view: View, obj: Obj) -> list[Change]:
    """What becomes of an object, as its owners are. One of a kind that is not served any more stays."""
    if _lookup(obj["apiVersion"], obj["kind"]) is None:
        return []
    owners = owners_of(view, obj)
    if not owners.dangling and not owners.waiting:
        return []
    gone = {ref["uid"] for ref in (*owners.dangling, *owners.waiting)}
    if owners.solid:
        for uid in gone:
            obj = released(obj, uid)
        return [Update(obj)]
    meta = obj["metadata"]
    if meta.get("deletionTimestamp"):
        return []
    return [
        Delete(
            resource_of(obj["apiVersion"], obj["kind"]),
            meta.get("namespace", ""),
            meta["name"],
            meta["uid"],
            propagation=_policy(view, obj, bool(owners.waiting)),
        )
    ]


def _policy(view: View, obj: Obj, owner_waits: bool) -> str:
    """As its finalizers say; dependents of an owner that waits are waited for, too."""
    finalizers = obj["metadata"].get("finalizers") or ()
    if ORPHAN in finalizers:
        return "Orphan"
    if FOREGROUND in finalizers or (owner_waits and view.dependents(obj["metadata"]["uid"])):
        return "Foreground"
    return "Background"


def owners_of(view: View, obj: Obj) -> Owners:
    out = Owners([], [], [])
    for ref in obj["metadata"].get("ownerReferences") or ():
        owner = _owner(view, obj, ref)
        if owner is None:
            out.dangling.append(ref)
        elif owner["metadata"].get("deletionTimestamp") and FOREGROUND in (owner["metadata"].get("finalizers") or ()):
            out.waiting.append(ref)
        else:
            out.solid.append(ref)
    return out


def _owner(view: View, obj: Obj, ref: Obj) -> Obj | None:
    """The owner, None where there is none of that uid. An owner of a kind that nobody serves counts as there."""
    known = _lookup(ref["apiVersion"], ref["kind"])
    if known is None:
        return {"metadata": {}}
    resource, namespaced = known
    owner = view.get(resource, obj["metadata"].get("namespace", "") if namespaced else "", ref["name"])
    return owner if owner is not None and owner["metadata"]["uid"] == ref["uid"] else None


def _orphan(view: View, owner: Obj) -> list[Change]:
    uid = owner["metadata"]["uid"]
    changes: list[Change] = [
        Update(released(dependent, uid))
        for dependent in view.dependents(uid)
        if _lookup(dependent["apiVersion"], dependent["kind"]) is not None
    ]
    return [*changes, Update(_without(owner, ORPHAN))]


def _foreground(view: View, owner: Obj) -> list[Change]:
    """Delete the dependents; once none is left that blocks, the owner may go."""
    uid = owner["metadata"]["uid"]
    dependents = view.dependents(uid)
    blocking = [d for d in dependents if any(r["uid"] == uid and r.get("blockOwnerDeletion") for r in _refs(d))]
    changes = [change for dependent in dependents for change in collect(view, dependent)]
    return changes if blocking else [*changes, Update(_without(owner, FOREGROUND))]


def _refs(obj: Obj) -> list[Obj]:
    refs: list[Obj] = obj["metadata"].get("ownerReferences") or []
    return refs


def _without(obj: Obj, finalizer: str) -> Obj:
    meta = dict(obj["metadata"])
    kept = [f for f in meta.get("finalizers") or () if f != finalizer]
    if kept:
        meta["finalizers"] = kept
    else:
        meta.pop("finalizers", None)
    return {**obj, "metadata": meta}


def resource_of(api_version: str, kind: str) -> str:
    known = _lookup(api_version, kind)
    return known[0] if known else ""


def _lookup(api_version: str, kind: str) -> tuple[str, bool] | None:
    """(resource, namespaced) of a kind, None for one that is not served."""
    key = (api_version, kind)
    found = _resources.get(key)
    if found is None:
        from minikctl.kinds.table import kind_for

        entry = kind_for(api_version, kind)
        if entry is None:
            return None
        found = entry.resource, entry.namespaced
        if entry.module:
            _resources[key] = found
    return found


def _keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """A removed object: what depended on it, and owners that wait for it. One that is going: itself. A new one with
    owners: itself.
    """
    if obj is None:
        return _keys_of_removed(view, old) if old is not None else []
    meta = obj["metadata"]
    if meta.get("deletionTimestamp"):
        finalizers = meta.get("finalizers") or ()
        return [_key(obj)] if FOREGROUND in finalizers or ORPHAN in finalizers else []
    refs = meta.get("ownerReferences")
    if refs and (old is None or old["metadata"].get("ownerReferences") != refs):
        owners = owners_of(view, obj)
        return [_key(obj)] if owners.dangling or owners.waiting else []
    return []


def _keys_of_removed(view: View, old: Obj) -> list[str]:
    keys = [_key(old)] if view.dependents(old["metadata"]["uid"]) else []
    for ref in _refs(old):
        owner = _owner(view, old, ref)
        if owner is not None and FOREGROUND in (owner["metadata"].get("finalizers") or ()):
            keys.append(_key(owner))
    return keys


def _key(obj: Obj) -> str:
    meta = obj["metadata"]
    resource = resource_of(obj["apiVersion"], obj["kind"])
    return f"{resource}/{meta.get('namespace', '')}/{meta['name']}/{meta['uid']}"


CONTROLLER = Controller(
    "garbage",
    "kube-controller-manager",
    tuple(Watch(resource, _keys) for resource in (*OWNABLE, CUSTOM)),
    reconcile,
    component="garbage-collector-controller",
)
