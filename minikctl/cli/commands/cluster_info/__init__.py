"""`cluster-info`: show where the cluster's services are."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = ("dump",)
USAGE = "[flags] [options]"


def command(args: Args = None) -> None:
    """Show where the cluster's services are.

    Examples:
      # The control plane's address
      kubectl cluster-info
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `cluster-info` yet")
