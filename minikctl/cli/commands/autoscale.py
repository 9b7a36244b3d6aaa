"""`autoscale`: make an autoscaler for a deployment, replica set, stateful set or replication controller."""

from __future__ import annotations

from minikctl.cli import failure, record, targets
from minikctl.cli.generating import Generator, typed
from minikctl.client.builder import Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import INT32, Args, DryRun, FieldManager, Pflag, Record, SaveConfig
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

V2 = typed("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
V1 = typed("autoscaling/v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers")
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
    generator = Generator(opts, client, env, "autoscaled", local_operation="created")
    metrics = _check(opts)
    errors: list[Exception] = []
    infos = targets.infos(opts, client, env, Wanted(), errors, latest=False)
    for info in infos:
        try:
            _autoscale(opts, generator, info, metrics)
        except (ApiError, CliError) as e:
            errors.append(e)
    failure.aggregate(errors)
    if not infos:
        raise CliError("no objects passed to autoscale")
    return 0


def _check(opts: Opts) -> list[dict[str, Any]]:
    """The metrics that the flags ask for."""
    from minikctl.cli.generators import metrics

    if opts.max < 1:
        raise CliError(f"--max=MAXPODS is required and must be at least 1, max: {opts.max}")
    if opts.max < opts.min:
        raise CliError(f"--max=MAXPODS must be larger or equal to --min=MINPODS, max: {opts.max}, min: {opts.min}")
    if opts.cpu_percent > 0 and opts.cpu:
        raise CliError("--cpu-percent and --cpu are mutually exclusive")
    out = []
    if opts.cpu_percent > 0:
        out.append(metrics.metric("cpu", {"type": "Utilization", "averageUtilization": opts.cpu_percent}))
    if opts.cpu:
        out.append(metrics.metric("cpu", metrics.target(opts.cpu, "cpu")))
    if opts.memory:
        out.append(metrics.metric("memory", metrics.target(opts.memory, "memory")))
    return out


def _autoscale(opts: Opts, generator: Generator, info: Info, metrics: list[dict[str, Any]]) -> None:
    """autoscaling/v2 first; where that fails and v1 can say the same, v1."""
    if "scale" not in info.resource.subresources:
        raise CliError(
            f"cannot autoscale a {info.resource.kind}: could not find scale subresource for "
            f"{info.resource.group}/{info.resource.version}, Resource={info.resource.plural} in discovery information"
        )
    autoscaler = _autoscaler(opts, info)
    if metrics:
        autoscaler["spec"]["metrics"] = metrics
    if opts.record:
        record.annotate(autoscaler, opts, generator.env)
    try:
        generator.create(V2, autoscaler)
    except ApiError:
        _check_v1(opts)
        generator.create(V1, _in_v1(opts, autoscaler))


def _autoscaler(opts: Opts, info: Info) -> dict[str, Any]:
    reference = {"kind": info.resource.kind, "name": info.name, "apiVersion": info.resource.api_version}
    spec: dict[str, Any] = {"scaleTargetRef": reference}
    if opts.min > 0:
        spec["minReplicas"] = opts.min
    spec["maxReplicas"] = opts.max
    return {
        "kind": "HorizontalPodAutoscaler",
        "apiVersion": "autoscaling/v2",
        "metadata": {"name": opts.name or info.name},
        "spec": spec,
        "status": {"desiredReplicas": 0, "currentMetrics": None},
    }


def _check_v1(opts: Opts) -> None:
    """kubectl looks at --cpu here even when --cpu-percent or nothing was given; its message says so."""
    from minikctl.cli.generators import metrics

    why = "failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: "
    try:
        target = metrics.target(opts.cpu, "cpu")
    except CliError as e:
        raise CliError(why + e.message) from None
    if opts.memory or (target["type"] != "Utilization" and opts.cpu_percent < 0):
        raise CliError(why + "%!w(<nil>)")


def _in_v1(opts: Opts, autoscaler: dict[str, Any]) -> dict[str, Any]:
    spec = {key: value for key, value in autoscaler["spec"].items() if key != "metrics"}
    if opts.cpu_percent >= 0:
        spec["targetCPUUtilizationPercentage"] = opts.cpu_percent
    status = {"currentReplicas": 0, "desiredReplicas": 0}
    return {**autoscaler, "apiVersion": "autoscaling/v1", "spec": spec, "status": status}
