"""The pods of a node and what they ask for, in numbers and in percent of what the node can give."""

from __future__ import annotations

from minikctl.core.duration import age
from minikctl.core.errors import ApiError
from minikctl.core.quantity import Quantity, from_json
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _demand

if TYPE_CHECKING:
    from minikctl.describe._base import Related
    from minikctl.describe._page import Page

Obj = dict[str, Any]

_ZERO = Quantity(0)
_NO_NUMBER = -(1 << 63)  # what Go makes of the infinite share of nothing
_STANDARD = ("cpu", "memory", "ephemeral-storage")
_NOT_EXTENDED = frozenset((*_STANDARD, "pods"))


def write(page: Page, node: Obj, related: Related) -> None:
    """The sections of pods and of allocated resources."""
    fields = f"spec.nodeName={node['metadata']['name']},status.phase!=Failed,status.phase!=Succeeded"
    try:
        pods = related.list("pods", "", fields=fields)
    except ApiError as e:
        if e.reason != "Forbidden":
            raise
        page.field("Pods", "not authorized")
        return
    status = node.get("status") or {}
    allocatable = {
        name: from_json(value) for name, value in (status.get("allocatable") or status.get("capacity") or {}).items()
    }
    _pods(page, pods, allocatable, related.now)
    _totals(page, pods, allocatable)


def _pods(page: Page, pods: list[Obj], allocatable: dict[str, Quantity], now: int) -> None:
    page.field("Non-terminated Pods", f"({len(pods)} in total)")
    page.line("Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge", 1)
    page.line("---------\t----\t\t------------\t----------\t---------------\t-------------\t---", 1)
    for pod in pods:
        meta = pod["metadata"]
        amounts = (_demand.of_pod(pod, "requests"), _demand.of_pod(pod, "limits"))
        cells = [
            _share(asked.get(name, _ZERO), allocatable.get(name, _ZERO), name, _NO_NUMBER)
            for name in ("cpu", "memory")
            for asked in amounts
        ]
        lived = age(meta.get("creationTimestamp"), now)
        page.line("\t".join([meta.get("namespace", ""), meta["name"], "", *cells, lived]), 1)


def _totals(page: Page, pods: list[Obj], allocatable: dict[str, Quantity]) -> None:
    page.write("Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n")
    page.line("Resource\tRequests\tLimits", 1)
    page.line("--------\t--------\t------", 1)
    amounts = (_demand.of_pods(pods, "requests"), _demand.of_pods(pods, "limits"))
    huge = sorted(name for name in allocatable if name.startswith("hugepages-"))
    for name in (*_STANDARD, *huge):
        cells = [_share(asked.get(name, _ZERO), allocatable.get(name, _ZERO), name, 0) for asked in amounts]
        page.line("\t".join([name, *cells]), 1)
    for name in sorted(set(allocatable) - _NOT_EXTENDED - set(huge)):
        page.line("\t".join([name, *(str(asked.get(name, _ZERO)) for asked in amounts)]), 1)


def _share(asked: Quantity, whole: Quantity, name: str, of_nothing: int) -> str:
    """`500m (12%)`."""
    part, total = (asked.milli(), whole.milli()) if name == "cpu" else (asked.value(), whole.value())
    percent = int(part / total * 100) if total else of_nothing
    return f"{asked} ({percent}%)"
