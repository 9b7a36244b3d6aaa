"""`diff`: show what an apply would change."""

from __future__ import annotations

from minikctl.cli import writing
from minikctl.cli.applying import pruning
from minikctl.core.errors import AggregateError, ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        Args,
        FieldManager,
        ForceConflicts,
        Prune,
        PruneAllowlist,
        Selector,
        ServerSide,
        ShowManagedFields,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("files",)
USAGE = "-f FILENAME [options]"
FLAG_HINT = "See '{command} -h' for help and examples"
TROUBLE = 2  # 1 means that there are differences
FLAG_CODE = TROUBLE


def command(
    args: Args = None,
    *,
    concurrency: Annotated[int, Option("--concurrency", help="How many objects are compared at once.")] = 1,
    field_manager: FieldManager = "kubectl-client-side-apply",
    force_conflicts: ForceConflicts = False,
    prune: Prune = False,
    prune_allowlist: PruneAllowlist = None,
    selector: Selector = "",
    server_side: ServerSide = False,
    show_managed_fields: ShowManagedFields = False,
    show_secrets: Annotated[bool, Option("--show-secrets", help="Show the values of secrets as they are.")] = False,
) -> None:
    """Show what an apply would change.

    Ends with 0 where nothing would, 1 where something would, more on errors. $KUBECTL_EXTERNAL_DIFF names another
    diff program.

    Examples:
      # A file
      kubectl diff -f web.yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    try:
        return _run(opts, client, env)
    except (ApiError, CliError, AggregateError) as e:
        from minikctl.cli import failure

        failure.report(e, env)
        return TROUBLE


def _run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.diffing import Comparison, Sides

    writing.no_arguments(opts)
    writing.require_files(opts)
    if opts.force_conflicts and not opts.server_side:
        raise CliError("--force-conflicts only works with --server-side")
    allowed = pruning.allowed(client, opts.prune_allowlist) if opts.prune else []
    found = writing.from_files(opts, client, env)
    visited = pruning.nothing_visited()
    with Sides(env) as sides:
        comparison = Comparison(opts, client, env, sides)
        for info in found.infos:
            live = comparison.add(info)
            visited.add(info, live or info.obj or {})
        if found.errors:
            first = found.errors[0]
            raise first.errors[0] if isinstance(first, AggregateError) else first
        if opts.prune:
            for info in pruning.surplus(client, env, allowed, opts.selector, visited):
                sides.write("LIVE", info, info.obj or {})
        client.commit()
        return sides.compare()
