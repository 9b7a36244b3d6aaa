"""`config delete-user`: remove a user entry."""

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
    """Remove a user entry.

    Examples:
      # Remove ann
      kubectl config delete-user ann
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if len(opts.args) != 1:
        raise opts.usage_error("user to delete is required")
    name = opts.args[0]
    places, config = _files.read(opts, env)
    if name not in config.users:
        raise CliError(f"cannot delete user {name}, not in {places.default}")
    writing.modify(places, config, config.without("users", name))
    env.stdout.write(f"deleted user {name} from {places.default}\n")
    return 0
