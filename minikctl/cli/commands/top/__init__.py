"""`top`: show how much processor and memory is used."""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = (
    "node",
    "pod",
)
USAGE = "[flags] [options]"


def command(args: Args = None) -> None:
    """Show how much processor and memory is used.

    Needs a metrics server.
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return pages.group(opts, env, env.stderr)
