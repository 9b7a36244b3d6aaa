"""`port-forward`: forward local ports to a pod."""

from __future__ import annotations

from minikctl.cli.pods import reaching
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Pflag, PodRunningTimeout, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]"


def command(
    args: Args = None,
    *,
    address: Annotated[
        Strings,
        Option("--address", help="The local addresses to listen on: IP addresses or localhost, comma separated."),
        Pflag(default="localhost"),
    ] = None,
    pod_running_timeout: PodRunningTimeout = "1m0s",
) -> None:
    """Forward local ports to a pod.

    Examples:
      # 8080 here to 80 there
      kubectl port-forward pod/web 8080:80

      # To a pod of a service
      kubectl port-forward service/web 8080:80
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.pods import ports

    if len(opts.args) < 2:
        raise opts.usage_error("TYPE/NAME and list of ports are required for port-forward")
    seconds = reaching.check_timeout(opts)
    obj = reaching.named(client, [opts.args[0]])
    pod = reaching.pod_of(client, obj, seconds)
    wanted = ports.resolve(opts.args[1:], obj, pod)
    if reaching.phase(pod) != "Running":
        raise CliError(f"unable to forward port because pod is not running. Current status={reaching.phase(pod)}")
    ports.check_addresses(opts.address)
    for port in wanted:
        ports.check(port)
    if not client.embedded:
        raise reaching.refused(client, "port-forward")
    raise CliError(f"error upgrading connection: {reaching.refused(client, 'portforward').message}")
