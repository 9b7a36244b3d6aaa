"""PATCH: the four patch types over the version that the client spoke, then the way of every update."""

from __future__ import annotations

from minikctl.apiserver import conversion
from minikctl.apiserver.updating import replace
from minikctl.core.errors import ApiError, bad_request, no_such_resource, unsupported_media_type
from minikctl.core.objects import too_deep
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

JSON_PATCH = "application/json-patch+json"
MERGE_PATCH = "application/merge-patch+json"
STRATEGIC_PATCH = "application/strategic-merge-patch+json"
APPLY_PATCH = "application/apply-patch+yaml"


def patch(
    api: ApiServer,
    target: Target,
    namespace: str,
    name: str,
    patch: Any,
    patch_type: str,
    asked: Asked,
    subresource: str,
) -> Obj:
    """The object as stored (for scale: the Scale). Errors: ApiError 400, 404, 409, 415, 422."""
    if subresource and subresource not in target.kind.subresources and not asked.internal:
        raise no_such_resource()
    if subresource == "scale":
        from minikctl.apiserver.scaling import patch_scale

        return patch_scale(api, target, namespace, name, patch, patch_type, asked)
    if patch_type == APPLY_PATCH:
        from minikctl.apiserver.applying import apply

        return apply(api, target, namespace, name, patch, asked, subresource)
    api.warn_deprecated(target)
    old = api.stored(target, namespace, name)
    shown = conversion.encode(old, target)
    patch = _parsed(patch)
    changed = apply_patch(shown, patch, patch_type, target)
    if too_deep(changed):  # patches can add to what patches have made
        raise bad_request("exceeded max depth")
    _immutable_identity(target, changed, old, namespace)
    new = _decode(api, target, changed, patch, patch_type, asked)
    return replace(api, target, old, new, asked, subresource)


def apply_patch(shown: Obj, patch: Any, patch_type: str, target: Target) -> Obj:
    """The patched object, a new one; ApiError where the patch does not fit."""
    if patch_type == JSON_PATCH:
        from minikctl.core.patches import json_patch

        return json_patch.apply(shown, patch)
    if patch_type == MERGE_PATCH:
        from minikctl.core.patches import json_merge

        return json_merge.apply(shown, patch)
    if patch_type == STRATEGIC_PATCH:
        from minikctl.core.patches import strategic
        from minikctl.core.schema import root_type

        type_name = root_type(target.api_version, target.kind.kind)
        if type_name is None:
            raise unsupported_media_type(
                "the body of the request was in an unknown format - accepted media types include: "
                f"{JSON_PATCH}, {MERGE_PATCH}, {APPLY_PATCH}"
            )
        if not isinstance(patch, dict):
            raise bad_request(
                f"json: cannot unmarshal {conversion.json_type(patch)} into Go value of type map[string]interface {{}}"
            )
        changed = strategic.apply(shown, patch, type_name)
        strategic.check(changed, patch, type_name, shown)
        return changed
    raise unsupported_media_type(
        "the body of the request was in an unknown format - accepted media types include: "
        f"{JSON_PATCH}, {MERGE_PATCH}, {STRATEGIC_PATCH}, {APPLY_PATCH}"
    )


def _parsed(patch: Any) -> Any:
    """The JSON value of a patch that came as text. # source: encoding/json messages, observed on v1.36"""
    if not isinstance(patch, (bytes, str)):
        return patch
    from minikctl.core.go_json import GoJsonError, loads

    try:
        return loads(patch)
    except GoJsonError as e:
        raise bad_request(str(e)) from None


def _immutable_identity(target: Target, changed: Obj, old: Obj, namespace: str) -> None:
    """A patch may not rename: the server answers as for a wrong URL. What is no metadata at all fails to decode."""
    meta = changed.get("metadata") if isinstance(changed, dict) else ()
    if meta is None:
        meta = changed["metadata"] = {}
    if not isinstance(meta, dict):
        return
    name = old["metadata"]["name"]
    if meta.get("name") != name:
        raise bad_request(
            f"the name of the object ({meta.get('name', '')}) does not match the name on the URL ({name})"
        )
    if target.kind.namespaced and meta.get("namespace") != namespace:
        raise bad_request(
            f"the namespace of the object ({meta.get('namespace', '')}) does not match the namespace on the URL "
            f"({namespace})"
        )


def _decode(api: ApiServer, target: Target, changed: Obj, patch: Any, patch_type: str, asked: Asked) -> Obj:
    """A patched object goes through the same decoding; what does not fit is the patch's fault (422), unknown fields
    too. A strategic patch is shown itself, of others the object that came of it. # source: observed on v1.36"""
    try:
        return conversion.decode(changed, target, asked.validation, api.world.warn)
    except ApiError as e:
        from minikctl.core.patches._failure import undecodable

        text = e.message.partition(" cannot be handled as a ")[2].partition(": ")[2] or e.message
        raise undecodable(patch if patch_type == STRATEGIC_PATCH else _compact(changed), text) from None


def _compact(value: Any) -> str:
    import json

    return json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
