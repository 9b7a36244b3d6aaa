"""`attach`: attach to a process that runs in a container."""

from __future__ import annotations

from minikctl.cli import nothing_runs
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Container, DetachKeys, PodRunningTimeout, Quiet, Stdin, Tty
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "(POD | TYPE/NAME) -c CONTAINER [options]"


def command(
    args: Args = None,
    *,
    container: Container = "",
    detach_keys: DetachKeys = "ctrl-p,ctrl-q",
    pod_running_timeout: PodRunningTimeout = "1m0s",
    quiet: Quiet = False,
    stdin: Stdin = False,
    tty: Tty = False,
) -> None:
    """Attach to a process that runs in a container.

    Examples:
      # Watch the output
      kubectl attach web

      # Type into it
      kubectl attach web -c app -it
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.args:
        raise CliError("at least 1 argument is required for attach")
    if len(opts.args) > 2:
        raise CliError(
            f"expected POD, TYPE/NAME, or TYPE NAME, (at most 2 arguments) saw {len(opts.args)}: "
            f"[{' '.join(opts.args)}]"
        )
    nothing_runs.check_there(client, opts.args)
    raise nothing_runs.refusal(client, "attach")
