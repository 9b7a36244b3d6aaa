"""`sim settings`: show or change how the simulation behaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[get [NAME] | set NAME=VALUE ...] [options]"


def command(
    args: Args = None,
) -> None:
    """Show or change how the simulation behaves.

    Examples:
      # All settings
      minikctl sim settings get

      # Switch the simulated kubelets off
      minikctl sim settings set kubelets=off
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `sim settings` yet")
