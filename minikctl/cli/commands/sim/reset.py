"""`sim reset`: empty the state directory."""

from __future__ import annotations

from minikctl.cli.commands.sim._session import session_of
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
    """Empty the state directory: a new cluster begins.

    Examples:
      # Start again
      minikctl sim reset
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    opts.no_args()
    session_of(client).reset()
    _forget_contexts(client.address)
    return 0


def _forget_contexts(directory: str) -> None:
    """Contexts set by hand name namespaces that are no more."""
    import os

    from minikctl.client import OWN_KUBECONFIG

    path = f"{directory}/{OWN_KUBECONFIG}"
    if os.path.exists(path):
        os.unlink(path)
