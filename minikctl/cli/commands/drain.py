"""`drain`: empty a node for maintenance."""

from __future__ import annotations

from minikctl.cli.nodes import draining
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, ChunkSize, DryRun, GracePeriod, Selector, Timeout
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "NODE [options]"


def command(
    args: Args = None,
    *,
    chunk_size: ChunkSize = 500,
    delete_emptydir_data: Annotated[
        bool, Option("--delete-emptydir-data", help="Evict pods with emptyDir volumes too; what is in these is lost.")
    ] = False,
    disable_eviction: Annotated[
        bool,
        Option(
            "--disable-eviction", help="Delete the pods instead of evicting them; disruption budgets are not asked."
        ),
    ] = False,
    dry_run: DryRun = "none",
    force: Annotated[bool, Option("--force", help="Remove pods without a controller too.")] = False,
    grace_period: GracePeriod = -1,
    ignore_daemonsets: Annotated[
        bool, Option("--ignore-daemonsets", help="Leave the pods of daemon sets where they are.")
    ] = False,
    pod_selector: Annotated[str, Option("--pod-selector", help="Only the pods with fitting labels are evicted.")] = "",
    selector: Selector = "",
    skip_wait_for_delete_timeout: Annotated[
        int,
        Option(
            "--skip-wait-for-delete-timeout",
            help="Do not wait for pods that have been ending for longer than this many seconds; 0 waits for all.",
        ),
    ] = 0,
    timeout: Timeout = "0s",
) -> None:
    """Empty a node for maintenance.

    Cordons it and evicts its pods. Pods of daemon sets, pods without a controller and local data need a word
    each: --ignore-daemonsets, --force, --delete-emptydir-data.

    Examples:
      # Drain a node
      kubectl drain node-1 --ignore-daemonsets
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return draining.run(opts, client, env)
