"""`attach`: attach to a process that runs in a container."""

from __future__ import annotations

from minikctl.cli.pods import containers, reaching
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
    count = len(opts.args)
    if not count:
        raise CliError("at least 1 argument is required for attach")
    if count > 2:
        said = f"(at most 2 arguments) saw {count}: [{' '.join(opts.args)}]"
        raise CliError(f"expected POD, TYPE/NAME, or TYPE NAME, {said}")
    seconds = reaching.check_timeout(opts)
    pod = reaching.pod_of(client, reaching.named(client, opts.args), seconds)
    if reaching.phase(pod) in ("Succeeded", "Failed"):
        raise CliError(f"cannot attach a container in a completed pod; current phase is {reaching.phase(pod)}")
    tell = (lambda _text: None) if opts.quiet else env.stderr.write
    name = opts.container or containers.default(pod, tell)
    if not containers.has(pod, name):
        raise CliError(f"cannot attach to the container: {containers.no_such(pod, name).message}")
    terminal = bool(reaching.container_of(pod, name, tell).get("tty"))
    if opts.tty and not terminal:
        tell(f"error: Unable to use a TTY - container {name} did not allocate one\n")
    elif opts.stdin and terminal and not reaching.is_terminal(env):
        tell(reaching.NO_TERMINAL)
    tell(reaching.RECORDED)
    raise reaching.refused(client, "attach")
