"""`create poddisruptionbudget`: create a pod disruption budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("pdb",)
BUNDLES = ("generator",)
USAGE = "NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    max_unavailable: Annotated[
        str, Option("--max-unavailable", help="How many pods may be away at once, as a number or a percentage.")
    ] = "",
    min_available: Annotated[
        str, Option("--min-available", help="How many pods must stay, as a number or a percentage.")
    ] = "",
    selector: Annotated[str, Option("--selector", help="The labels of the pods that the budget is for.")] = "",
) -> None:
    """Create a pod disruption budget.

    Examples:
      # At least one pod of web stays
      kubectl create poddisruptionbudget web --selector=app=web --min-available=1
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create poddisruptionbudget` yet")
