"""`scale`: set how many pods a deployment, replica set, replication controller or stateful set has."""

from __future__ import annotations

from minikctl.cli import failure, record, results, targets
from minikctl.cli.waiting import until
from minikctl.cli.write_options import dry_run
from minikctl.client._base import MERGE_PATCH, WriteOptions
from minikctl.client.builder import Info, Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import INT32, All, Args, DryRun, Record, ResourceVersion, Selector, Timeout
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    current_replicas: Annotated[
        int, Option("--current-replicas", help="Go on only if this many replicas are asked for now; -1 does not look.")
    ] = -1,
    dry_run: DryRun = "none",
    record: Record = False,
    replicas: Annotated[int, Option("--replicas", help="How many pods there are to be. Required."), INT32],
    resource_version: ResourceVersion = "",
    selector: Selector = "",
    timeout: Timeout = "0s",
) -> None:
    """Set how many pods a deployment, replica set, replication controller or stateful set has.

    --current-replicas and --resource-version are checked before anything is changed.

    Examples:
      # Three pods
      kubectl scale --replicas=3 deployment/web

      # Only if there are two now
      kubectl scale --current-replicas=2 --replicas=3 deployment/web

      # Several at once
      kubectl scale --replicas=5 rc/a rc/b
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if opts.replicas < 0:
        raise CliError("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0")
    strategy = dry_run(opts, env)
    show = results.printer(opts, env, "scaled", strategy)
    errors: list[Exception] = []
    infos = targets.infos(opts, client, env, Wanted(opts.selector, bare_type=opts.all), errors, latest=False)
    if len(infos) > 1 and opts.resource_version:
        raise CliError("cannot use --resource-version with multiple resources")
    for info in infos:
        try:
            _scale(opts, client, env, info, strategy)
        except (ApiError, CliError) as e:  # kubectl does not go on
            errors.append(e)
            break
        show(info.resource, info.obj or {})
    if not infos and not errors:
        raise CliError("no objects passed to scale")
    failure.aggregate(errors)
    return 0


def _scale(opts: Opts, client: Client, env: Env, info: Info, strategy: str) -> None:
    """Check what --current-replicas and --resource-version ask for, then set the number."""
    guarded = opts.current_replicas >= 0 or bool(opts.resource_version)
    body: dict[str, Any] = {"spec": {"replicas": opts.replicas}}
    if guarded or strategy == "client":
        scale = client.get(info.resource, info.namespace, info.name, subresource="scale")
        _check(opts, scale)
    if strategy == "client":
        return
    if guarded:
        scale["spec"] = {**scale.get("spec", {}), "replicas": opts.replicas}
        client.update(info.resource, info.namespace, info.name, scale, _options(strategy), subresource="scale")
    else:
        options = _options(strategy)
        client.patch(info.resource, info.namespace, info.name, body, MERGE_PATCH, options, subresource="scale")
    if opts.record:
        record.change_cause(client, info, env, opts)
    if opts.timeout and strategy == "none":
        _wait(opts, client, info)


def _options(strategy: str) -> WriteOptions:
    return WriteOptions(dry_run=strategy == "server")


def _check(opts: Opts, scale: dict[str, Any]) -> None:
    have = scale.get("spec", {}).get("replicas", 0)
    if opts.current_replicas >= 0 and have != opts.current_replicas:
        raise CliError(f"Expected replicas to be {opts.current_replicas}, was {have}")
    revision = scale["metadata"]["resourceVersion"]
    if opts.resource_version and opts.resource_version != revision:
        raise CliError(f"Expected resource version to be {opts.resource_version}, was {revision}")


def _wait(opts: Opts, client: Client, info: Info) -> None:
    """--timeout: until as many replicas are there."""

    def there(obj: dict[str, Any] | None) -> bool:
        if obj is None:
            return True
        status = obj.get("status") or {}
        return bool(
            status.get("replicas", 0) == opts.replicas
            and status.get("observedGeneration", 0) >= obj["metadata"].get("generation", 0)
        )

    until(client, info.resource, info.namespace, info.name, there, opts.timeout)
