"""`autoscale`: make an autoscaler for a deployment, replica set, stateful set or replication controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import INT32, Args, DryRun, FieldManager, Pflag, Record, SaveConfig
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu=CPU] [--memory=MEMORY] [options]"


def command(
    args: Args = None,
    *,
    cpu: Annotated[
        str, Option("--cpu", help="The target of the processor: a percentage of the request (70%) or an amount (500m).")
    ] = "",
    cpu_percent: Annotated[
        int,
        Option("--cpu-percent", help="The target of the processor in percent of the request.", hidden=True),
        Pflag(
            "int32",
            deprecated="Use --cpu with percentage or resource quantity format "
            "(e.g., '70%' for utilization or '500m' for milliCPU).",
        ),
    ] = -1,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-autoscale",
    max: Annotated[int, Option("--max", help="The largest number of pods."), INT32],
    memory: Annotated[
        str, Option("--memory", help="The target of memory: a percentage of the request (60%) or an amount (300Mi).")
    ] = "",
    min: Annotated[
        int, Option("--min", help="The smallest number of pods; negative or absent leaves it to the server."), INT32
    ] = -1,
    name: Annotated[str, Option("--name", help="The name of the autoscaler; that of the resource otherwise.")] = "",
    record: Record = False,
    save_config: SaveConfig = False,
) -> None:
    """Make an autoscaler for a deployment, replica set, stateful set or replication controller.

    Examples:
      # Between two and ten pods
      kubectl autoscale deployment web --min=2 --max=10 --cpu=80%
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `autoscale` yet")
