"""`auth can-i`: tell whether an action is allowed."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, NoHeaders, Subresource
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [options]"


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    list: Annotated[bool, Option("--list", help="List everything that is allowed in the namespace.")] = False,
    no_headers: NoHeaders = False,
    quiet: Annotated[bool, Option("--quiet", "-q", help="Say nothing; the exit code is the answer.")] = False,
    subresource: Subresource = "",
) -> None:
    """Tell whether an action is allowed.

    The exit code is 1 where the answer is no.

    Examples:
      # May I create pods?
      kubectl auth can-i create pods

      # Everything I may do
      kubectl auth can-i --list
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `auth can-i` yet")
