"""`alpha`: commands that are not settled yet."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

HIDDEN = True
USAGE = ""


def command(args: Args = None) -> None:
    """Commands that are not settled yet."""


def run(opts: Opts, client: Client, env: Env) -> int:
    env.stderr.write(f"No alpha commands are available in this version of {env.name}\n")
    return 0
