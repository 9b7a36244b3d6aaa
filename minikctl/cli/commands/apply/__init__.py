"""`apply`: make resources be as files say."""

from __future__ import annotations

from minikctl.cli import failure, writing
from minikctl.cli.applying import pruning
from minikctl.cli.write_options import dry_run
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        All,
        Args,
        Cascade,
        DryRun,
        FieldManager,
        Force,
        ForceConflicts,
        GracePeriod,
        Prune,
        PruneAllowlist,
        Record,
        Selector,
        ServerSide,
        Subresource,
        Timeout,
        Validate,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = (
    "edit-last-applied",
    "set-last-applied",
    "view-last-applied",
)
BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | -k DIRECTORY) [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    cascade: Cascade = "background",
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-client-side-apply",
    force: Force = False,
    force_conflicts: ForceConflicts = False,
    grace_period: GracePeriod = -1,
    openapi_patch: Annotated[
        bool, Option("--openapi-patch", help="Work out the changes with the server's schema where it has one.")
    ] = True,
    overwrite: Annotated[bool, Option("--overwrite", help="Let the file win over changes made since.")] = True,
    prune: Prune = False,
    prune_allowlist: PruneAllowlist = None,
    record: Record = False,
    selector: Selector = "",
    server_side: ServerSide = False,
    subresource: Subresource = "",
    timeout: Timeout = "0s",
    validate: Validate = "strict",
    wait: Annotated[bool, Option("--wait", help="Wait until what was deleted is gone.")] = False,
) -> None:
    """Make resources be as files say.

    Creates what is missing and changes what differs. What was applied last is kept in an annotation, so that
    fields dropped from the file are dropped from the object.

    Examples:
      # A file
      kubectl apply -f web.yaml

      # A directory, and all below it
      kubectl apply -R -f manifests/

      # Standard input
      kubectl apply -f - < web.yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    writing.no_arguments(opts)
    writing.require_files(opts)
    strategy = dry_run(opts, env)
    _check(opts, strategy)
    from minikctl.cli.applying.run import Apply

    job = Apply(opts, client, env, strategy)
    allowed = pruning.allowed(client, opts.prune_allowlist) if opts.prune else []
    found = writing.from_files(opts, client, env)
    if not found.infos and not found.errors:
        raise CliError("no objects passed to apply")
    errors = found.errors
    for info in found.infos:
        try:
            job.apply(info)
        except (ApiError, CliError) as e:
            errors.append(e)
    failure.aggregate(errors)
    job.print_whole()
    if opts.prune:
        job.prune(allowed)
    return 0


def _check(opts: Opts, strategy: str) -> None:
    if opts.force_conflicts and not opts.server_side:
        raise CliError("--force-conflicts only works with --server-side")
    if strategy == "client" and opts.server_side:
        raise CliError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
    if opts.server_side and opts.force:
        raise CliError("--force cannot be used with --server-side")
    if strategy == "server" and opts.force:
        raise CliError("--dry-run=server cannot be used with --force")
    if opts.all and opts.selector:
        raise CliError("cannot set --all and --selector at the same time")
    if opts.prune:
        pruning.check(opts.all, opts.selector)
        if opts.server_side:
            raise CliError("--prune is in alpha and doesn't currently work on objects created by server-side apply")
    if opts.subresource and not opts.server_side:
        raise CliError("--subresource can only be specified for --server-side")
