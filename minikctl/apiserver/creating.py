"""POST: decode, name, default, admit, validate, admit again, store. The order is the contract; kinds and admission
fill the steps.
"""

from __future__ import annotations

from minikctl.apiserver import ownership
from minikctl.core.errors import already_exists, bad_request, internal, invalid
from minikctl.core.names import safe_suffix, uuid4
from minikctl.core.randomness import digest
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def create(api: ApiServer, target: Target, namespace: str, body: Any, asked: Asked) -> Obj:
    """The object as stored. Errors: ApiError 400, 403, 404 (namespace), 409, 422."""
    kind = target.kind
    if asked.internal:
        obj = {**body, "metadata": dict(body["metadata"])}
        if "spec" in obj:
            obj["spec"] = dict(obj["spec"])  # admission adds to it
    else:
        from minikctl.apiserver.conversion import decode

        api.warn_deprecated(target)
        obj = decode(body, target, asked.validation, api.world.warn)
    meta = _place(target, namespace, obj)
    base = _name(api, target, meta, namespace, asked.internal)
    key = Key(kind.resource, namespace if kind.namespaced else "", meta.get("name", ""))
    fill(api, target, obj, asked, base)
    if not asked.internal:
        check(target, obj)
        for text in kind.warnings(obj, None):
            api.world.warn(text)
    from minikctl.apiserver.admission import validate

    taken = api.find(kind, key.namespace, key.name) is not None  # storage finds out last, and nothing is charged for it
    validate(api, target, "create", obj, None, asked._replace(dry_run=True) if taken else asked)
    if taken:
        raise already_exists(kind.plural, target.group, key.name)
    return store(api, key, obj, asked)


def record(api: ApiServer, event: Obj) -> None:
    """Create an Event of one of the cluster's own components, under a name that is free.

    There are five of them for a pod, and no step of `create` adds to them but these. It is as old as what it tells of:
    what nobody saw may be told of later.
    """
    meta = event["metadata"]
    meta["uid"] = uuid4(digest(api.world.seed, "uid", "events", str(api.tx.revision)))
    meta["creationTimestamp"] = event.get("lastTimestamp") or rfc3339(api.world.now())
    meta["resourceVersion"] = str(api.tx.next_revision())
    api.tx.add(Key("events", meta["namespace"], meta["name"]), event)


def fill(api: ApiServer, target: Target, obj: Obj, asked: Asked, base: str = "") -> None:
    """Everything that the server adds: defaults, strategy, admission, system metadata.

    base: what the name was generated from; admission that changes objects comes before that, and names it alone.
    """
    from minikctl.apiserver.admission import mutate

    kind, meta = target.kind, obj["metadata"]
    kind.default(obj)
    # what admission adds belongs to nobody
    ownership.record(api, target, obj, None, asked)
    name = meta.get("name", "")
    meta["name"] = base or name
    mutate(api, target, "create", obj, None, asked)
    meta["name"] = name
    meta["uid"] = unique_id(api, target)  # a Job's selector is made of it
    meta["creationTimestamp"] = rfc3339(api.world.now())
    kind.prepare_create(obj)
    for field in ("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "generation"):
        meta.pop(field, None)
    if kind.spec_fields:
        meta["generation"] = 1


def check(target: Target, obj: Obj) -> None:
    """Field errors of metadata and of the kind: ApiError 422."""
    from minikctl.apiserver import metadata

    errors = metadata.validate(target.kind, obj) + target.kind.validate(obj)
    if errors:
        raise invalid(target.kind.kind, target.group, obj["metadata"].get("name", ""), errors)


def store(api: ApiServer, key: Key, obj: Obj, asked: Asked) -> Obj:
    """Give the object its resourceVersion and write it; a dry run leaves the one that it had."""
    if asked.dry_run:
        return obj
    obj["metadata"]["resourceVersion"] = str(api.tx.next_revision())
    api.tx.put(key, obj)
    return obj


def _place(target: Target, namespace: str, obj: Obj) -> Obj:
    """metadata, with the namespace of the request; ApiError 400 where the two differ."""
    meta: Obj = obj.setdefault("metadata", {})
    if target.kind.namespaced:
        if meta.setdefault("namespace", namespace) != namespace:
            raise bad_request("the namespace of the provided object does not match the namespace sent on the request")
    else:
        meta.pop("namespace", None)
    if meta.get("resourceVersion"):
        raise bad_request("resourceVersion should not be set on objects to be created")
    return meta


def _name(api: ApiServer, target: Target, meta: Obj, namespace: str, internal: bool) -> str:
    """Give the object a name unless it has one: what it was generated from, or "". Controllers name theirs before."""
    base: str = meta.get("generateName") or ""
    if not base or meta.get("name"):
        return base if internal else ""
    meta["name"] = generate_name(api, target.kind.resource, namespace if target.kind.namespaced else "", base)
    return base


MAX_BASE = 58  # 63 less the five characters


def generate_name(api: ApiServer, resource: str, namespace: str, base: str) -> str:
    """base (cut to 58 characters) and five characters from the safe alphabet, free in the namespace."""
    base = base[:MAX_BASE]
    for n in range(64):
        name = base + safe_suffix(digest(api.world.seed, "name", namespace, base, str(api.tx.revision), str(n)))
        if api.tx.get(Key(resource, namespace, name)) is None:
            return name
    raise internal(f"no free name for {base}")


def unique_id(api: ApiServer, target: Target) -> str:
    """A uid of its own for every revision: it does not depend on how the work was cut into transactions."""
    return uuid4(digest(api.world.seed, "uid", target.kind.resource, str(api.tx.revision)))
