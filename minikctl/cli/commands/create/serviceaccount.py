"""`create serviceaccount`: create a service account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("sa",)
BUNDLES = ("generator",)
USAGE = "NAME [--dry-run=server|client|none] [options]"


def command(args: Args = None) -> None:
    """Create a service account.

    Examples:
      # An account for robots
      kubectl create serviceaccount robot
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create serviceaccount` yet")
