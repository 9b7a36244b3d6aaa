"""`cp`: copy files to and from containers."""

from __future__ import annotations

from minikctl.cli import nothing_runs
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

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


def run(opts: Opts, client: Client, env: Env) -> int:
    if len(opts.args) != 2:
        raise CliError("source and destination are required")
    remote = [_is_remote(arg) for arg in opts.args]
    if all(remote):
        raise CliError("one of src or dest must be a local file specification")
    if not any(remote):
        raise CliError("one of src or dest must be a remote file specification")
    raise nothing_runs.refusal(client, "cp")


def _is_remote(text: str) -> bool:
    """`pod:path`, `namespace/pod:path`; a path with a slash first is one of this machine."""
    return ":" in text and not text.startswith(("/", "."))
