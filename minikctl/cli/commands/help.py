"""`help`: show the help of any command."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[command] [flags] [options]"


def command(args: Args = None) -> None:
    """Show the help of any command.

    Examples:
      # Of get
      kubectl help get
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli import help as pages

    return pages.topic(opts, env)
