"""`sim`: take the simulation in hand."""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = ("clock", "sleep", "settle", "settings", "images", "load", "repair", "reset")
USAGE = "SUBCOMMAND [options]"


def command(args: Args = None) -> None:
    """Take the simulation in hand: its clock, its settings, its images, its load."""


def run(opts: Opts, client: Client, env: Env) -> int:
    return pages.group(opts, env, env.stderr)
