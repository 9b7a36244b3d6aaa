"""`rollout`: manage the rollouts of deployments, daemon sets and stateful sets."""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = (
    "history",
    "pause",
    "restart",
    "resume",
    "status",
    "undo",
)
USAGE = "SUBCOMMAND [options]"


def command(args: Args = None) -> None:
    """Manage the rollouts of deployments, daemon sets and stateful sets.

    Examples:
      # Go back one revision
      kubectl rollout undo deployment/web

      # Wait for the end
      kubectl rollout status deployment/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return pages.group(opts, env, env.stdout)
