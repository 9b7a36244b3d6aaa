"""`config set-context`: set a context."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace] [options]"


def command(
    args: Args = None,
    *,
    cluster: Annotated[str, Option("--cluster", help="The cluster entry that the context names.")] = "",
    current: Annotated[bool, Option("--current", help="Change the current context.")] = False,
    namespace: Annotated[str, Option("--namespace", "-n", help="The namespace of the context.")] = "",
    user: Annotated[str, Option("--user", help="The user entry that the context names.")] = "",
) -> None:
    """Set a context.

    Only the given fields are changed.

    Examples:
      # The namespace of the current one
      kubectl config set-context --current --namespace=dev
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `config set-context` yet")
