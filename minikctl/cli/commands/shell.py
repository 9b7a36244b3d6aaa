"""`shell`: type commands one after the other without starting a process for each."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[options]"


def command(
    args: Args = None,
) -> None:
    """Type commands one after the other, without starting a process for each.

    The program's name may be left out. Ends with exit or Ctrl-D.

    Examples:
      # Begin
      minikctl shell
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `shell` yet")
