"""What the verbs that send objects of files share: the files themselves, --record and --save-config, requests that take
a path as it is (--raw)."""

from __future__ import annotations

from minikctl.cli.write_options import validation
from minikctl.client import manifests
from minikctl.core.errors import AggregateError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.manifests import Mapped

Obj = dict[str, Any]


def require_files(opts: Opts) -> None:
    """One of -f and -k."""
    if not opts.filename and not opts.kustomize:
        raise CliError("must specify one of -f and -k")
    if opts.filename and opts.kustomize:
        raise CliError("only one of -f or -k can be specified")


def no_arguments(opts: Opts) -> None:
    if opts.args:
        raise opts.usage_error(f"Unexpected args: [{' '.join(opts.args)}]")


def from_files(opts: Opts, client: Client, env: Env) -> Mapped:
    """The objects of -f or -k that fit -l, and what is wrong with the others: at most one error, of all files."""
    validate = opts.has("validate") and validation(opts) != "Ignore"
    found = manifests.from_flags(client, env, opts, validate)
    if opts.has("selector"):
        found = manifests.selected(found, opts.selector)
    return found._replace(errors=[AggregateError(found.errors)] if found.errors else [])


def prepared(obj: Obj, opts: Opts, env: Env, keep: bool = True) -> Obj:
    """An object as it is to be sent: with the annotations of --save-config and --record. With `keep`, a last-applied
    annotation that it has is brought up to date too."""
    from minikctl.cli.applying import last_applied

    save = opts.has("save-config") and opts.save_config
    if save or (keep and last_applied.original(obj)):
        obj = last_applied.annotated(obj)
    if opts.has("record") and opts.record:
        from minikctl.cli import record

        obj = {**obj, "metadata": dict(obj["metadata"])}
        record.annotate(obj, opts, env)
    return obj


def new(obj: Obj) -> Obj:
    """An object that is to be created: it has no version yet."""
    meta = obj.get("metadata") or {}
    if "resourceVersion" not in meta:
        return obj
    return {**obj, "metadata": {key: value for key, value in meta.items() if key != "resourceVersion"}}


def send_raw(opts: Opts, client: Client, env: Env, method: str) -> int:
    """--raw: the one file as the body of a request, the answer as it is."""
    name = opts.filename[0]
    try:
        if name == "-":
            body = env.stdin.read().encode("utf-8", "surrogateescape")
        else:
            with open(env.path(name), "rb") as f:
                body = f.read()
    except OSError as e:
        raise CliError(f"open {name}: {(e.strerror or str(e)).lower()}") from None
    env.stdout.write(client.raw(method, opts.raw, body).decode("utf-8", "replace"))
    return 0


def check_raw(opts: Opts) -> None:
    """What does not go together with --raw."""
    if len(opts.filename) != 1:
        raise CliError("--raw can only use a single local file or stdin")
    if opts.filename[0].startswith(("http://", "https://")):
        raise CliError("--raw cannot read from a url")
    if opts.recursive:
        raise CliError("--raw and --recursive are mutually exclusive")
    if opts.has("selector") and opts.selector:
        raise CliError("--raw and --selector (-l) are mutually exclusive")
    if opts.output:
        raise CliError("--raw and --output are mutually exclusive")
    check_raw_path(opts)


def check_raw_path(opts: Opts) -> None:
    if not opts.raw.startswith("/"):
        raise CliError(f'--raw must be a valid URL path: parse "{opts.raw}": invalid URI for request')
