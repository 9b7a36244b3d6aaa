"""`config unset`: remove one value of the kubeconfig."""

from __future__ import annotations

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
    raise CliError("minikctl does not do `config unset` yet")
