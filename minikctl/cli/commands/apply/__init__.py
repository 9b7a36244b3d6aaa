"""`apply`: make resources be as files say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

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
    raise CliError("minikctl does not do `apply` yet")
