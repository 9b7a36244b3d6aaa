"""`rollout history`: show the revisions of a rollout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(TYPE NAME | TYPE/NAME) [flags] [options]"


def command(
    args: Args = None,
    *,
    revision: Annotated[int, Option("--revision", help="Look at this revision; 0 for the latest.")] = 0,
    selector: Selector = "",
) -> None:
    """Show the revisions of a rollout.

    Examples:
      # All revisions
      kubectl rollout history deployment/web

      # One in full
      kubectl rollout history deployment/web --revision=2
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `rollout history` yet")
