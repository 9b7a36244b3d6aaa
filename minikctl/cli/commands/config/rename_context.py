"""`config rename-context`: give a context another name."""

from __future__ import annotations

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
    raise CliError("minikctl does not do `config rename-context` yet")
