"""`top pod`: show what pods use."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllNamespaces, Args, FieldSelector, NoHeaders, Selector, ShowSwap, UseProtocolBuffers
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

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
    """There are no metrics: nothing runs that could use anything."""
    if opts.sort_by not in ("", "cpu", "memory", "swap"):
        raise CliError("--sort-by accepts only cpu or memory")
    if len(opts.args) > 1:
        raise opts.usage_error("pod [NAME | -l label]")
    if opts.args and opts.selector:
        raise CliError("only one of NAME or selector can be provided")
    if any(resource.group == "metrics.k8s.io" for resource in client.resources()):
        raise CliError("minikctl does not read the Metrics API")
    raise CliError("Metrics API not available")
