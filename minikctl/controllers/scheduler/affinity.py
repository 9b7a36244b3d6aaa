"""Rules about the other pods of a node or zone: affinity, anti-affinity, topology spread constraints. Pure.

Every question goes through all pods of all nodes: that is what these rules cost in the real scheduler too.
"""

from __future__ import annotations

from minikctl.controllers._selecting import matcher
from minikctl.controllers.scheduler import filters
from minikctl.controllers.scheduler.taints import untolerated
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.controllers._base import View
    from minikctl.controllers.scheduler.cluster import Node
    from minikctl.controllers.scheduler.demand import Demand
    from minikctl.controllers.scheduler.filters import Reason

Obj = dict[str, Any]

AFFINITY = ("node(s) didn't match pod affinity rules", True)
ANTI_AFFINITY = ("node(s) didn't match pod anti-affinity rules", False)
EXISTING = ("node(s) didn't satisfy existing pods anti-affinity rules", False)
SPREAD = ("node(s) didn't match pod topology spread constraints", False)
NO_LABEL = ("node(s) didn't match pod topology spread constraints (missing required label)", True)


class Rules:
    """The rules of one pod against the pods there are now."""

    def __init__(self, view: View, nodes: list[Node], pod: Obj, demand: Demand) -> None:
        self._view = view
        self._nodes = nodes
        self._pod = pod
        self._demand = demand
        self._near = [(t, self._domains(t)) for t in demand.affinity]
        self._far = [(t, self._domains(t)) for t in demand.anti_affinity]
        self._avoided = self._avoiding()
        self._spread = [(c, *self._counts(c)) for c in demand.spread if c["whenUnsatisfiable"] == "DoNotSchedule"]
        self._soft = [(c, *self._counts(c)) for c in demand.spread if c["whenUnsatisfiable"] != "DoNotSchedule"]

    def refuse(self, node: Node) -> list[Reason]:
        """Why the node will not do."""
        for constraint, counts, least in self._spread:
            key = constraint["topologyKey"]
            if key not in node.labels:
                return [NO_LABEL]
            own = int(self._matches_self(constraint))
            if counts.get(node.labels[key], 0) + own - least > constraint["maxSkew"]:
                return [SPREAD]
        for term, domains in self._near:
            value = node.labels.get(term["topologyKey"])
            first_of_its_kind = not domains and self._selects(term)(self._pod)
            if value is None or not (domains.get(value) or first_of_its_kind):
                return [AFFINITY]
        for term, domains in self._far:
            if domains.get(node.labels.get(term["topologyKey"], "\0")):
                return [ANTI_AFFINITY]
        if any(node.labels.get(key) == value for key, value in self._avoided):
            return [EXISTING]
        return []

    def score(self, node: Node) -> float:
        """What is preferred: more is better; about -100 to 100 for each rule."""
        total = 0.0
        for sign, terms in ((1, self._demand.preferred_affinity), (-1, self._demand.preferred_anti_affinity)):
            for weighted in terms:
                domains = self._domains(weighted["podAffinityTerm"])
                value = node.labels.get(weighted["podAffinityTerm"]["topologyKey"], "\0")
                total += sign * weighted["weight"] * min(domains.get(value, 0), 1)
        for constraint, counts, least in self._soft:
            total -= 60 * (counts.get(node.labels.get(constraint["topologyKey"], "\0"), 0) - least)
        for constraint, counts, least in self._spread:
            total -= 60 * (counts.get(node.labels.get(constraint["topologyKey"], "\0"), 0) - least)
        return total

    def _domains(self, term: Obj) -> dict[str, int]:
        """How many pods that the term selects there are in each domain."""
        key = term["topologyKey"]
        selects = self._selects(term)
        out: dict[str, int] = {}
        for node in self._nodes:
            value = node.labels.get(key)
            if value is not None:
                found = sum(1 for p in node.running() if selects(p))
                if found:
                    out[value] = out.get(value, 0) + found
        return out

    def _selects(self, term: Obj, owner: Obj | None = None) -> Callable[[Obj], bool]:
        """Whether a pod is one of those that a term of `owner` (this pod if left out) is about."""
        labels = matcher(term.get("labelSelector"))
        namespaces = set(term.get("namespaces") or ())
        if "namespaceSelector" in term and term["namespaceSelector"] is not None:
            wanted = matcher(term["namespaceSelector"])
            namespaces |= {
                n["metadata"]["name"]
                for n in self._view.list("namespaces")
                if wanted(n["metadata"].get("labels") or {})
            }
        elif not namespaces:
            namespaces = {(owner or self._pod)["metadata"]["namespace"]}
        return lambda pod: pod["metadata"]["namespace"] in namespaces and labels(pod["metadata"].get("labels") or {})

    def _avoiding(self) -> set[tuple[str, str]]:
        """(topology key, value) of every domain in which a pod does not want this one near."""
        out = set()
        here = {n.name: n for n in self._nodes}
        for other, node in (
            *((p, here.get(p["spec"].get("nodeName", ""))) for p in self._view.on_node("avoiding/")),
            *((p, n) for n in self._nodes for p in n.placed),
        ):
            rules = ((other["spec"].get("affinity") or {}).get("podAntiAffinity")) or {}
            over = (other.get("status") or {}).get("phase") in ("Succeeded", "Failed")
            for term in rules.get("requiredDuringSchedulingIgnoredDuringExecution") or ():
                value = node.labels.get(term["topologyKey"]) if node is not None and not over else None
                if value is not None and self._selects(term, other)(self._pod):
                    out.add((term["topologyKey"], value))
        return out

    def _counts(self, constraint: Obj) -> tuple[dict[str, int], int]:
        """How many matching pods each domain has, and the least of them."""
        key = constraint["topologyKey"]
        selector = self._spread_selector(constraint)
        out: dict[str, int] = {}
        for node in self._nodes:
            value = node.labels.get(key)
            if value is None or not self._counted(constraint, node):
                continue
            out[value] = out.get(value, 0) + sum(
                1
                for p in node.running()
                if p["metadata"]["namespace"] == self._demand.namespace
                and "deletionTimestamp" not in p["metadata"]
                and selector(p["metadata"].get("labels") or {})
            )
        enough = len(out) >= (constraint.get("minDomains") or 1)
        return out, min(out.values(), default=0) if enough else 0

    def _counted(self, constraint: Obj, node: Node) -> bool:
        """Whether a node's domain takes part: by default nodes that the pod's node affinity leaves out do not."""
        demand = self._demand
        if constraint.get("nodeTaintsPolicy") == "Honor" and untolerated(
            demand.tolerations, node.taints, ("NoSchedule", "NoExecute")
        ):
            return False
        if constraint.get("nodeAffinityPolicy") == "Ignore":
            return True
        selected = all(node.labels.get(k) == v for k, v in demand.node_selector.items())
        terms = demand.node_affinity
        return selected and (terms is None or any(filters.matches_term(t, node) for t in terms))

    def _spread_selector(self, constraint: Obj) -> Callable[[Obj], bool]:
        wanted = matcher(constraint.get("labelSelector"))
        same = {k: self._demand.labels[k] for k in constraint.get("matchLabelKeys") or () if k in self._demand.labels}
        return lambda labels: wanted(labels) and same.items() <= labels.items()

    def _matches_self(self, constraint: Obj) -> bool:
        return self._spread_selector(constraint)(self._demand.labels)
