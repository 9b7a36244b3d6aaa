"""`exec`: run a command in a container."""

from __future__ import annotations

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
    raise CliError("minikctl does not do `exec` yet")
