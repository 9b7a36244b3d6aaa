"""The scale subresource: one shape over every kind that has replicas."""

from __future__ import annotations

from minikctl.apiserver.updating import replace
from minikctl.core.errors import bad_request, invalid, invalid_value, no_such_resource
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer
    from minikctl.kinds._kind import Scale

Obj = dict[str, Any]


def scale_of(obj: Obj, target: Target) -> Obj:
    """autoscaling/v1 Scale of a stored object; ApiError 404 for a kind without one."""
    scale = _scale(target)
    meta = obj["metadata"]
    shown = {k: meta[k] for k in ("name", "namespace", "uid", "resourceVersion", "creationTimestamp") if k in meta}
    status: Obj = {"replicas": _dig(obj, scale.status)}
    selector = scale.selector(obj)
    if selector:
        status["selector"] = selector
    replicas = _dig(obj, scale.spec)
    return {
        "apiVersion": "autoscaling/v1",
        "kind": "Scale",
        "metadata": shown,
        "spec": {"replicas": replicas} if replicas else {},
        "status": status,
    }


def update_scale(api: ApiServer, target: Target, namespace: str, name: str, body: Any, asked: Asked) -> Obj:
    """PUT scale. The Scale as it is now."""
    _scale(target)
    old = api.stored(target, namespace, name)
    body = _decoded(body)
    wanted = (body.get("spec") or {}).get("replicas", 0)
    if wanted < 0:
        detail = "must be greater than or equal to 0"
        raise invalid("Scale", "autoscaling", name, [invalid_value("spec.replicas", wanted, detail)])
    new = _with(old, _scale(target).spec, wanted)
    new["metadata"] = dict(new["metadata"])
    version = (body.get("metadata") or {}).get("resourceVersion")
    if version:
        new["metadata"]["resourceVersion"] = version
    return scale_of(replace(api, target, old, new, asked, "scale"), target)


def _decoded(body: Any) -> Obj:
    """A Scale, typed; ApiError 400 for what is none."""
    from minikctl.apiserver.conversion import json_type
    from minikctl.core.decoding import decode

    head = 'Scale in version "v1" cannot be handled as a Scale: '
    if not isinstance(body, dict):
        raise bad_request(f"{head}json: cannot unmarshal {json_type(body)} into Go value of type v1.Scale")
    found: Obj = decode(body, "autoscaling/v1.Scale", head)[0]
    return found


def patch_scale(
    api: ApiServer, target: Target, namespace: str, name: str, patch: Any, patch_type: str, asked: Asked
) -> Obj:
    """PATCH scale, by any type that a Scale can take."""
    from minikctl.apiserver.patching import MERGE_PATCH, STRATEGIC_PATCH, _parsed, apply_patch

    _scale(target)
    scale = scale_of(api.stored(target, namespace, name), target)
    kind = MERGE_PATCH if patch_type == STRATEGIC_PATCH else patch_type
    changed = apply_patch(scale, _parsed(patch), kind, target)
    return update_scale(api, target, namespace, name, changed, asked)


def _scale(target: Target) -> Scale:
    if target.kind.scale is None:
        raise no_such_resource()
    return target.kind.scale


def _dig(obj: Obj, path: tuple[str, ...]) -> int:
    value: Any = obj
    for part in path:
        value = (value or {}).get(part)
    return int(value or 0)


def _with(obj: Obj, path: tuple[str, ...], value: int) -> Obj:
    head, rest = path[0], path[1:]
    return {**obj, head: _with(obj.get(head) or {}, rest, value) if rest else value}
