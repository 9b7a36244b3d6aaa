"""`config use-context`: make a context the current one."""

from __future__ import annotations

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
    raise CliError("minikctl does not do `config use-context` yet")
