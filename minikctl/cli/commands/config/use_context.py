"""`config use-context`: make a context the current one."""

from __future__ import annotations

from minikctl.cli.commands.config import _files
from minikctl.client.kubeconfig import writing
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("use",)
USAGE = "CONTEXT_NAME [options]"


def command(args: Args = None) -> None:
    """Make a context the current one.

    Examples:
      # Work with test from now on
      kubectl config use-context test
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    name = _files.one_name(opts, env)
    if not name:
        raise CliError("empty context names are not allowed")
    places, config = _files.read(opts, env)
    if name not in config.contexts:
        raise CliError(f'no context exists with the name: "{name}"')
    writing.modify(places, config, config._replace(current_context=name))
    env.stdout.write(f'Switched to context "{name}".\n')
    _files.note(opts, env)
    return 0
