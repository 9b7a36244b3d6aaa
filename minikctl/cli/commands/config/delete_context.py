"""`config delete-context`: remove a context."""

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
    """Remove a context.

    Examples:
      # Remove test
      kubectl config delete-context test
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `config delete-context` yet")
