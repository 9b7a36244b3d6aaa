"""`diff`: show what an apply would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

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
FLAG_CODE = 2  # 1 means that there are differences


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
    raise CliError("minikctl does not do `diff` yet")
