"""PUT and what ends in one: preconditions, strategy, admission, validation, generation, ownership, store."""

from __future__ import annotations

from minikctl.apiserver import metadata, ownership
from minikctl.apiserver.admission import mutate, validate
from minikctl.apiserver.creating import store
from minikctl.core.errors import MODIFIED, bad_request, conflict, invalid, no_such_resource
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer
    from minikctl.core.errors import FieldError
    from minikctl.kinds._kind import Kind

Obj = dict[str, Any]

# what of the metadata may be written along with the status
_WITH_STATUS = {"nodes": ("labels", "annotations"), "deployments.apps": ("annotations",)}


def update(api: ApiServer, target: Target, namespace: str, name: str, body: Any, asked: Asked, subresource: str) -> Obj:
    """The object as stored. Errors: ApiError 400, 403, 404, 409, 422."""
    if subresource and subresource not in target.kind.subresources and not asked.internal:
        raise no_such_resource()
    if subresource == "scale":
        from minikctl.apiserver.scaling import update_scale

        return update_scale(api, target, namespace, name, body, asked)
    old = api.stored(target, namespace, name)
    if asked.internal:
        new = {**body, "metadata": dict(body["metadata"])}
    else:
        from minikctl.apiserver.conversion import decode

        api.warn_deprecated(target)
        new = decode(body, target, asked.validation, api.world.warn)
        meta = new.setdefault("metadata", {})
        if meta.get("name", name) != name:
            raise bad_request(f"the name of the object ({meta['name']}) does not match the name on the URL ({name})")
        meta["name"] = name
        if target.kind.namespaced and meta.setdefault("namespace", namespace) != namespace:
            raise bad_request("the namespace of the provided object does not match the namespace sent on the request")
    _same_object(target, old, new)
    return replace(api, target, old, new, asked, subresource)


def _same_object(target: Target, old: Obj, new: Obj) -> None:
    """A PUT that names a uid means that very object: ApiError 409."""
    wanted, have = new["metadata"].get("uid"), old["metadata"]["uid"]
    if wanted and wanted != have:
        why = f"Precondition failed: UID in precondition: {wanted}, UID in object meta: {have}"
        raise conflict(target.kind.plural, target.group, old["metadata"]["name"], why)


def replace(api: ApiServer, target: Target, old: Obj, new: Obj, asked: Asked, subresource: str) -> Obj:
    """Write `new` (storage version, owned by us) over `old`. What nothing changed is not written."""
    kind = target.kind
    preconditions(target, old, new)
    new["metadata"]["resourceVersion"] = old["metadata"]["resourceVersion"]
    whole = subresource in ("", "scale")
    if not whole:
        if (kind.read or subresource in ("resize", "ephemeralcontainers")) and not asked.internal:
            kind.default(new)
        new = _only(subresource, kind.resource, new, old)
        if subresource == "approval":
            _stamp(new, rfc3339(api.world.now()))
    errors = [] if asked.internal else metadata.immutable_errors(new, old)
    metadata.carry_over(new, old)
    if whole:
        if kind.has_status:
            _keep(new, old, "status")
        if not asked.internal:
            kind.default(new)
            mutate(api, target, "update", new, old, asked, subresource)
        kind.prepare_update(new, old)
    if subresource != "status":
        _bump_generation(kind, new, old, asked.internal)
    if not asked.internal:
        _check(api, target, new, old, errors, subresource)
        validate(api, target, "update", new, old, asked, subresource)
    if new == old:
        return old
    ownership.record(api, target, new, old, asked, subresource)
    return finish(api, target, new, asked)


def _check(api: ApiServer, target: Target, new: Obj, old: Obj, errors: list[FieldError], subresource: str) -> None:
    """ApiError 422 for what is not valid, or may not change; then the warnings of the kind."""
    kind, whole = target.kind, subresource in ("", "scale")
    errors = errors or metadata.validate(kind, new)
    if whole or kind.read:
        fixed = kind.validate_update(new, old)
        errors += kind.validate(new) + [e for e in fixed if e.field not in target.served.mutable]
    if subresource in ("resize", "ephemeralcontainers"):
        from minikctl.kinds.pod import resizing

        check = resizing.validate if subresource == "resize" else resizing.validate_ephemeral
        errors += kind.validate(new) + check(new, old)
    if errors:
        raise invalid(kind.kind, target.group, old["metadata"]["name"], errors)
    if whole:
        for text in kind.warnings(new, old):
            api.world.warn(text)


