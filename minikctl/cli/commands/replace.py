"""`replace`: replace resources by what files say."""

from __future__ import annotations

from minikctl.cli import deletion, failure, results, writing
from minikctl.cli.waiting import until
from minikctl.cli.write_options import dry_run, write_options
from minikctl.core.errors import AggregateError, ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        Args,
        Cascade,
        DryRun,
        FieldManager,
        Force,
        GracePeriod,
        Raw,
        SaveConfig,
        Subresource,
        Timeout,
        Validate,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, WriteOptions
    from minikctl.client.builder import Info
    from minikctl.client.manifests import Mapped

Obj = dict[str, Any]

FIVE_MINUTES = 300.0

BUNDLES = (
    "printing",
    "files",
)
USAGE = "-f FILENAME [options]"


def command(
    args: Args = None,
    *,
    cascade: Cascade = "background",
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-replace",
    force: Force = False,
    grace_period: GracePeriod = -1,
    raw: Raw = "",
    save_config: SaveConfig = False,
    subresource: Subresource = "",
    timeout: Timeout = "0s",
    validate: Validate = "strict",
    wait: Annotated[bool, Option("--wait", help="Wait until what was deleted is gone.")] = False,
) -> None:
    """Replace resources by what files say.

    The file must hold the whole object. --force deletes the old one and creates it anew.

    Examples:
      # From a file
      kubectl replace -f web.yaml

      # Delete first
      kubectl replace --force -f pod.yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    writing.require_files(opts)
    _check(opts)
    if opts.raw:
        return writing.send_raw(opts, client, env, "PUT")
    strategy = dry_run(opts, env)
    options = write_options(opts, strategy)
    if opts.force:
        if strategy != "none":
            raise CliError("--dry-run can not be used when --force is set")
        return _anew(opts, client, env, options)
    show = results.printer(opts, env, "replaced", strategy)
    found = writing.from_files(opts, client, env)
    errors: list[Exception] = []
    for info in found.infos:
        obj = writing.prepared(info.obj or {}, opts, env)
        try:
            if strategy != "client":
                obj = _put(client, info, obj, options, opts.subresource)
        except (ApiError, CliError) as e:
            errors.append(failure.with_source("replacing", info.source, e))
            continue
        show(results.resource_of(info.resource, obj), obj)
    failure.aggregate(errors + found.errors)
    return 0


def _check(opts: Opts) -> None:
    if opts.grace_period >= 0 and not opts.force:
        raise CliError("--grace-period must have --force specified")
    if opts.timeout and not opts.force:
        raise CliError("--timeout must have --force specified")
    if opts.raw:
        writing.check_raw(opts)


def _put(client: Client, info: Info, obj: Obj, options: WriteOptions, subresource: str) -> Obj:
    """Update to what the file says; where it names no version, whatever the object has become since."""
    meta = obj["metadata"]
    if not meta.get("resourceVersion"):
        try:
            live = client.get(info.resource, info.namespace, info.name, subresource)
            obj = {**obj, "metadata": {**meta, "resourceVersion": live["metadata"]["resourceVersion"]}}
        except ApiError:  # the update itself will say why
            pass
    return client.update(info.resource, info.namespace, info.name, obj, options, subresource)


def _anew(opts: Opts, client: Client, env: Env, options: WriteOptions) -> int:
    """--force: delete all, wait until they are gone, create them."""
    show = results.printer(opts, env, "replaced")
    found = writing.from_files(opts, client, env)
    grace = 1 if opts.grace_period == 0 else opts.grace_period
    body = deletion.options(deletion.propagation(opts.cascade, env), grace, "none")
    _delete(opts, client, env, found, body)
    seconds = opts.timeout or FIVE_MINUTES
    for info in found.infos:
        try:
            until(client, info.resource, info.namespace, info.name, lambda obj: obj is None, seconds)
        except CliError:
            raise CliError("timed out waiting for the condition") from None
    errors: list[Exception] = []
    for info in found.infos:
        obj = writing.prepared(info.obj or {}, opts, env)
        try:
            obj = client.create(info.resource, info.namespace, writing.new(obj), options)
        except ApiError as e:
            errors.append(e)
            continue
        show(info.resource, obj)
    failure.aggregate(errors + found.errors)
    if not found.infos:
        raise CliError("no objects passed to replace")
    return 0


def _delete(opts: Opts, client: Client, env: Env, found: Mapped, body: Obj) -> None:
    errors: list[Exception] = []
    for info in found.infos:
        try:
            client.delete(info.resource, info.namespace, info.name, body)
        except (ApiError, CliError) as e:
            if not isinstance(e, ApiError) or e.reason != "NotFound":
                errors.append(failure.with_source("deleting", info.source, e))
            continue
        env.stdout.write(f"{info.printed}\n" if opts.output == "name" else deletion.told(info))
    if errors or found.errors:
        raise AggregateError(errors + found.errors)
    client.commit()
    env.stdout.flush()
