"""`certificate`: decide on certificate signing requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.cli import help as pages

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
    return pages.group(opts, env, env.stderr)
