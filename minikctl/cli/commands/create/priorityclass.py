"""`create priorityclass`: create a priority class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import INT32, Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("pc",)
BUNDLES = ("generator",)
USAGE = "NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    description: Annotated[str, Option("--description", help="What the priority class is for, in words.")] = "",
    global_default: Annotated[bool, Option("--global-default", help="Pods that name no class get this one.")] = False,
    preemption_policy: Annotated[
        str,
        Option("--preemption-policy", help="May pods of this class push others away: PreemptLowerPriority or Never."),
    ] = "PreemptLowerPriority",
    value: Annotated[int, Option("--value", help="The priority that the class stands for."), INT32] = 0,
) -> None:
    """Create a priority class.

    Examples:
      # A class above the default
      kubectl create priorityclass high --value=1000 --description='goes first'
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create priorityclass` yet")
