"""`scale`: set how many pods a deployment, replica set, replication controller or stateful set has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import INT32, All, Args, DryRun, Record, ResourceVersion, Selector, Timeout
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    current_replicas: Annotated[
        int, Option("--current-replicas", help="Go on only if this many replicas are asked for now; -1 does not look.")
    ] = -1,
    dry_run: DryRun = "none",
    record: Record = False,
    replicas: Annotated[int, Option("--replicas", help="How many pods there are to be. Required."), INT32],
    resource_version: ResourceVersion = "",
    selector: Selector = "",
    timeout: Timeout = "0s",
) -> None:
    """Set how many pods a deployment, replica set, replication controller or stateful set has.

    --current-replicas and --resource-version are checked before anything is changed.

    Examples:
      # Three pods
      kubectl scale --replicas=3 deployment/web

      # Only if there are two now
      kubectl scale --current-replicas=2 --replicas=3 deployment/web

      # Several at once
      kubectl scale --replicas=5 rc/a rc/b
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `scale` yet")
