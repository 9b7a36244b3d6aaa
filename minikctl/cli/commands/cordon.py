"""`cordon`: mark nodes as unschedulable."""

from __future__ import annotations

from minikctl.cli.nodes import cordoning
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "NODE [options]"


def command(
    args: Args = None,
    *,
    dry_run: DryRun = "none",
    selector: Selector = "",
) -> None:
    """Mark nodes as unschedulable.

    Examples:
      # No new pods for a node
      kubectl cordon node-1
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return cordoning.run(opts, client, env, True)
