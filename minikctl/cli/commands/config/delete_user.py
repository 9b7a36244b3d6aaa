"""`config delete-user`: remove a user entry."""

from __future__ import annotations

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
    raise CliError("minikctl does not do `config delete-user` yet")
