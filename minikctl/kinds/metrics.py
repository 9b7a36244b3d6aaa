"""What the metrics server serves: use of CPU and memory, by node and by pod. Nothing of it is stored. Pure.

# source: columns of metrics-server 0.8
"""

from __future__ import annotations

from minikctl.core.typed import Any
from minikctl.kinds._kind import Column, Kind, Served

Obj = dict[str, Any]

GROUP = "metrics.k8s.io"
COLUMNS = (Column("Name", format="name"), Column("cpu"), Column("memory"), Column("Window", format="duration"))


def _node_row(obj: Obj, now: int) -> list[Any]:
    """NAME CPU MEMORY WINDOW."""
    usage = obj.get("usage") or {}
    return [obj["metadata"]["name"], usage.get("cpu", ""), usage.get("memory", ""), obj.get("window", "")]


def _pod_row(obj: Obj, now: int) -> list[Any]:
    """NAME CPU MEMORY WINDOW: all containers together."""
    from minikctl.core.quantity import canonical_text, parse, total

    def summed(resource: str) -> str:
        return canonical_text(total([parse(c["usage"][resource]) for c in obj.get("containers") or ()]))

    return [obj["metadata"]["name"], summed("cpu"), summed("memory"), obj.get("window", "")]


def _kind(kind: str, plural: str, namespaced: bool, row: Any) -> Kind:
    return Kind(
        group=GROUP,
        kind=kind,
        plural=plural,
        versions=(Served("v1beta1", setting="metrics"),),
        namespaced=namespaced,
        verbs=("get", "list"),
        columns=COLUMNS,
        row=row,
        spec_fields=(),
        has_status=False,
        computed=True,
    )


KINDS = (_kind("NodeMetrics", "nodes", False, _node_row), _kind("PodMetrics", "pods", True, _pod_row))
