"""`sim settle`: let time pass until nothing changes any more."""

from __future__ import annotations

from minikctl.cli.commands.sim._session import session_of
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import DURATION, Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SECOND = 1_000_000
USAGE = "[--for=DURATION] [--timeout=DURATION] [options]"


def command(
    args: Args = None,
    *,
    for_: Annotated[
        str, Option("--for", help="How long nothing may have changed, in the time of the simulation."), DURATION
    ] = "2s",
    timeout: Annotated[
        str, Option("--timeout", help="When to give up, in the time of the simulation."), DURATION
    ] = "10m0s",
) -> None:
    """Let time pass until nothing has changed for a while.

    Examples:
      # Until the rollout is over, one way or the other
      minikctl sim settle
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.sim.passing import settle

    opts.no_args()
    quiet, timeout = int(opts.for_ * SECOND), int(opts.timeout * SECOND)
    if quiet < 0 or timeout <= 0:
        raise CliError("--for and --timeout are lengths of time")
    if not settle(session_of(client), quiet, timeout):
        raise CliError("timed out waiting for the simulation to settle")
    return 0
