"""`exec`: run a command in a container."""

from __future__ import annotations

from minikctl.cli import nothing_runs
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Container, Filename, PodRunningTimeout, Quiet, Stdin, Tty
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "(POD | TYPE/NAME) [-c CONTAINER] [flags] -- COMMAND [args...] [options]"


def command(
    args: Args = None,
    *,
    container: Container = "",
    filename: Filename = None,
    pod_running_timeout: PodRunningTimeout = "1m0s",
    quiet: Quiet = False,
    stdin: Stdin = False,
    tty: Tty = False,
) -> None:
    """Run a command in a container.

    Examples:
      # List files
      kubectl exec web -- ls /

      # A shell
      kubectl exec -it web -- sh
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    named = opts.before_dash
    if not named and not opts.filename:
        raise CliError("pod, type/name or --filename must be specified")
    if opts.dash < 0 and len(opts.args) > (0 if opts.filename else 1):
        raise opts.usage_error("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
    if not opts.after_dash:
        raise CliError("you must specify at least one command for the container")
    nothing_runs.check_there(client, named[:1])
    raise nothing_runs.refusal(client, "exec")
