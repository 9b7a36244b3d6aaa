"""`options`: list the flags that every command takes."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = ""
FLAG_HINT = "Run '{command}' without flags."


def command(args: Args = None) -> None:
    """List the flags that every command takes.

    Examples:
      # All of them
      kubectl options
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli import help as pages

    env.stdout.write(pages.options(env.called))
    return 0
