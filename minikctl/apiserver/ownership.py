"""metadata.managedFields: who set what. Kept exactly, for controllers too; see core.fields for the rules."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer
    from minikctl.core.fields._shape import Shape

Obj = dict[str, Any]


def record(api: ApiServer, target: Target, obj: Obj, old: Obj | None, asked: Asked, subresource: str = "") -> None:
    """Set the managedFields of `obj` after asked.manager made it of `old` (None: created it)."""
    if target.kind.ttl or not asked.manager:  # nobody applies events, and there are many; apply has recorded itself
        return
    if old is None and asked.internal and _like_the_last(api, obj, asked):
        return
    from minikctl.apiserver.conversion import encode
    from minikctl.core.fields import managed
    from minikctl.core.times import rfc3339

    entries = managed.update(
        encode(obj, target),
        {} if old is None else encode(old, target),
        shape(target),
        manager=asked.manager,
        time=rfc3339(api.world.now()),
        api_version=target.api_version,
        subresource=subresource,
        reset=reset_fields(target, subresource),
        convert=lambda one, version: in_version(api, target, one, version),
    )
    if entries:
        obj["metadata"]["managedFields"] = entries
    else:
        obj["metadata"].pop("managedFields", None)
    if old is None and asked.internal:  # as it is before admission adds to it
        api.last_created[obj["kind"]] = {
            **obj,
            "metadata": dict(obj["metadata"]),
            **({"spec": dict(obj["spec"])} if "spec" in obj else {}),
        }


def shape(target: Target) -> str | Shape | None:
    """The type of the target's objects as ownership sees it: by its name, or from the schema of a custom resource."""
    if target.kind.schema:
        from minikctl.core.fields._schema_shape import of_schema

        return of_schema(target.kind.schema)
    from minikctl.core.schema import root_type

    return root_type(target.api_version, target.kind.kind)


def _like_the_last(api: ApiServer, obj: Obj, asked: Asked) -> bool:
    """Give it the entries of the last one that a controller made of this kind, if the two differ only in what nobody
    owns (names), in values of labels and annotations, and in their owner, as replicas and runs do.
    """
    before = api.last_created.get(obj["kind"])
    if before is None or any(obj.get(f) != before.get(f) for f in obj.keys() | before.keys() if f != "metadata"):
        return False
    meta, was = obj["metadata"], before["metadata"]
    if _shape(meta) != _shape(was):
        return False
    from minikctl.core.times import rfc3339

    entries, time = was.get("managedFields"), rfc3339(api.world.now())
    if not entries or entries[0]["manager"] != asked.manager:
        return False
    if entries[0]["time"] != time or meta.get("ownerReferences") != was.get("ownerReferences"):
        entries = [_for_another(entries[0], meta, was, time)]
        api.last_created[obj["kind"]] = {**before, "metadata": {**meta, "managedFields": entries}}
    meta["managedFields"] = entries
    return True


def _shape(meta: Obj) -> list[Any]:
    """What decides which fields of new metadata are owned."""
    keys = [None if meta.get(field) is None else list(meta[field]) for field in ("labels", "annotations")]
    owners = meta.get("ownerReferences")
    return [*keys, None if owners is None else len(owners), "generateName" in meta, meta.get("finalizers")]


def _for_another(entry: Obj, meta: Obj, was: Obj, time: str) -> Obj:
    """The entry with this time and these owners."""
    fields = entry["fieldsV1"]
    owners, before = meta.get("ownerReferences") or (), was.get("ownerReferences") or ()
    if owners != before:
        from minikctl.core.fields.compare import owner_element

        owned = dict(fields["f:metadata"]["f:ownerReferences"])
        for one, other in zip(before, owners):
            owned[owner_element(other)] = owned.pop(owner_element(one))
        fields = {**fields, "f:metadata": {**fields["f:metadata"], "f:ownerReferences": owned}}
    return {**entry, "fieldsV1": fields, "time": time}


def reset_fields(target: Target, subresource: str) -> Obj | None:
    """What an endpoint does not write, and so cannot own: status through the main one, the rest through status."""
    from minikctl.core.fields.managed import SPEC, STATUS

    if not target.kind.has_status:
        return None
    if subresource == "status":
        return SPEC
    return STATUS if not subresource else None


def in_version(api: ApiServer, target: Target, obj: Obj, version: str) -> Obj:
    """An object of the target's kind as another of its served versions has it; as it is where there is no such
    version.
    """
    from minikctl.apiserver.conversion import encode

    for served in target.kind.versions:
        other = target._replace(served=served)
        if other.api_version == version:
            return encode(obj, other)
    return obj
