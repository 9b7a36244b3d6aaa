"""Whom to send away so that a more important pod fits. Pure."""

from __future__ import annotations

from minikctl.controllers.scheduler.demand import Demand, priority
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers.scheduler.cluster import Node

Obj = dict[str, Any]


class Plan(NamedTuple):
    """A node, and the pods that have to leave it."""

    node: Node
    victims: list[Obj]


def choose(pod: Obj, demand: Demand, candidates: list[Node]) -> Plan | None:
    """The node on which least is lost: the lowest highest priority, the lowest sum, the fewest, the youngest."""
    plans = [p for p in (_plan(pod, demand, node) for node in candidates) if p is not None]
    if not plans:
        return None
    return min(
        plans,
        key=lambda p: (
            max(priority(v) for v in p.victims),
            sum(priority(v) for v in p.victims),
            len(p.victims),
            p.node.name,
        ),
    )


def _plan(pod: Obj, demand: Demand, node: Node) -> Plan | None:
    """The least that has to leave a node: everything less important, less what can stay after all."""
    own = priority(pod)
    lower = [p for p in node.running() if priority(p) < own and "deletionTimestamp" not in p["metadata"]]
    if not lower:
        return None
    needs = {id(p): Demand(p) for p in lower}
    pods = node.pods - len(lower)
    cpu = node.cpu - sum(d.cpu for d in needs.values())
    memory = node.memory - sum(d.memory for d in needs.values())
    if not _fits(demand, node, pods, cpu, memory):
        return None
    victims = []
    for other in sorted(lower, key=lambda p: (-priority(p), (p.get("status") or {}).get("startTime", ""))):
        need = needs[id(other)]
        if _fits(demand, node, pods + 1, cpu + need.cpu, memory + need.memory):
            pods, cpu, memory = pods + 1, cpu + need.cpu, memory + need.memory
        else:
            victims.append(other)
    return Plan(node, victims) if victims else None


def _fits(demand: Demand, node: Node, pods: int, cpu: int, memory: int) -> bool:
    return (
        pods + 1 <= node.max_pods
        and cpu + demand.cpu <= node.total_cpu
        and memory + demand.memory <= node.total_memory
        and not demand.ports
        and not demand.other
    )
