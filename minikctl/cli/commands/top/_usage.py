"""What both verbs of `top` share: the metrics server, if there is one, and how amounts are shown.

# source: kubectl v1.37, pkg/metricsutil and pkg/cmd/top
"""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.quantity import milli, value
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]
Amounts = dict[str, int]  # cpu in thousandths, the others in bytes

GROUP = "metrics.k8s.io"
MEBI = 1 << 20
UNKNOWN = "<unknown>"


def resource(client: Client, kind: str) -> Resource:
    """NodeMetrics or PodMetrics; CliError where nobody serves them."""
    for one in client.resources():
        if one.group == GROUP and one.kind == kind:
            return one
    raise CliError("Metrics API not available")


def measured(swap: bool) -> tuple[str, ...]:
    return ("cpu", "memory", "swap") if swap else ("cpu", "memory")


def amounts(usage: Obj) -> Amounts:
    return {name: (milli(text) if name == "cpu" else value(text)) for name, text in usage.items()}


def total(many: list[Amounts]) -> Amounts:
    names = {name for one in many for name in one}
    return {name: sum(one.get(name, 0) for one in many) for name in names}


def shown(name: str, amount: int) -> str:
    return f"{amount}m" if name == "cpu" else f"{amount // MEBI}Mi"


def line(cells: list[str]) -> str:
    """Every cell ends a column, the last one too."""
    return "".join(f"{cell}\t" for cell in cells) + "\n"


def written(lines: list[str]) -> str:
    from minikctl.printers.tabwriter import TabWriter

    writer = TabWriter(6, 4, 3)
    return writer.write("".join(lines)) + writer.flush()


def check_selectors(labels: str, fields: str = "") -> None:
    """CliError for what is none, before a server is asked."""
    from minikctl.core import selectors

    try:
        if labels:
            selectors.parse(labels)
        if fields:
            selectors.parse_fields(fields)
    except selectors.SelectorError as e:
        raise CliError(str(e)) from None
