"""`apply view-last-applied`: show the last-applied annotation of resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("files",)
USAGE = "(TYPE [NAME | -l label] | TYPE/NAME | -f FILENAME) [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    output: Annotated[str, Option("--output", "-o", help="The format: json or yaml.")] = "yaml",
    selector: Selector = "",
) -> None:
    """Show the last-applied annotation of resources.

    Examples:
      # Of a deployment, as JSON
      kubectl apply view-last-applied deployment/web -o json
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `apply view-last-applied` yet")
