"""Which nodes will do for a pod, and in the scheduler's words why the others will not. Pure.

A reason is (text, helpless): helpless where sending other pods away would not help. The order of the tests is that of
the scheduler's plugins; the first that fails speaks.
"""

from __future__ import annotations

from minikctl.controllers.scheduler.taints import untolerated
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers.scheduler.cluster import Node
    from minikctl.controllers.scheduler.demand import Demand

Obj = dict[str, Any]

Reason = tuple[str, bool]

CORDON = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule"}
SELECTOR = ("node(s) didn't match Pod's node affinity/selector", True)


def fixed(demand: Demand, node: Node) -> list[Reason]:
    """Why a node will never do while the node and the pod stay what they are; nothing: it may."""
    if node.unschedulable and untolerated(demand.tolerations, (CORDON,), ("NoSchedule",)):
        return [("node(s) were unschedulable", True)]
    if node.taints and untolerated(demand.tolerations, node.taints, ("NoSchedule", "NoExecute")):
        return [("node(s) had untolerated taint(s)", True)]
    if demand.node_selector and any(node.labels.get(k) != v for k, v in demand.node_selector.items()):
        return [SELECTOR]
    if demand.node_affinity is not None and not any(matches_term(term, node) for term in demand.node_affinity):
        return [SELECTOR]
    return []


def fits(demand: Demand, node: Node) -> bool:
    """Whether there is room for cpu, memory and one more pod."""
    return (
        node.pods < node.max_pods
        and (not demand.cpu or node.cpu + demand.cpu <= node.total_cpu)
        and (not demand.memory or node.memory + demand.memory <= node.total_memory)
    )


def room(demand: Demand, node: Node) -> list[Reason]:
    """What there is too little of."""
    reasons: list[Reason] = []
    if node.pods >= node.max_pods:
        reasons.append(("Too many pods", node.max_pods == 0))
    if demand.cpu and node.cpu + demand.cpu > node.total_cpu:
        reasons.append(("Insufficient cpu", demand.cpu > node.total_cpu))
    if demand.memory and node.memory + demand.memory > node.total_memory:
        reasons.append(("Insufficient memory", demand.memory > node.total_memory))
    for name, amount in demand.other.items():
        total, taken = node.other(name)
        if taken + amount > total:
            reasons.append((f"Insufficient {name}", amount > total))
    return reasons


def ports(demand: Demand, node: Node) -> list[Reason]:
    """Host ports that another pod of the node has."""
    if not demand.ports:
        return []
    from minikctl.controllers.scheduler.demand import host_ports

    taken = [one for pod in node.running() for one in host_ports(pod["spec"])]
    for address, protocol, port in demand.ports:
        for other_address, other_protocol, other_port in taken:
            if (protocol, port) != (other_protocol, other_port):
                continue
            if other_address == address or "0.0.0.0" in (address, other_address):
                return [("node(s) didn't have free ports for the requested pod ports", False)]
    return []


def matches_term(term: Obj, node: Node) -> bool:
    """One node selector term: all its expressions have to hold; an empty term matches nothing."""
    expressions, fields = term.get("matchExpressions") or (), term.get("matchFields") or ()
    if not expressions and not fields:
        return False
    return all(_holds(e, node.labels) for e in expressions) and all(
        _holds(e, {"metadata.name": node.name}) for e in fields
    )


def _holds(expression: Obj, labels: Obj) -> bool:
    key, operator = expression["key"], expression["operator"]
    values = expression.get("values") or []
    if operator == "In":
        return key in labels and labels[key] in values
    if operator == "NotIn":
        return key not in labels or labels[key] not in values
    if operator == "Exists":
        return key in labels
    if operator == "DoesNotExist":
        return key not in labels
    try:
        has, wanted = int(labels[key]), int(values[0])
    except (KeyError, ValueError, IndexError):
        return False
    return has > wanted if operator == "Gt" else has < wanted
