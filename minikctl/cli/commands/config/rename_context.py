"""`config rename-context`: give a context another name."""

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

USAGE = "CONTEXT_NAME NEW_NAME [options]"


def command(args: Args = None) -> None:
    """Give a context another name.

    Examples:
      # old becomes new
      kubectl config rename-context old new
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if len(opts.args) != 2:
        raise _files.usage(opts, env)
    name, new = opts.args
    places, config = _files.read(opts, env)
    entry = config.contexts.get(name)
    if entry is None:
        raise CliError(f'cannot rename the context "{name}", it\'s not in {places.default}')
    if new in config.contexts:
        raise CliError(f'cannot rename the context "{name}", the context "{new}" already exists in {places.default}')
    renamed = config.without("contexts", name)
    renamed = renamed._replace(contexts={**renamed.contexts, new: entry})
    if config.current_context == name:
        renamed = renamed._replace(current_context=new)
    writing.modify(places, config, renamed)
    env.stdout.write(f'Context "{name}" renamed to "{new}".\n')
    return 0
