"""`config get-contexts`: list contexts."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, NoHeaders
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[(-o|--output=)name)] [options]"


def command(
    args: Args = None,
    *,
    no_headers: NoHeaders = False,
    output: Annotated[str, Option("--output", "-o", help="The format; only name.")] = "",
) -> None:
    """List contexts.

    Examples:
      # All of them
      kubectl config get-contexts

      # One
      kubectl config get-contexts test
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `config get-contexts` yet")
