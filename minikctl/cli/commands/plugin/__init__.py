"""`plugin`: tell about plug-ins."""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = ("list",)
USAGE = "[flags] [options]"


def command(args: Args = None) -> None:
    """Tell about plug-ins.

    A plug-in is a program on the PATH whose name begins with kubectl-.

    Examples:
      # List them
      kubectl plugin list
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return pages.group(opts, env, env.stderr)
