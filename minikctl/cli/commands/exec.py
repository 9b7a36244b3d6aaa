"""`exec`: run a command in a container."""

from __future__ import annotations

from minikctl.cli.pods import reaching
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

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
    name = opts.args[0] if opts.args and opts.dash != 0 else ""
    if opts.dash < 0 and (len(opts.args) > 1 or (opts.args and opts.filename)):
        raise opts.usage_error("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
    if opts.dash > 1:
        raise opts.usage_error("exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead")
    seconds = reaching.check_timeout(opts)
    if not name and not opts.filename:
        raise CliError("pod, type/name or --filename must be specified")
    if not opts.after_dash:
        raise CliError("you must specify at least one command for the container")
    obj = _from_file(opts, client, env) if opts.filename else reaching.named(client, [name])
    pod = reaching.pod_of(client, obj, seconds)
    if reaching.phase(pod) in ("Succeeded", "Failed"):
        raise CliError(f"cannot exec into a container in a completed pod; current phase is {reaching.phase(pod)}")
    tell = (lambda _text: None) if opts.quiet else env.stderr.write
    container = reaching.container_of(pod, opts.container, tell)
    terminal = reaching.is_terminal(env)
    if opts.stdin and opts.tty and not terminal and not opts.quiet:
        env.stderr.write("Unable to use a TTY - input is not a terminal or the right kind of file\n")
    if not client.embedded:
        raise reaching.refused(client, "exec")
    from minikctl.cli.pods.executing import execute

    return execute(client, env, pod, container, opts.after_dash, opts.stdin, opts.stdin and opts.tty and terminal)


def _from_file(opts: Opts, client: Client, env: Env) -> dict[str, Any]:
    from minikctl.client import manifests

    found = manifests.mapped(client, env, opts.filename, False)
    if found.errors:
        raise found.errors[0]
    info = found.infos[0]
    obj = client.get(info.resource, info.namespace, info.name)
    return {"apiVersion": info.resource.api_version, "kind": info.resource.kind, **obj}
