"""`config delete-context`: remove a context."""

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

USAGE = "NAME [options]"


def command(args: Args = None) -> None:
    """Remove a context.

    Examples:
      # Remove test
      kubectl config delete-context test
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if len(opts.args) != 1:
        _files.show_page(opts, env)
        return 0
    name = opts.args[0]
    places, config = _files.read(opts, env)
    if name not in config.contexts:
        raise CliError(f"cannot delete context {name}, not in {places.default}")
    if config.current_context == name:
        env.stderr.write(
            f'warning: this removed your active context, use "{env.name} config use-context" '
            "to select a different one\n"
        )
    writing.modify(places, config, config.without("contexts", name))
    env.stdout.write(f"deleted context {name} from {places.default}\n")
    return 0
