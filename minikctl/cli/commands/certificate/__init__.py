"""`certificate`: decide on certificate signing requests."""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = (
    "approve",
    "deny",
)
USAGE = "SUBCOMMAND [options]"


def command(args: Args = None) -> None:
    """Decide on certificate signing requests."""


def run(opts: Opts, client: Client, env: Env) -> int:
    # Unlike the other groups kubectl looks at no arguments here, and is content.
    env.stdout.write(pages.page(opts.path, env.called))
    return 0
