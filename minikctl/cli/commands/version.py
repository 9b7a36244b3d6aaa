"""`version`: print the versions of the client and the server."""

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

USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    client: Annotated[
        bool, Option("--client", help="Only this program's own version, without asking a server.")
    ] = False,
    output: Annotated[str, Option("--output", "-o", help="The format: json or yaml.")] = "",
) -> None:
    """Print the versions of the client and the server.

    Examples:
      # Both
      kubectl version

      # Only the client
      kubectl version --client
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `version` yet")
