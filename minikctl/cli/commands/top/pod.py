"""`top pod`: show what pods use."""

from __future__ import annotations

from minikctl.cli.commands.top import _usage
from minikctl.core.duration import go_format
from minikctl.core.errors import CliError
from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, FieldSelector, NoHeaders, Selector, ShowSwap, UseProtocolBuffers
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

DELAY = 120 * SECOND  # how long metrics of a new pod may take

ALIASES = (
    "pods",
    "po",
)
USAGE = "[NAME | -l label] [options]"


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    containers: Annotated[bool, Option("--containers", help="One line for each container.")] = False,
    field_selector: FieldSelector = "",
    no_headers: NoHeaders = False,
    selector: Selector = "",
    show_swap: ShowSwap = False,
    sort_by: Annotated[str, Option("--sort-by", help="Sort by cpu or memory.")] = "",
    sum: Annotated[bool, Option("--sum", help="Add a line with the totals.")] = False,
    use_protocol_buffers: UseProtocolBuffers = True,
) -> None:
    """Show what pods use.

    Examples:
      # All pods
      kubectl top pod

      # By container
      kubectl top pod web --containers
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    """CliError where no metrics are to be had."""
    if opts.sort_by not in ("", "cpu", "memory", "swap"):
        raise CliError("--sort-by accepts only cpu or memory")
    if len(opts.args) > 1:
        raise opts.usage_error("pod [NAME | -l label]")
    if opts.args and (opts.selector or opts.field_selector):
        raise CliError("only one of NAME or selector can be provided")
    _usage.check_selectors(opts.selector, opts.field_selector)
    resource = _usage.resource(client, "PodMetrics")
    namespace = "" if opts.all_namespaces else client.namespace
    if opts.args:
        found = [client.get(resource, namespace, opts.args[0])]
    else:
        found = client.list(resource, namespace, opts.selector, opts.field_selector)["items"]
    if not found:
        _why(opts, client, namespace)
        where = f" in {namespace} namespace." if namespace else ""
        env.stderr.write(f"No resources found{where}\n")
        return 0
    env.stdout.write(_usage.written(list(_lines(opts, found))))
    return 0


def _why(opts: Opts, client: Client, namespace: str) -> None:
    """There is nothing: CliError where there are pods, since then the metrics are what is missing."""
    pods = client.list(client.resolve("pods"), namespace, opts.selector, opts.field_selector)["items"]
    now = client.now()
    for pod in pods:
        meta = pod["metadata"]
        age = now - parse_rfc3339(meta["creationTimestamp"])
        if age > DELAY:
            where = f"{meta['namespace']}/{meta['name']}"
            raise CliError(f"Metrics not available for pod {where}, age: {go_format(age)}")
    if pods:
        raise CliError("metrics not available yet")


def _lines(opts: Opts, found: list[Obj]) -> Iterator[str]:
    names = _usage.measured(opts.show_swap)
    lead = ["NAMESPACE"] * opts.all_namespaces + ["POD"] * opts.containers
    if not opts.no_headers:
        yield _usage.line([*lead, "NAME", *("CPU(cores)", "MEMORY(bytes)", "SWAP(bytes)")[: len(names)]])
    pods = [(pod, _usage.total([_usage.amounts(c["usage"]) for c in pod["containers"]])) for pod in found]
    pods.sort(key=lambda one: _order(opts, one[0]["metadata"], one[1]))
    for pod, amounts in pods:
        meta = pod["metadata"]
        where = [meta["namespace"]] * opts.all_namespaces
        if not opts.containers:
            yield _usage.line([*where, meta["name"], *_cells(names, amounts)])
            continue
        containers = [(c, _usage.amounts(c["usage"])) for c in pod["containers"]]
        containers.sort(key=lambda one: _order(opts, one[0], one[1]))
        for container, used in containers:
            yield _usage.line([*where, meta["name"], container["name"], *_cells(names, used)])
    if opts.sum:
        blank = [""] * len(lead)
        yield _usage.line([*blank, *[""] * (len(names) - 1), "________", "________"])
        yield _usage.line([*blank, "", *_cells(names, _usage.total([amounts for _, amounts in pods]))])


def _cells(names: tuple[str, ...], amounts: dict[str, int]) -> list[str]:
    return [_usage.shown(name, amounts.get(name, 0)) for name in names]


def _order(opts: Opts, named: Obj, amounts: dict[str, int]) -> tuple[int, str, str]:
    """What uses most comes first where that is asked for, else names decide."""
    return -amounts.get(opts.sort_by, 0) if opts.sort_by else 0, named.get("namespace", ""), named["name"]
