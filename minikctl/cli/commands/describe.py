"""`describe`: show resources in detail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, ChunkSize, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("files",)
USAGE = "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]"


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    chunk_size: ChunkSize = 500,
    selector: Selector = "",
    show_events: Annotated[bool, Option("--show-events", help="Show the events about the object too.")] = True,
) -> None:
    """Show resources in detail.

    Puts together what belongs to an object, with its events.

    Examples:
      # A pod
      kubectl describe pod web

      # All nodes
      kubectl describe nodes

      # By label
      kubectl describe pods -l app=web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `describe` yet")
