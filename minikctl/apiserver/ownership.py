"""metadata.managedFields: who set what. Kept for client writes exactly; see core.fields for the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def on_create(api: ApiServer, target: Target, obj: Obj, asked: Asked) -> None:
    """Everything set belongs to the creator."""
    record(api, target, obj, None, asked, "")


def record(api: ApiServer, target: Target, obj: Obj, old: Obj | None, asked: Asked, subresource: str) -> None:
    """Bring managedFields up to date after an Update operation (create, put, patch) by asked.manager."""
    if target.kind.ttl:  # events: nobody applies them, and there are many
        return
    from minikctl.core.times import rfc3339
    from minikctl.core.fields import managed

    managed.update(
        obj,
        old,
        (old or obj)["metadata"].get("managedFields") or [],
        manager=asked.manager,
        operation="Update",
        time=rfc3339(api.world.now()),
        subresource=subresource,
        api_version=target.api_version,
    )
