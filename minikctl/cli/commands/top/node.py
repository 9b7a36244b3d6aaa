"""`top node`: show what nodes use."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, NoHeaders, Selector, ShowSwap, UseProtocolBuffers
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

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
    """There are no metrics: nothing runs that could use anything."""
    if opts.sort_by not in ("", "cpu", "memory"):
        raise CliError("--sort-by accepts only cpu or memory")
    if len(opts.args) > 1:
        raise opts.usage_error("node [NAME | -l label]")
    if opts.args and opts.selector:
        raise CliError("only one of NAME or selector can be provided")
    if any(resource.group == "metrics.k8s.io" for resource in client.resources()):
        raise CliError("minikctl does not read the Metrics API")
    raise CliError("Metrics API not available")
