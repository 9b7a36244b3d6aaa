"""`config current-context`: print the current context."""

from __future__ import annotations

from minikctl.cli.commands.config import _files
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[flags] [options]"


def command(args: Args = None) -> None:
    """Print the current context.

    Examples:
      # Its name
      kubectl config current-context
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    _, config = _files.read(opts, env)
    if not config.current_context:
        raise CliError("current-context is not set")
    env.stdout.write(f"{config.current_context}\n")
    _files.note(opts, env)
    return 0
