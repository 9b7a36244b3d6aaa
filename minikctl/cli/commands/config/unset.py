"""`config unset`: remove one value of the kubeconfig."""

from __future__ import annotations

from minikctl.cli.commands.config import _files
from minikctl.client.kubeconfig import properties, writing
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "PROPERTY_NAME [options]"


def command(args: Args = None) -> None:
    """Remove one value of the kubeconfig.

    Examples:
      # The current context
      kubectl config unset current-context
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    name = _files.one_name(opts, env)
    if not name:
        raise CliError("you must specify a property")
    places, config = _files.read(opts, env)
    writing.modify(places, config, properties.unset_property(config, name), relative=False)
    env.stdout.write(f'Property "{name}" unset.\n')
    return 0
