"""`patch`: change single fields of resources with a patch."""

from __future__ import annotations

from minikctl.cli import failure, results, targets
from minikctl.cli.write_options import dry_run
from minikctl.client._base import JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH, WriteOptions
from minikctl.client.builder import Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun, FieldManager, Local, Record, Subresource
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

_MALFORMED = {MERGE_PATCH: "Invalid JSON Patch", STRATEGIC_PATCH: "invalid JSON document"}
_TEXTS = ("op", "path", "from")
_TYPES = {"json": JSON_PATCH, "merge": MERGE_PATCH, "strategic": STRATEGIC_PATCH}

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [options]"


def command(
    args: Args = None,
    *,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-patch",
    local: Local = False,
    patch: Annotated[str, Option("--patch", "-p", help="The patch, in JSON or YAML.")] = "",
    patch_file: Annotated[str, Option("--patch-file", help="A file with the patch.")] = "",
    record: Record = False,
    subresource: Subresource = "",
    type: Annotated[str, Option("--type", help="How the patch is meant: json, merge or strategic.")] = "strategic",
) -> None:
    """Change single fields of resources with a patch.

    strategic merges by the schema, merge is JSON merge patch (RFC 7386), json is JSON patch (RFC 6902).

    Examples:
      # Mark a node
      kubectl patch node node-1 -p '{"spec":{"unschedulable":true}}'

      # A JSON patch
      kubectl patch deployment web --type=json -p='[{"op":"replace","path":"/spec/replicas","value":2}]'

      # The scale subresource
      kubectl patch deployment web --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    strategy = dry_run(opts, env)
    kind = _check(opts, strategy)
    body = _body(opts, env)
    results.printer(opts, env, "")  # a format that does not exist is told before anything is done
    job = _Patch(opts, client, env, strategy, kind, body)
    errors: list[Exception] = []
    seen = False
    for info in _infos(opts, client, env, errors):
        seen = True
        try:
            job.patch(info)
        except (ApiError, CliError) as e:
            errors.append(e)
    failure.aggregate(errors)
    if not seen:
        raise CliError("no objects passed to patch")
    return 0


def _check(opts: Opts, strategy: str) -> str:
    """The content type of the patch."""
    if opts.patch and opts.patch_file:
        raise CliError("cannot specify --patch and --patch-file together")
    if not opts.patch and not opts.patch_file:
        raise CliError("must specify --patch or --patch-file containing the contents of the patch")
    if opts.local and opts.args:
        raise CliError("cannot specify --local and server resources")
    if opts.local and strategy == "server":
        raise CliError("cannot specify --local and --dry-run=server - did you mean --dry-run=client?")
    kind = _TYPES.get(opts.type.lower() or "strategic")
    if kind is None:
        raise CliError(f'--type must be one of [json merge strategic], not "{opts.type}"')
    return kind


def _body(opts: Opts, env: Env) -> Any:
    """The patch: JSON as it came, for the server to parse; YAML as its value."""
    text = opts.patch
    if opts.patch_file:
        try:
            with open(env.path(opts.patch_file), encoding="utf-8", errors="surrogateescape") as f:
                text = f.read()
        except OSError as e:
            why = (e.strerror or str(e)).lower()
            raise CliError(f"unable to read patch file: open {opts.patch_file}: {why}") from None
    if text.lstrip().startswith("{"):
        return text
    from minikctl.core.json_text import compact
    from minikctl.core.yaml_load import YamlError, load

    try:
        value = load(text)
        return compact(value) if isinstance(value, str) else value
    except YamlError as e:
        from minikctl.core.go_text import quote_go

        raise CliError(f"unable to parse {quote_go(opts.patch)}: {e}") from None


def _infos(opts: Opts, client: Client, env: Env, errors: list[Exception]) -> Iterable[Info]:
    if opts.local:
        from minikctl.cli import local_files

        return local_files.infos(opts, env, errors)
    infos = targets.visited(opts, client, env, Wanted(), errors)
    if not opts.subresource:
        return infos
    return [i._replace(obj=client.get(i.resource, i.namespace, i.name, subresource=opts.subresource)) for i in infos]


class _Patch:
    def __init__(self, opts: Opts, client: Client, env: Env, strategy: str, kind: str, body: Any) -> None:
        self.opts, self.client, self.env, self.strategy, self.kind, self.body = opts, client, env, strategy, kind, body
        self.options = WriteOptions(strategy == "server", opts.field_manager)

    def patch(self, info: Info) -> None:
        """Change one object, or a copy of it, and say whether anything is different now."""
        before = info.obj or {}
        after = self._locally(before) if self.opts.local or self.strategy == "client" else self._send(info)
        changed = "patched" if after != before else "patched (no change)"
        if self.opts.record and not self.opts.local and self.strategy != "client":
            from minikctl.cli import record

            record.change_cause(self.client, info, self.env, self.opts, self.options)
        # kubectl forgets to add that it was a dry run
        results.printer(self.opts, self.env, changed)(results.resource_of(info.resource, after), after)

    def _send(self, info: Info) -> Obj:
        try:
            return self.client.patch(
                info.resource, info.namespace, info.name, self.body, self.kind, self.options, self.opts.subresource
            )
        except ApiError as e:
            if e.reason != "UnsupportedMediaType":
                raise
            res = info.resource
            what = f"{self.kind} is not supported by {res.group}/{res.version}, Kind={res.kind}"
            raise CliError(f"{what}: {e.message}") from None

    def _locally(self, obj: Obj) -> Obj:
        from minikctl.core.patches import json_merge, json_patch, strategic

        body = _parsed(self.body, self.kind)
        try:
            if self.kind == JSON_PATCH:
                return json_patch.apply(obj, body)
            if self.kind == MERGE_PATCH:
                return json_merge.apply(obj, body)
            return strategic.apply(obj, body, _known_type(obj))
        except json_patch.JsonPatchError as e:
            raise CliError(e.cause) from None
        except ApiError as e:
            raise CliError(e.message) from None


def _known_type(obj: Obj) -> str:
    """The Go type of an object, without asking a server. CliError for a kind that is none of Kubernetes' own."""
    from minikctl.core.schema import root_type

    version, kind = obj.get("apiVersion", ""), obj.get("kind", "")
    type_name = root_type(version, kind)
    if type_name is None:
        gvk = f"{version if '/' in version else '/' + version}, Kind={kind}"
        raise CliError(f"strategic merge patch is not supported for {gvk} locally, try --type merge")
    return type_name


def _parsed(body: Any, kind: str) -> Any:
    """The patch as a value of the right shape, or the words of the library that kubectl leaves it to."""
    from minikctl.core.go_json import GoJsonError, loads
    from minikctl.core.patches._failure import json_kind

    try:
        value = loads(body) if isinstance(body, str) else body
    except GoJsonError as e:
        raise CliError(_MALFORMED.get(kind) or str(e)) from None
    if kind == JSON_PATCH:
        if not isinstance(value, list):
            raise CliError(f"json: cannot unmarshal {json_kind(value)} into Go value of type jsonpatch.Patch")
        for op in value:
            if not isinstance(op, dict):
                raise CliError(f"json: cannot unmarshal {json_kind(op)} into Go value of type jsonpatch.Operation")
        # what is no text counts as missing
        value = [{k: v for k, v in op.items() if k not in _TEXTS or isinstance(v, str)} for op in value]
    elif not isinstance(value, dict):
        if kind == STRATEGIC_PATCH:
            raise CliError("invalid JSON document")
        raise CliError(f"json: cannot unmarshal {json_kind(value)} into Go value of type unstructured.detector")
    return value
