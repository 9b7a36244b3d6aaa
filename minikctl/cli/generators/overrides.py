"""--overrides and --override-type: JSON that changes the object that `run` or `expose` has made, before it is sent."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.opts import Opts

Obj = dict[str, Any]


def apply(opts: Opts, obj: Obj, type_name: str) -> Obj:
    """The changed object, as its Go type takes it: unknown fields are lost, values of a wrong type are refused."""
    if not opts.overrides:
        return obj
    if opts.override_type not in ("json", "merge", "strategic"):
        raise CliError(f"invalid override type: {opts.override_type}")
    try:
        patched = _patched(opts.override_type, obj, opts.overrides, type_name)
        return _typed(patched, type_name)
    except ApiError as e:
        raise CliError(e.message) from None


def _patched(kind: str, obj: Obj, text: str, type_name: str) -> Obj:
    import json

    from minikctl.core.decoding import json_type
    from minikctl.core.patches import json_merge, json_patch, strategic

    try:
        patch = json.loads(text)
    except ValueError:
        raise CliError(_BAD_JSON.get(kind) or _fault(text)) from None
    if kind == "json":
        if not isinstance(patch, list):
            raise CliError(f"json: cannot unmarshal {json_type(patch)} into Go value of type jsonpatch.Patch")
        return json_patch.apply(obj, patch)
    if not isinstance(patch, dict):
        raise CliError(_NO_OBJECT.format(json_type(patch)) if kind == "merge" else _BAD_JSON[kind])
    return strategic.apply(obj, patch, type_name) if kind == "strategic" else json_merge.apply(obj, patch)


_BAD_JSON = {"merge": "Invalid JSON Patch", "strategic": "invalid JSON document"}
_NO_OBJECT = (
    "couldn't get version/kind; json parse error: json: cannot unmarshal {} into Go value of type "
    'struct {{ APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }}'
)


def _fault(text: str) -> str:
    """What Go's decoder says of malformed JSON."""
    from minikctl.core.json_syntax import problem

    found = problem(text.encode())
    return found.message if found is not None else "invalid JSON"


def _typed(obj: Obj, type_name: str) -> Obj:
    from minikctl.core import schema
    from minikctl.core.decoding import prune

    api_version, kind = obj.get("apiVersion"), obj.get("kind")
    if not kind:
        from minikctl.core.go_marshal import compact

        raise CliError(f"Object 'Kind' is missing in '{compact(obj, sort_keys=False)}'")
    found = schema.root_type(str(api_version or ""), str(kind))
    if found != type_name:
        raise CliError(
            f'no kind "{kind}" is registered for version "{api_version}" in scheme "pkg/scheme/scheme.go:28"'
        )
    return prune(obj, type_name)
