"""`config delete-cluster`: remove a cluster entry."""

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
    """Remove a cluster entry.

    Examples:
      # Remove test
      kubectl config delete-cluster test
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if len(opts.args) != 1:
        _files.show_page(opts, env)
        return 0
    name = opts.args[0]
    places, config = _files.read(opts, env)
    if name not in config.clusters:
        raise CliError(f"cannot delete cluster {name}, not in {places.default}")
    writing.modify(places, config, config.without("clusters", name))
    env.stdout.write(f"deleted cluster {name} from {places.default}\n")
    return 0
