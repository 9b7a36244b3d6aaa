"""`create serviceaccount`: create a service account."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.typed import TYPE_CHECKING

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
    name = opts.name_arg()
    generator = Generator(opts, client, env)
    account = {"kind": "ServiceAccount", "apiVersion": "v1", "metadata": {"name": name}}
    generator.create(typed("v1", "ServiceAccount", "serviceaccounts"), account, "failed to create serviceaccount: ")
    return 0
