"""Between what a client writes and what is stored: type checks, versions, defaults. Pure."""

from __future__ import annotations

from minikctl.core.errors import bad_request
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.apiserver.request import Target

Obj = dict[str, Any]


def decode(body: Any, target: Target, validation: str, warn: Callable[[str], None]) -> Obj:
    """A client's object in the storage version, typed and pruned; a new object, the body is left alone. ApiError 400
    for what does not decode.
    """
    kind = target.kind
    if not isinstance(body, dict):
        raise bad_request(
            f"{kind.kind} in version {quoted(target.served.version)} cannot be handled as a {kind.kind}: "
            f"json: cannot unmarshal {json_type(body)} into Go value of type {target.served.version}.{kind.kind}"
        )
    from minikctl.core.decoding import decode as decode_typed
    from minikctl.core.schema import root_type

    check_head(body)
    api_version = target.api_version
    given = body.get("apiVersion") or api_version
    if given != api_version or (body.get("kind") or kind.kind) != kind.kind:
        raise bad_request(
            f"{body.get('kind') or kind.kind} in version {quoted(_version(given))} cannot be handled as a {kind.kind}: "
            f"the object provided is unrecognized (must be of type {kind.kind})"
            if body.get("kind", kind.kind) != kind.kind
            else f"the API version in the data ({given}) does not match the expected API version ({api_version})"
        )
    type_name = root_type(api_version, kind.kind)
    head = f"{kind.kind} in version {quoted(target.served.version)} cannot be handled as a {kind.kind}: "
    if kind.read is not None:
        obj, unknown = kind.read(body, head)
    elif type_name is None:
        from minikctl.core.decoding import decode_head

        obj, unknown = decode_head(body, kind.kind, target.served.version, head)
    else:
        obj, unknown = decode_typed(body, type_name, head)
    if unknown and validation != "Ignore":
        if validation == "Strict":
            raise bad_request(f"{head}strict decoding error: {', '.join(unknown)}")
        for text in unknown:
            warn(text)
    obj["apiVersion"] = api_version
    obj["kind"] = kind.kind
    return to_storage(obj, target)


def check_head(body: Obj) -> None:
    """ApiError 400 where the version or the kind is no text. # source: apimachinery's json meta factory"""
    for field in ("apiVersion", "kind"):
        value = body.get(field)
        if value is not None and not isinstance(value, str):
            what = f"json: cannot unmarshal {json_type(value)} into Go struct field .{field} of type string"
            raise bad_request(f"couldn't get version/kind; json parse error: {what}")


def to_storage(obj: Obj, target: Target) -> Obj:
    """Convert in place to the storage version."""
    if target.served.decode is not None:
        target.served.decode(obj)
    obj["apiVersion"] = target.kind.api_version
    return obj


def encode(obj: Obj, target: Target) -> Obj:
    """A stored object as this version shows it; the stored one is left alone."""
    if target.kind.read is not None:
        return _encode_custom(obj, target)
    if target.served is target.kind.versions[0] or (
        target.served.encode is None and target.api_version == target.kind.api_version
    ):
        return obj
    if target.served.encode is None:
        return {**obj, "apiVersion": target.api_version}
    from minikctl.core.objects import copy

    out: Obj = copy(obj)
    target.served.encode(out)
    out["apiVersion"] = target.api_version
    return out


def _encode_custom(obj: Obj, target: Target) -> Obj:
    """It may have been stored under an older definition: in another version, without today's defaults."""
    if target.served.encode is not None:
        from minikctl.core.objects import copy

        obj = copy(obj)
        target.served.encode(obj)
    api_version = target.api_version
    return obj if obj["apiVersion"] == api_version else {**obj, "apiVersion": api_version}


def json_type(value: Any) -> str:
    """The word Go's decoder uses for a JSON value."""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object" if isinstance(value, dict) else "null"


def quoted(text: str) -> str:
    return f'"{text}"'


def _version(api_version: str) -> str:
    return api_version.rsplit("/", 1)[-1]
