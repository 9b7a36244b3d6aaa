"""`auth whoami`: tell who the server takes you for."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = "[options]"


def command(args: Args = None) -> None:
    """Tell who the server takes you for.

    Examples:
      # Name and groups
      kubectl auth whoami
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `auth whoami` yet")
