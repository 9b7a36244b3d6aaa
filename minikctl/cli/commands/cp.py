"""`cp`: copy files to and from containers."""

from __future__ import annotations

from minikctl.cli.generating import typed
from minikctl.cli.pods import reaching
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Container
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "<file-spec-src> <file-spec-dest> [options]"


def command(
    args: Args = None,
    *,
    container: Container = "",
    no_preserve: Annotated[bool, Option("--no-preserve", help="Owner and mode of files are not kept.")] = False,
    retries: Annotated[
        int, Option("--retries", help="How often a copy that stops is taken up again; negative for ever.")
    ] = 0,
) -> None:
    """Copy files to and from containers.

    Needs tar in the container.

    Examples:
      # Into a pod
      kubectl cp notes.txt web:/tmp/notes.txt

      # Out of it
      kubectl cp web:/var/log/app.log app.log
    """


_PODS = typed("v1", "Pod", "pods")
_FORM = "filespec must match the canonical format: [[namespace/]pod:]file/path"


class _Place(NamedTuple):
    """`namespace/pod:path`, or a path here."""

    path: str
    pod: str = ""
    namespace: str = ""


def run(opts: Opts, client: Client, env: Env) -> int:
    if len(opts.args) != 2:
        raise CliError("source and destination are required")
    source, target = (_place(arg) for arg in opts.args)
    if source.pod and target.pod:
        raise CliError("one of src or dest must be a local file specification")
    if not source.path or not target.path:
        raise CliError("filepath can not be empty")
    if target.pod:
        import os

        if not os.path.lexists(env.path(source.path)):
            raise CliError(f"{source.path.rstrip('/') or '/'} doesn't exist in local filesystem")
    elif not source.pod:
        raise CliError("one of src or dest must be a remote file specification")
    place = source if source.pod else target
    pod = client.get(_PODS, place.namespace or client.namespace, place.pod)
    if reaching.phase(pod) in ("Succeeded", "Failed"):
        raise CliError(f"cannot exec into a container in a completed pod; current phase is {reaching.phase(pod)}")
    # what it says of the container goes to stdout when it reads from a pod, as with kubectl
    reaching.container_of(pod, opts.container, env.stdout.write if source.pod else env.stderr.write)
    raise reaching.refused(client, "exec")


def _place(text: str) -> _Place:
    where, colon, path = text.partition(":")
    if not colon:
        return _Place(text)
    parts = where.split("/")
    if not where or len(parts) > 2:
        raise CliError(_FORM)
    return _Place(path, parts[-1], parts[0] if len(parts) == 2 else "")
