"""The nodes with what is taken on them: read once in a look, then kept up to date with what the look decides."""

from __future__ import annotations

from minikctl.core.quantity import milli, value
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View
    from minikctl.controllers.scheduler.demand import Demand

Obj = dict[str, Any]


class Node:
    """A node's room. `changed` counts what has been placed on it in this look."""

    __slots__ = (
        "_pods",
        "_view",
        "changed",
        "cpu",
        "labels",
        "max_pods",
        "memory",
        "name",
        "obj",
        "placed",
        "pods",
        "taints",
        "total_cpu",
        "total_memory",
        "unschedulable",
    )

    def __init__(self, view: View, obj: Obj) -> None:
        self.obj = obj
        self.name: str = obj["metadata"]["name"]
        self.labels: Obj = obj["metadata"].get("labels") or {}
        spec = obj.get("spec") or {}
        self.taints: list[Obj] = spec.get("taints") or []
        self.unschedulable = bool(spec.get("unschedulable"))
        self.total_cpu, self.total_memory, self.max_pods = size_of(obj)
        self.pods, self.cpu, self.memory = view.node_usage(self.name)
        self.changed = 0
        self.placed: list[Obj] = []
        self._view = view
        self._pods: list[Obj] | None = None

    def take(self, demand: Demand, pod: Obj) -> None:
        """The pod has been given this node."""
        self.pods += 1
        self.cpu += demand.cpu
        self.memory += demand.memory
        self.changed += 1
        self.placed.append(pod)

    def running(self) -> list[Obj]:
        """The unfinished pods on the node, those just placed too."""
        if self._pods is None:
            self._pods = [
                p
                for p in self._view.on_node(self.name)
                if (p.get("status") or {}).get("phase") not in ("Succeeded", "Failed")
            ]
        return [*self._pods, *self.placed]

    def load(self) -> float:
        """0 for an empty node, 1 for a full one; pods that ask for nothing count a little."""
        cpu = max(self.cpu, self.pods * 100) / self.total_cpu if self.total_cpu else 1.0
        memory = max(self.memory, self.pods * (200 << 20)) / self.total_memory if self.total_memory else 1.0
        return (min(cpu, 1.0) + min(memory, 1.0)) / 2

    def other(self, name: str) -> tuple[int, int]:
        """(all, taken) of a resource beside cpu, memory and pods."""
        from minikctl.controllers.scheduler.demand import Demand

        total = (self.obj.get("status") or {}).get("allocatable", {}).get(name, "0")
        return value(total), sum(Demand(p).other.get(name, 0) for p in self.running())


_sizes: dict[tuple[str, str, str], tuple[int, int, int]] = {}  # nodes come in few sizes


def size_of(node: Obj) -> tuple[int, int, int]:
    """(milli-CPU, bytes, pods) that a node has for pods."""
    status = node.get("status") or {}
    size = status.get("allocatable") or status.get("capacity") or {}
    key = (str(size.get("cpu", "0")), str(size.get("memory", "0")), str(size.get("pods", "0")))
    known = _sizes.get(key)
    if known is None:
        known = _sizes[key] = (milli(key[0]), value(key[1]), value(key[2]))
    return known


def nodes(view: View) -> list[Node]:
    """Every node that has not been told to go."""
    return [Node(view, obj) for obj in view.list("nodes") if "deletionTimestamp" not in obj["metadata"]]
