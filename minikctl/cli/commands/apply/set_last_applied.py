"""`apply set-last-applied`: set the last-applied annotation to what a file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun, Filename
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = "-f FILENAME [options]"


def command(
    args: Args = None,
    *,
    create_annotation: Annotated[
        bool, Option("--create-annotation", help="Write the annotation also where there was none.")
    ] = False,
    dry_run: DryRun = "none",
    filename: Filename = None,
) -> None:
    """Set the last-applied annotation to what a file says.

    Nothing else of the object is changed.

    Examples:
      # From a file
      kubectl apply set-last-applied -f web.yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `apply set-last-applied` yet")
