"""`sim repair`: bring broken files of a state back to what its log says."""

from __future__ import annotations

from minikctl.cli.commands.sim._session import session_of
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[FILE] [options]"


def command(args: Args = None) -> None:
    """Restore files of the state directory that are broken, and make its index anew.

    The state heals by itself after a kill or a loss of power. This is for files that somebody has changed: each that
    cannot be read is brought to what the change log says of it. With FILE, only that file is, also when it can be read.

    Examples:
      # Restore whatever cannot be read
      minikctl sim repair

      # Take back a change that was made by hand
      minikctl sim repair state/objects/apps/deployments/default/web.json
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if len(opts.args) > 1:
        raise opts.usage_error(f"unexpected arguments: [{' '.join(opts.args)}]")
    backend = session_of(client).backend
    repair = getattr(backend, "repair", None)
    if repair is None:
        raise CliError("there is no state directory to repair")
    for line in repair(env.path(opts.args[0]) if opts.args else ""):
        env.stdout.write(line + "\n")
    return 0
