"""`plugin list`: list the plug-ins on the PATH."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    name_only: Annotated[bool, Option("--name-only", help="Only the file names, without their directories.")] = False,
) -> None:
    """List the plug-ins on the PATH.

    Examples:
      # With their paths
      kubectl plugin list
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `plugin list` yet")
