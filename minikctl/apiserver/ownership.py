"""metadata.managedFields: who set what. Kept exactly, for controllers too; see core.fields for the rules."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def record(api: ApiServer, target: Target, obj: Obj, old: Obj | None, asked: Asked, subresource: str = "") -> None:
    """Set the managedFields of `obj` after asked.manager made it of `old` (None: created it)."""
    if target.kind.ttl or not asked.manager:  # nobody applies events, and there are many; apply has recorded itself
        return
    if old is None and asked.internal and _like_the_last(api, obj, asked):
        return
    from minikctl.apiserver.conversion import encode
    from minikctl.core.fields import managed
    from minikctl.core.schema import root_type
    from minikctl.core.times import rfc3339

    entries = managed.update(
        encode(obj, target),
        {} if old is None else encode(old, target),
        root_type(target.api_version, target.kind.kind),
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
        api.last_created = {**obj, "metadata": dict(obj["metadata"]), "spec": dict(obj.get("spec") or {})}


def _like_the_last(api: ApiServer, obj: Obj, asked: Asked) -> bool:
    """Replicas are made one after the other and differ in their names, which nobody owns: they share their entries."""
    before = api.last_created
    if before is None or before["kind"] != obj["kind"] or before.get("spec") != obj.get("spec"):
        return False
    meta, was = obj["metadata"], before["metadata"]
    if any(
        meta.get(f) != was.get(f) for f in ("generateName", "namespace", "labels", "annotations", "ownerReferences")
    ):
        return False
    entries = was.get("managedFields")
    from minikctl.core.times import rfc3339

    if not entries or entries[0]["manager"] != asked.manager or entries[0]["time"] != rfc3339(api.world.now()):
        return False
    meta["managedFields"] = entries
    return True


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
