"""`sim clock`: show, set or move the clock of the simulation."""

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

USAGE = "[real|manual|advance DURATION] [options]"


def command(
    args: Args = None,
    *,
    at: Annotated[str, Option("--at", help="With manual: the time it stands at, in RFC 3339.")] = "",
) -> None:
    """Show, set or move the clock of the simulation.

    A real clock follows the wall clock. A manual one moves when told to, and as far as a command that waits needs it.

    Examples:
      # What time is it there?
      minikctl sim clock

      # Take it in hand
      minikctl sim clock manual --at 2024-01-01T00:00:00Z

      # Ten minutes later
      minikctl sim clock advance 10m
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `sim clock` yet")
