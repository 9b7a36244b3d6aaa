"""`cordon`: mark nodes as unschedulable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

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
    raise CliError("minikctl does not do `cordon` yet")
