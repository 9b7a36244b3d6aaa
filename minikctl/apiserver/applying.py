"""Server-side apply: the applied configuration becomes the intent of one manager. The merge itself is core.fields'."""

from __future__ import annotations

from minikctl.apiserver import conversion, ownership
from minikctl.apiserver.updating import replace
from minikctl.core.errors import bad_request, conflict
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer
    from minikctl.core.fields.apply import Applied

Obj = dict[str, Any]


def apply(api: ApiServer, target: Target, namespace: str, name: str, body: Any, asked: Asked, subresource: str) -> Obj:
    """The object as stored; created where there is none. Errors: ApiError 400, 409 (conflicts), 422."""
    api.warn_deprecated(target)
    config = _applied(body, target, namespace, name)
    live = api.find(target.kind, namespace, name)
    # the manager's entry is made here: what follows must not count the write a second time
    quiet = asked._replace(manager="")
    if live is None:
        if config["metadata"].get("uid"):
            uid = config["metadata"]["uid"]
            why = f"uid mismatch: the provided object specified uid {uid}, and no existing object was found"
            raise conflict(target.kind.plural, target.group, name, why)
        return api.create(target, namespace, _merge(api, target, {}, config, asked, "").value, quiet)
    applied = _merge(api, target, conversion.encode(live, target), config, asked, subresource)
    if not applied.changed:
        return live
    new = conversion.decode(applied.value, target, asked.validation, api.world.warn)
    new["metadata"]["resourceVersion"] = (
        config["metadata"].get("resourceVersion") or live["metadata"]["resourceVersion"]
    )
    return replace(api, target, live, new, quiet, subresource)


def _merge(api: ApiServer, target: Target, live: Obj, config: Obj, asked: Asked, subresource: str) -> Applied:
    from minikctl.core.fields.apply import apply as merge
    from minikctl.core.times import rfc3339

    return merge(
        live,
        config,
        ownership.shape(target),
        manager=asked.manager,
        time=rfc3339(api.world.now()),
        api_version=target.api_version,
        force=asked.force,
        subresource=subresource,
        reset=ownership.reset_fields(target, subresource),
        convert=lambda one, version: ownership.in_version(api, target, one, version),
    )


def _applied(body: Any, target: Target, namespace: str, name: str) -> Obj:
    """The configuration with its identity checked and completed; a new object."""
    from minikctl.core.objects import copy

    if isinstance(body, (bytes, str)):
        body = _parsed(body)
    if not isinstance(body, dict):
        raise bad_request("error decoding YAML: the configuration is not an object")
    out: Obj = copy(body)
    conversion.check_head(out)
    if not isinstance(out.get("metadata") or {}, dict):
        what = f"json: cannot unmarshal {conversion.json_type(out['metadata'])}"
        raise bad_request(f"error decoding YAML: {what} into Go struct field .metadata of type v1.ObjectMeta")
    meta = out["metadata"] = out.get("metadata") or {}
    if meta.get("managedFields"):
        raise bad_request("metadata.managedFields must be nil")
    if meta.setdefault("name", name) != name:
        raise bad_request(f"the name of the object ({meta['name']}) does not match the name on the URL ({name})")
    if target.kind.namespaced:
        meta.setdefault("namespace", namespace)
    out.setdefault("apiVersion", target.api_version)
    out.setdefault("kind", target.kind.kind)
    return out


def _parsed(text: bytes | str) -> Any:
    from minikctl.core.errors import CliError
    from minikctl.core.yaml_codec import load_all

    try:
        documents = list(load_all(text.decode("utf-8", "replace") if isinstance(text, bytes) else text, "patch"))
    except CliError as e:
        raise bad_request(f"error decoding YAML: {e.message.removeprefix('error parsing patch: ')}") from None
    return documents[0] if documents else {}
