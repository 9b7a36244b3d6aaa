"""CustomResourceDefinitions: accept their names, establish them, and empty those that are being deleted.

source: apiextensions-apiserver pkg/controller/{status,establish,apiapproval,finalizer}
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Delete, Result, Update, Watch
from minikctl.controllers.table import CUSTOM, DEFINITIONS
from minikctl.core.times import SECOND, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds.custom import definitions as crds
from minikctl.kinds.custom import naming

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

PAUSE = 5 * SECOND  # between two looks at what is still there


def reconcile(view: View, key: str, now: int) -> Result:
    crd = view.get(DEFINITIONS, "", key)
    if crd is None:
        return NOTHING
    if crd["metadata"].get("deletionTimestamp"):
        return _empty(view, crd, now) if crds.CLEANUP in crd["metadata"].get("finalizers", ()) else NOTHING
    return _accept(view, crd, now)


def _accept(view: View, crd: Obj, now: int) -> Result:
    names, accepted = naming.accepted(crd, _others(view, crd))
    wanted = [accepted, naming.established(crd, accepted)]
    approval = naming.approved(crd)
    status = crds.mapping(crd.get("status"))
    conditions = _with(status.get("conditions") or [], [*([approval] if approval else []), *wanted], now)
    new = {**status, "acceptedNames": names, "conditions": conditions}
    return Result([Update({**crd, "status": new}, "status")]) if new != status else NOTHING


def _with(conditions: list[Obj], wanted: list[Obj], now: int) -> list[Obj]:
    """The conditions with those put in, in their places; a new time only where the status changes."""
    out = list(conditions)
    for one in wanted:
        known = next((c for c in out if crds.mapping(c).get("type") == one["type"]), None)
        if known is None:
            out.append({"lastTransitionTime": rfc3339(now), **one})
            continue
        since = known.get("lastTransitionTime") if known.get("status") == one["status"] else rfc3339(now)
        out[out.index(known)] = {"lastTransitionTime": since, **one}
    return out


def _empty(view: View, crd: Obj, now: int) -> Result:
    """Delete the objects; once none is left, the definition may go."""
    objects = view.list(crd["metadata"]["name"]) if crds.established(crd) else []
    if objects:
        name = crd["metadata"]["name"]
        changes: list[Change] = [
            Delete(name, meta.get("namespace", ""), meta["name"], meta["uid"])
            for meta in (o["metadata"] for o in objects)
            if not meta.get("deletionTimestamp")
        ]
        progress = naming.terminating("InstanceDeletionInProgress", "CustomResource deletion is in progress")
        # most of it is gone the moment it is deleted
        return Result([*changes, *_told(crd, progress, now)], now if changes else now + PAUSE)
    meta = {**crd["metadata"]}
    meta["finalizers"] = [f for f in meta["finalizers"] if f != crds.CLEANUP]
    return Result([Update({**crd, "metadata": meta})])


def _told(crd: Obj, condition: Obj, now: int) -> list[Change]:
    status = crds.mapping(crd.get("status"))
    conditions = _with(status.get("conditions") or [], [condition], now)
    same = conditions == status.get("conditions")
    return [] if same else [Update({**crd, "status": {**status, "conditions": conditions}}, "status")]


def _definitions(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Itself; where its names have changed hands, also the others of its group, which may wait for one."""
    one = obj or old
    if one is None:
        return []
    name = one["metadata"]["name"]
    if obj is not None and (old is None or crds.accepted_names(obj) == crds.accepted_names(old)):
        return [name]
    return [name, *(o["metadata"]["name"] for o in _others(view, one))]


def _others(view: View, crd: Obj) -> list[Obj]:
    """The other definitions of its group."""
    name, group = crd["metadata"]["name"], crds.group(crd)
    return [o for o in view.list(DEFINITIONS) if crds.group(o) == group and o["metadata"]["name"] != name]


def _gone(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """The definition of an object that is gone, where it waits for that."""
    if obj is not None or old is None:
        return []
    from minikctl.kinds.table import kind_for

    entry = kind_for(old["apiVersion"], old["kind"])
    crd = view.get(DEFINITIONS, "", entry.resource) if entry else None
    return [crd["metadata"]["name"]] if crd and crd["metadata"].get("deletionTimestamp") else []


CONTROLLER = Controller(
    "customresourcedefinition",
    "kube-apiserver",
    (Watch(DEFINITIONS, _definitions), Watch(CUSTOM, _gone)),
    reconcile,
)
