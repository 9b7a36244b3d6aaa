"""What a kubelet refuses: pods given to its node past the scheduler that do not fit, or do not belong there."""

from __future__ import annotations

from minikctl.core.resources import pod_requests
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]


def refusal(view: View, pod: Obj, node: Obj) -> tuple[str, str] | None:
    """(reason, message); None: the pod may start."""
    spec = pod["spec"]
    labels = node["metadata"].get("labels") or {}
    if any(labels.get(k) != v for k, v in (spec.get("nodeSelector") or {}).items()):
        return "NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"
    from minikctl.controllers.scheduler.cluster import size_of

    name = node["metadata"]["name"]
    total_cpu, total_memory, total_pods = size_of(node)
    pods, cpu, memory = view.node_usage(name)
    if pods <= total_pods and cpu <= total_cpu and memory <= total_memory:
        return None
    own_cpu, own_memory = pod_requests(spec)
    used = _admitted(view, name)
    for resource, requested, taken, capacity in (
        ("pods", 1, used[0], total_pods),
        ("cpu", own_cpu, used[1], total_cpu),
        ("memory", own_memory, used[2], total_memory),
    ):
        if requested and taken + requested > capacity:
            sizes = f"requested: {requested}, used: {taken}, capacity: {capacity}"
            return f"OutOf{resource}", f"Node didn't have enough resource: {resource}, {sizes}"
    return None


def _admitted(view: View, node: str) -> tuple[int, int, int]:
    """(pods, milli-CPU, bytes) of the pods that have begun on the node."""
    pods = cpu = memory = 0
    for other in view.on_node(node):
        status = other.get("status") or {}
        if "startTime" in status and status.get("phase") not in ("Succeeded", "Failed"):
            own = pod_requests(other["spec"])
            pods, cpu, memory = pods + 1, cpu + own[0], memory + own[1]
    return pods, cpu, memory
