"""`rollout status`: follow a rollout until it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Selector, Timeout
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("files",)
USAGE = "(TYPE NAME | TYPE/NAME) [flags] [options]"


def command(
    args: Args = None,
    *,
    revision: Annotated[int, Option("--revision", help="Look at this revision; 0 for the latest.")] = 0,
    selector: Selector = "",
    timeout: Timeout = "0s",
    watch: Annotated[bool, Option("--watch", "-w", help="Wait for the end of the rollout.")] = True,
) -> None:
    """Follow a rollout until it is done.

    Ends with an error when the rollout fails. --watch=false only says where it stands.

    Examples:
      # Wait for a deployment
      kubectl rollout status deployment/web --timeout=90s
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `rollout status` yet")
