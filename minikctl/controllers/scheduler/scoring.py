"""Which of the nodes that will do is the best. Pure; a draw is decided by a number that comes from the state's seed.

A node loses by its load (0 to 100) and by every pod of the same owner (60 each), and gains by preferred node affinity
(to 200); taints that ask pods to stay away cost it up to 300. The real scheduler weighs the same things alike.
"""

from __future__ import annotations

from minikctl.controllers.scheduler import filters
from minikctl.controllers.scheduler.taints import tolerates
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View
    from minikctl.controllers.scheduler.cluster import Node
    from minikctl.controllers.scheduler.demand import Demand

Obj = dict[str, Any]

SIBLING = 60.0


def siblings(view: View, demand: Demand) -> dict[str, int]:
    """How many pods of the same owner each node has."""
    out: dict[str, int] = {}
    if demand.owner:
        for pod in view.owned(demand.owner, "pods"):
            host = pod["spec"].get("nodeName")
            over = (pod.get("status") or {}).get("phase") in ("Succeeded", "Failed")
            if host and not over and "deletionTimestamp" not in pod["metadata"]:
                out[host] = out.get(host, 0) + 1
    return out


def standing(demand: Demand, nodes: list[Node]) -> dict[str, float]:
    """What speaks for each node whatever is placed: preferred affinity, taints to be avoided."""
    wanted = {n.name: _preferred(demand, n) for n in nodes}
    avoided = {n.name: _avoided(demand, n) for n in nodes}
    most_wanted = max(wanted.values(), default=0) or 1
    most_avoided = max(avoided.values(), default=0) or 1
    return {n.name: 200 * wanted[n.name] / most_wanted - 300 * avoided[n.name] / most_avoided for n in nodes}


def cost(node: Node, standing_score: float, sibling_count: int) -> float:
    """Less is better."""
    return 100 * node.load() + SIBLING * sibling_count - standing_score


def _preferred(demand: Demand, node: Node) -> int:
    return sum(int(p["weight"]) for p in demand.preferred_nodes if filters.matches_term(p["preference"], node))


def _avoided(demand: Demand, node: Node) -> int:
    return sum(
        1
        for taint in node.taints
        if taint["effect"] == "PreferNoSchedule" and not any(tolerates(t, taint) for t in demand.tolerations)
    )