def finish(api: ApiServer, target: Target, new: Obj, asked: Asked) -> Obj:
    """Store; an object that waits for deletion and lost its last finalizer goes instead."""
    meta = new["metadata"]
    key = api.key(target.kind, meta.get("namespace", ""), meta["name"])
    if meta.get("deletionTimestamp") and not meta.get("finalizers") and not _finalizers_of(new):
        grace = meta.get("deletionGracePeriodSeconds")
        if not grace:
            from minikctl.apiserver.deleting import remove

            remove(api, key, new, asked)
            return new
    return store(api, key, new, asked)


def _finalizers_of(obj: Obj) -> list[str]:
    """A Namespace has finalizers of its own in its spec."""
    return (obj.get("spec") or {}).get("finalizers") or [] if obj["kind"] == "Namespace" else []


def preconditions(target: Target, old: Obj, new: Obj) -> None:
    """ApiError 409 where `new` names another resourceVersion than what is stored."""
    version = new["metadata"].get("resourceVersion")
    if version and version != old["metadata"]["resourceVersion"]:
        raise conflict(target.kind.plural, target.group, old["metadata"]["name"], MODIFIED)


def _only(subresource: str, resource: str, new: Obj, old: Obj) -> Obj:
    """The stored object with just what a subresource may write taken from `new`."""
    meta = dict(old["metadata"])
    for field in ("managedFields", "resourceVersion"):
        if field in new["metadata"]:
            meta[field] = new["metadata"][field]
    out = {**old, "metadata": meta}
    if subresource == "status":
        for field in _WITH_STATUS.get(resource, ()):
            if field in new["metadata"]:
                meta[field] = new["metadata"][field]
        _keep(out, new, "status")
    elif subresource == "finalize":
        out["spec"] = {**old["spec"], "finalizers": (new.get("spec") or {}).get("finalizers") or []}
        if not out["spec"]["finalizers"]:
            del out["spec"]["finalizers"]
    elif subresource == "approval":
        _keep(out, new, "status")
    elif subresource == "resize":
        from minikctl.kinds.pod.resizing import resized

        out["spec"] = resized(old["spec"], new["spec"])
    elif subresource == "ephemeralcontainers":
        _keep_spec_field(out, new, "ephemeralContainers")
    else:
        raise no_such_resource()
    return out


def _keep_spec_field(out: Obj, new: Obj, field: str) -> None:
    out["spec"] = dict(out["spec"])
    _keep(out["spec"], new["spec"], field)


def _stamp(request: Obj, now: str) -> None:
    """Conditions of a signing request get their times from the server."""
    status = request.get("status") or {}
    conditions = [{**c} for c in status.get("conditions") or ()]
    for condition in conditions:
        for field in ("lastUpdateTime", "lastTransitionTime"):
            if not condition.get(field):
                condition[field] = now
    if conditions:
        request["status"] = {**status, "conditions": conditions}


def _keep(new: Obj, old: Obj, field: str) -> None:
    if field in old:
        new[field] = old[field]
    else:
        new.pop(field, None)


def _bump_generation(kind: Kind, new: Obj, old: Obj, internal: bool) -> None:
    """What a controller annotates is no wish of anybody's."""
    fields = kind.spec_fields
    if "*" in fields:
        aside = ("metadata", "status") if kind.has_status else ("metadata",)
        fields = tuple(field for field in {**old, **new} if field not in aside)
    changed = any(new.get(f) != old.get(f) for f in fields)
    if "metadata.annotations" in fields and not internal:
        changed = changed or new["metadata"].get("annotations") != old["metadata"].get("annotations")
    if changed:
        new["metadata"]["generation"] = old["metadata"].get("generation", 0) + 1
