"""`top node`: show what nodes use."""

from __future__ import annotations

from minikctl.cli.commands.top import _usage
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, NoHeaders, Selector, ShowSwap, UseProtocolBuffers
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

ALIASES = (
    "nodes",
    "no",
)
USAGE = "[NAME | -l label] [options]"


def command(
    args: Args = None,
    *,
    no_headers: NoHeaders = False,
    selector: Selector = "",
    show_capacity: Annotated[
        bool,
        Option("--show-capacity", help="Measure against the capacity of the nodes instead of what can be allocated."),
    ] = False,
    show_swap: ShowSwap = False,
    sort_by: Annotated[str, Option("--sort-by", help="Sort by cpu or memory.")] = "",
    use_protocol_buffers: UseProtocolBuffers = True,
) -> None:
    """Show what nodes use.

    Examples:
      # All nodes
      kubectl top node

      # One
      kubectl top node node-1
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    """CliError where no metrics are to be had."""
    if opts.sort_by not in ("", "cpu", "memory"):
        raise CliError("--sort-by accepts only cpu or memory")
    if len(opts.args) > 1:
        raise opts.usage_error("node [NAME | -l label]")
    if opts.args and opts.selector:
        raise CliError("only one of NAME or --selector can be provided")
    _usage.check_selectors(opts.selector)
    found = _read(client, _usage.resource(client, "NodeMetrics"), opts.args, opts.selector)
    if not found:
        raise CliError("metrics not available yet")
    nodes = _read(client, client.resolve("nodes"), opts.args, opts.selector)
    env.stdout.write(_usage.written(list(_lines(opts, found, nodes))))
    return 0


def _read(client: Client, resource: Resource, names: list[str], selector: str) -> list[Obj]:
    if names:
        return [client.get(resource, "", names[0])]
    found: list[Obj] = client.list(resource, "", selector)["items"]
    return found


def _lines(opts: Opts, found: list[Obj], nodes: list[Obj]) -> Iterator[str]:
    names = _usage.measured(opts.show_swap)
    if not opts.no_headers:
        columns = ["CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)", "SWAP(bytes)", "SWAP(%)"]
        yield _usage.line(["NAME", *columns[: 2 * len(names)]])
    field = "capacity" if opts.show_capacity else "allocatable"
    whole = {node["metadata"]["name"]: _whole(node, field) for node in nodes}
    used = [(one["metadata"]["name"], _usage.amounts(one["usage"])) for one in found]
    used.sort(key=lambda one: (-one[1][opts.sort_by] if opts.sort_by else 0, one[0]))
    for name, amounts in used:
        yield _usage.line([name, *_cells(names, amounts, whole.pop(name, {}))])
    for name in sorted(whole):
        yield _usage.line([name, *[_usage.UNKNOWN] * (2 * len(names))])


def _whole(node: Obj, field: str) -> Obj:
    """What there is to be used, swap included where the node tells of it."""
    status = node.get("status") or {}
    swap = ((status.get("nodeInfo") or {}).get("swap") or {}).get("capacity")
    return {**(status.get(field) or {}), **({} if swap is None else {"swap": swap})}


def _cells(names: tuple[str, ...], amounts: dict[str, int], whole: Obj) -> Iterator[str]:
    """For each resource the amount and its share of the whole; both unknown where a node has no swap."""
    there = _usage.amounts({name: whole[name] for name in names if name in whole})
    for name in names:
        if name == "swap" and name not in there:
            yield from (_usage.UNKNOWN, _usage.UNKNOWN)
            continue
        amount = amounts.get(name, 0)
        yield _usage.shown(name, amount)
        if name in there:
            yield f"{amount * 100 // there[name] if there[name] else 0}%"
