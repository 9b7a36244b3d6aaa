"""`events`: list events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, ChunkSize, NoHeaders, Strings, Watch
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = (
    "[(-o|--output=)json|yaml|kyaml|name|go-template|go-template-file|template|templatefile|jsonpath|jsonpath-as-json|jsonpath-file]"
    " [--for TYPE/NAME] [--watch] [--types=Normal,Warning] [options]"
)


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    chunk_size: ChunkSize = 500,
    for_: Annotated[str, Option("--for", help="Only the events about this object, as TYPE/NAME.")] = "",
    no_headers: NoHeaders = False,
    types: Annotated[Strings, Option("--types", help="Only events of these types: Normal, Warning.")] = None,
    watch: Watch = False,
) -> None:
    """List events.

    Sorted by time, the newest last.

    Examples:
      # Of the namespace
      kubectl events

      # About one pod
      kubectl events --for pod/web --watch

      # Warnings only
      kubectl events --types=Warning
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `events` yet")
