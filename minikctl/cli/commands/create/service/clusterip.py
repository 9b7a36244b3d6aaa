"""`create service clusterip`: create a service with an IP inside the cluster."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Tcp
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = "NAME [--tcp=<port>:<targetPort>] [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    clusterip: Annotated[
        str, Option("--clusterip", help="The IP of the service; None makes it headless, empty has one allocated.")
    ] = "",
    tcp: Tcp = None,
) -> None:
    """Create a service with an IP inside the cluster.

    Examples:
      # A service on port 80
      kubectl create service clusterip web --tcp=80:8080

      # A headless one
      kubectl create service clusterip db --clusterip=None
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators.ports import create

    return create(opts, client, env, "ClusterIP", {"clusterIP": opts.clusterip} if opts.clusterip else None)
