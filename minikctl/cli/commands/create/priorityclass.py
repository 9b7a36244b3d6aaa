"""`create priorityclass`: create a priority class."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.typed import TYPE_CHECKING

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
    name = opts.name_arg()
    generator = Generator(opts, client, env)
    priority_class = {
        "kind": "PriorityClass",
        "apiVersion": "scheduling.k8s.io/v1",
        "metadata": {"name": name},
        "value": opts.value,
        **({"globalDefault": True} if opts.global_default else {}),
        **({"description": opts.description} if opts.description else {}),
        "preemptionPolicy": opts.preemption_policy,
    }
    resource = typed("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", namespaced=False)
    generator.create(resource, priority_class, "failed to create priorityclass: ")
    return 0
