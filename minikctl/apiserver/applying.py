"""Server-side apply: the applied configuration becomes the intent of one manager. The merge itself is core.fields'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minikctl.apiserver import conversion
from minikctl.apiserver.updating import replace
from minikctl.core.errors import bad_request

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def apply(
    api: ApiServer, target: Target, namespace: str, name: str, body: Any, asked: Asked, subresource: str
) -> Obj:
    """The object as stored; created where there is none. Errors: ApiError 400, 409 (conflicts), 422."""
    api.warn_deprecated(target)
    applied = _applied(body, target, namespace, name)
    key = api.key(target.kind, namespace, name)
    live = api.tx.get(key)
    if live is None:
        if applied["metadata"].get("uid"):
            from minikctl.core.errors import conflict

            why = f"uid mismatch: the provided object specified uid {applied['metadata']['uid']}, and no existing object was found"
            raise conflict(target.kind.plural, target.group, name, why)
        return _create(api, target, namespace, applied, asked)
    shown = conversion.encode(live, target)
    merged, entries = _merge(api, target, shown, applied, asked, subresource)
    new = conversion.decode(merged, target, asked.validation, api.world.warn)
    new["metadata"]["resourceVersion"] = applied["metadata"].get("resourceVersion") or live["metadata"]["resourceVersion"]
    new["metadata"]["managedFields"] = entries
    return replace(api, target, live, new, asked._replace(manager=""), subresource)


def _create(api: ApiServer, target: Target, namespace: str, applied: Obj, asked: Asked) -> Obj:
    _, entries = _merge(api, target, None, applied, asked, "")
    body = {**applied, "metadata": {**applied["metadata"], "managedFields": entries}}
    return api.create(target, namespace, body, asked._replace(manager=""))


def _merge(
    api: ApiServer, target: Target, live: Obj | None, applied: Obj, asked: Asked, subresource: str
) -> tuple[Obj, list[Obj]]:
    from minikctl.core.times import rfc3339
    from minikctl.core.fields import managed

    return managed.apply(
        live,
        applied,
        ((live or {}).get("metadata") or {}).get("managedFields") or [],
        manager=asked.manager,
        force=asked.force,
        time=rfc3339(api.world.now()),
        subresource=subresource,
        api_version=target.api_version,
    )


def _applied(body: Any, target: Target, namespace: str, name: str) -> Obj:
    """The configuration with its identity checked and completed; a new object."""
    from minikctl.core.objects import copy

    if isinstance(body, (bytes, str)):
        from minikctl.core.yaml_codec import load_all

        text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
        documents = list(load_all(text, "patch"))
        body = documents[0] if documents else {}
    if not isinstance(body, dict):
        raise bad_request("error decoding YAML: the configuration is not an object")
    out: Obj = copy(body)
    meta = out.setdefault("metadata", {})
    if meta.get("managedFields"):
        raise bad_request("metadata.managedFields must be nil")
    if meta.setdefault("name", name) != name:
        raise bad_request(f"the name of the object ({meta['name']}) does not match the name on the URL ({name})")
    if target.kind.namespaced:
        meta.setdefault("namespace", namespace)
    out.setdefault("apiVersion", target.api_version)
    out.setdefault("kind", target.kind.kind)
    return out
