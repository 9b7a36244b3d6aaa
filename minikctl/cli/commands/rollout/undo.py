"""`rollout undo`: go back to an earlier revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun, Selector
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
    dry_run: DryRun = "none",
    selector: Selector = "",
    to_revision: Annotated[int, Option("--to-revision", help="The revision to go back to; 0 for the one before.")] = 0,
) -> None:
    """Go back to an earlier revision.

    Examples:
      # The revision before
      kubectl rollout undo deployment/web

      # A certain one
      kubectl rollout undo daemonset/log --to-revision=3
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `rollout undo` yet")
