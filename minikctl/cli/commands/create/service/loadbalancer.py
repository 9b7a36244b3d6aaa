"""`create service loadbalancer`: create a service with a load balancer."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Tcp
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = "NAME [--tcp=port:targetPort] [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    tcp: Tcp = None,
) -> None:
    """Create a service with a load balancer.

    Examples:
      # Port 80 to 8080
      kubectl create service loadbalancer web --tcp=80:8080
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators.ports import create

    return create(opts, client, env, "LoadBalancer")
