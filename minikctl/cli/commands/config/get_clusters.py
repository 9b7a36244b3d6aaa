"""`config get-clusters`: list the cluster entries."""

from __future__ import annotations

from minikctl.cli.commands.config import _files
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[flags] [options]"


def command(args: Args = None) -> None:
    """List the cluster entries.

    Examples:
      # All of them
      kubectl config get-clusters
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    _, config = _files.read(opts, env)
    env.stdout.write("".join(f"{name}\n" for name in ("NAME", *sorted(config.clusters))))
    return 0
