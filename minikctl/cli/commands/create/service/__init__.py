"""`create service`: create a service of one of the four types."""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("svc",)
SUBCOMMANDS = (
    "clusterip",
    "externalname",
    "loadbalancer",
    "nodeport",
)
USAGE = "[flags] [options]"


def command(args: Args = None) -> None:
    """Create a service of one of the four types."""


def run(opts: Opts, client: Client, env: Env) -> int:
    return pages.group(opts, env, env.stderr)
