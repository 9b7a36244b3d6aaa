"""DELETE: preconditions, propagation, finalizers, grace. What has nothing to wait for is removed at once."""

from __future__ import annotations

from minikctl.core.errors import conflict, forbidden, invalid, invalid_value
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

PROTECTED_NAMESPACES = ("default", "kube-system", "kube-public")
_FINALIZER = {"Orphan": "orphan", "Foreground": "foregroundDeletion"}
SECOND = 1_000_000


def delete(api: ApiServer, target: Target, namespace: str, name: str, options: Obj, asked: Asked) -> tuple[Obj, bool]:
    """(last state in storage version, gone already). Errors: ApiError 403, 404, 409, 422."""
    obj = api.stored(target, namespace, name, expired=asked.internal)
    _preconditions(target, obj, options.get("preconditions") or {})
    dry_run = asked.dry_run or bool(options.get("dryRun"))
    if target.kind.resource == "namespaces" and name in PROTECTED_NAMESPACES:
        raise forbidden("namespaces", "", name, "this namespace may not be deleted")
    if target.kind.resource == "priorityclasses.scheduling.k8s.io" and name.startswith("system-"):
        why = "this is a system priority class and cannot be deleted"
        raise forbidden("priorityclasses", target.group, name, why)
    if target.kind.builtin:
        from minikctl.apiserver import builtin_objects

        if builtin_objects.one(api, target.kind, name) is not None:
            raise forbidden(target.kind.plural, target.group, name, "it is built in and always holds")
    policy = propagation(target, obj, options)
    if not asked.internal:
        warn_of_orphans(api, target, options)
    key = api.key(target.kind, namespace, name)
    if target.kind.begin_deletion is not None and not obj["metadata"].get("deletionTimestamp"):
        obj = {**obj, "metadata": dict(obj["metadata"])}
        target.kind.begin_deletion(obj, api.world.now())
    grace = _grace(target, obj, options)
    finalizers = _with_policy(obj["metadata"].get("finalizers") or [], policy)
    if target.kind.resource == "namespaces" and (obj.get("spec") or {}).get("finalizers"):
        return _terminate_namespace(api, key, obj, finalizers, dry_run), False
    if not finalizers and grace == 0:
        if not dry_run:
            remove(api, key, obj, asked)
        return obj, True
    return _mark(api, key, obj, finalizers, grace, dry_run), False


def propagation(target: Target, obj: Obj, options: Obj) -> str:
    """Background, Foreground or Orphan: as asked, or as the kind does. ApiError 422 for another word."""
    policy = options.get("propagationPolicy")
    if policy is None and options.get("orphanDependents") is not None:
        policy = "Orphan" if options["orphanDependents"] else "Background"
    if policy not in (None, "Background", "Foreground", "Orphan"):
        allowed = '"Background", "Foreground", "Orphan"'
        error = invalid_value("propagationPolicy", policy, f"supported values: {allowed}")
        raise invalid("DeleteOptions", "meta.k8s.io", "", [error])
    if policy is None:
        present = obj["metadata"].get("finalizers") or ()
        if "orphan" in present:
            return "Orphan"
        if "foregroundDeletion" in present:
            return "Foreground"
        return "Orphan" if _orphans(target) else "Background"
    return str(policy)


def _orphans(target: Target) -> bool:
    """Where nobody says otherwise. # source: DefaultGarbageCollectionPolicy of each kind's strategy"""
    default = target.kind.default_propagation
    return default == "orphan" or (default == "orphan when old" and target.served.legacy)


def warn_of_orphans(api: ApiServer, target: Target, options: Obj) -> None:
    """What becomes of the dependents was not said, and may surprise. # source: registry/batch/job/storage"""
    said = options.get("propagationPolicy") is not None or options.get("orphanDependents") is not None
    if target.kind.orphan_warning and not said:
        api.world.warn(target.kind.orphan_warning)


def _with_policy(finalizers: list[str], policy: str) -> list[str]:
    kept = [f for f in finalizers if f not in _FINALIZER.values()]
    return [*kept, _FINALIZER[policy]] if policy in _FINALIZER else kept


def _grace(target: Target, obj: Obj, options: Obj) -> int:
    """Seconds the object may take to go; only pods take any, and those that no kubelet runs do not."""
    if not target.kind.graceful:
        return 0
    asked = options.get("gracePeriodSeconds")
    spec = obj["spec"]
    grace = spec.get("terminationGracePeriodSeconds", 30) if asked is None else int(asked)
    if obj["metadata"].get("deletionTimestamp"):
        grace = (
            min(grace, obj["metadata"].get("deletionGracePeriodSeconds", grace))
            if asked is not None
            else obj["metadata"].get("deletionGracePeriodSeconds", grace)
        )
    phase = (obj.get("status") or {}).get("phase")
    if not spec.get("nodeName") or phase in ("Succeeded", "Failed"):
        return 0
    return max(0, int(grace))


def _mark(api: ApiServer, key: Key, obj: Obj, finalizers: list[str], grace: int, dry_run: bool) -> Obj:
    """Set deletionTimestamp (or bring it forward) and the finalizers of the policy."""
    from minikctl.core.times import rfc3339

    meta = dict(obj["metadata"])
    until = rfc3339(api.world.now() + grace * SECOND)
    if not meta.get("deletionTimestamp"):
        meta["deletionTimestamp"] = until
        meta["deletionGracePeriodSeconds"] = grace
        if "generation" in meta:
            meta["generation"] += 1
    elif grace < meta.get("deletionGracePeriodSeconds", 0):
        meta["deletionTimestamp"] = until
        meta["deletionGracePeriodSeconds"] = grace
    if finalizers:
        meta["finalizers"] = finalizers
    else:
        meta.pop("finalizers", None)
    if meta == obj["metadata"]:
        return obj
    return _put(api, key, {**obj, "metadata": meta}, dry_run)


def _terminate_namespace(api: ApiServer, key: Key, obj: Obj, finalizers: list[str], dry_run: bool) -> Obj:
    marked = _mark(api, key, obj, finalizers, 0, True)
    out = {**marked, "status": {**(obj.get("status") or {}), "phase": "Terminating"}}
    return obj if out == obj else _put(api, key, out, dry_run)


def _put(api: ApiServer, key: Key, obj: Obj, dry_run: bool) -> Obj:
    if not dry_run:
        obj["metadata"] = {**obj["metadata"], "resourceVersion": str(api.tx.next_revision())}
        api.tx.put(key, obj)
    return obj


def _preconditions(target: Target, obj: Obj, wanted: Obj) -> None:
    meta = obj["metadata"]
    for field, have, label in (
        ("uid", meta["uid"], "UID"),
        ("resourceVersion", meta["resourceVersion"], "ResourceVersion"),
    ):
        if wanted.get(field) and wanted[field] != have:
            raise conflict(
                target.kind.plural,
                target.group,
                meta["name"],
                f"Precondition failed: {label} in precondition: {wanted[field]}, {label} in object meta: {have}",
            )


def remove(api: ApiServer, key: Key, obj: Obj, asked: Asked) -> None:
    """Take the object out of storage; watchers see its last state with the revision of the removal."""
    if asked.dry_run:
        return
    revision = api.tx.next_revision()
    api.tx.remove(key, {**obj, "metadata": {**obj["metadata"], "resourceVersion": str(revision)}})


def status_of(target: Target, obj: Obj) -> Obj:
    """The Status that answers a delete of what is gone at once."""
    meta = obj["metadata"]
    details: Obj = {"name": meta["name"], "kind": target.kind.plural, "uid": meta["uid"]}
    if target.group:
        details["group"] = target.group
    return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details}
