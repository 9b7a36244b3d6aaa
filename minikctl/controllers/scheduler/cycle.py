"""One look of the scheduler: everything that waits, the most important first, is placed or told why not."""

from __future__ import annotations

from _heapq import heapify, heappop, heappush  # heapq itself is a file to find and read

from minikctl.controllers._base import NOTHING, Bind, Delete, Event, Repeat, Result, Update
from minikctl.controllers.scheduler import filters, scoring
from minikctl.controllers.scheduler.cluster import nodes as cluster_nodes
from minikctl.controllers.scheduler.demand import Demand, priority, same
from minikctl.core.times import SECOND, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View
    from minikctl.controllers.scheduler.affinity import Rules
    from minikctl.controllers.scheduler.claims import Volumes
    from minikctl.controllers.scheduler.cluster import Node
    from minikctl.controllers.scheduler.filters import Reason
    from minikctl.controllers.scheduler.preemption import Plan

Obj = dict[str, Any]

AGAIN = 300 * SECOND  # what does not fit is tried again this often, whatever happens
DEVICES = "no new claims to deallocate"


def schedule(view: View, now: int) -> Result:
    """Place what waits."""
    from minikctl.controllers.scheduler import is_waiting

    waiting = [p for p in view.on_node("") if is_waiting(p)]
    if not waiting:
        return NOTHING
    return Cycle(view, now).run(sorted(waiting, key=_turn))


def _turn(pod: Obj) -> tuple[int, str, int]:
    """Who comes first: the more important, then the older."""
    meta = pod["metadata"]
    return -priority(pod), meta.get("creationTimestamp", ""), int(meta.get("resourceVersion") or 0)


class Group:
    """Pods that ask for the same, and the nodes that may do for them, the best on top of a heap."""

    __slots__ = ("demand", "heap", "refusal", "siblings", "standing")

    def __init__(self, demand: Demand) -> None:
        self.demand = demand
        self.heap: list[tuple[float, float, int, int]] | None = None
        self.standing: dict[str, float] = {}
        self.siblings: dict[str, int] = {}
        self.refusal: dict[int, str] = {}  # number of nodes' changes -> message, while nothing was placed since


class Cycle:
    def __init__(self, view: View, now: int) -> None:
        self.view = view
        self.now = now
        self.nodes = cluster_nodes(view)
        self.changes: list[Change] = []
        self.failures: list[Event] = []
        self.placed = 0
        self.soon = False
        self._groups: dict[tuple[Any, ...], Group] = {}
        self._avoiding = bool(view.on_node("avoiding/"))  # a pod that does not want others near binds them too

    def run(self, waiting: list[Obj]) -> Result:
        for pod in waiting:
            self._one(pod)
        if self.soon:
            return Result(self.changes, self.now + SECOND)
        if self.failures:
            return Result(self.changes, None, None, Repeat(AGAIN, tuple(self.failures)))
        return Result(self.changes)

    def _one(self, pod: Obj) -> None:
        key = same(pod)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(Demand(pod))
        demand = group.demand
        volumes: Volumes | None = None
        if demand.volumes:
            from minikctl.controllers.scheduler import claims

            lacking = claims.refusal(self.view, pod, self.now)
            if lacking is not None:
                message, young = lacking
                self.soon = self.soon or young
                if not young:
                    self._refuse(pod, self._sentence([], message))
                return
            found = claims.Volumes(self.view, pod)
            volumes = found if found.matter else None
        known = group.refusal.get(self.placed) if volumes is None else None
        if known is not None:
            self._refuse(pod, known)
            return
        simple = volumes is None and self._is_simple(demand)
        node = self._best(group) if simple else self._best_by_rules(group, pod, volumes)
        if node is None:
            self._no_node(pod, group, volumes)
        else:
            self._bind(pod, node, group)

    def _is_simple(self, demand: Demand) -> bool:
        return not self._avoiding and demand.is_simple()

    # --- the best node

    def _best(self, group: Group) -> Node | None:
        """The cheapest node with room. Costs only grow in a look: an old one is put back with what it costs now."""
        if group.heap is None:
            self._judge(group)
        heap = group.heap
        assert heap is not None
        while heap:
            _, tie, position, changed = heap[0]
            node = self.nodes[position]
            if node.changed != changed:
                heappop(heap)
                heappush(heap, (self._cost(group, node), tie, position, node.changed))
            elif filters.fits(group.demand, node):
                return node
            else:
                heappop(heap)
        return None

    def _judge(self, group: Group) -> None:
        """Fill a group's heap with the nodes that may do."""
        demand = group.demand
        may = [(i, n) for i, n in enumerate(self.nodes) if not filters.fixed(demand, n) and filters.fits(demand, n)]
        group.standing = scoring.standing(demand, [n for _, n in may])
        group.siblings = scoring.siblings(self.view, demand)
        chance = self.view.random
        who = demand.owner or f"{demand.namespace}/{sorted(demand.labels.items())}"
        heap = [(self._cost(group, n), chance("scheduler", who, n.name), i, n.changed) for i, n in may]
        heapify(heap)
        group.heap = heap

    def _cost(self, group: Group, node: Node) -> float:
        return scoring.cost(node, group.standing[node.name], group.siblings.get(node.name, 0))

    def _best_by_rules(self, group: Group, pod: Obj, volumes: Volumes | None) -> Node | None:
        """Like `_best`, for pods whose rules are about other pods, or whose volumes lie somewhere: every node is
        asked.
        """
        demand = group.demand
        rules = self._rules(pod, demand)
        may = [n for n in self.nodes if not self._reasons(demand, n, rules, volumes)]
        if not may:
            return None
        group.standing = scoring.standing(demand, may)
        group.siblings = scoring.siblings(self.view, demand) if group.heap is None else group.siblings
        group.heap = []
        chance = self.view.random
        uid = pod["metadata"]["uid"]
        return min(may, key=lambda n: (self._cost(group, n) - rules.score(n), chance("scheduler", uid, n.name)))

    def _rules(self, pod: Obj, demand: Demand) -> Rules:
        from minikctl.controllers.scheduler.affinity import Rules

        return Rules(self.view, self.nodes, pod, demand)

    def _reasons(self, demand: Demand, node: Node, rules: Rules | None, volumes: Volumes | None = None) -> list[Reason]:
        """Why a node will not do; nothing: it will."""
        return (
            filters.fixed(demand, node)
            or filters.ports(demand, node)
            or filters.room(demand, node)
            or (volumes.refuse(node) if volumes is not None else [])
            or (rules.refuse(node) if rules is not None else [])
        )

    # --- what is done

    def _bind(self, pod: Obj, node: Node, group: Group) -> None:
        meta = pod["metadata"]
        demand = group.demand
        if demand.volumes:
            from minikctl.controllers.scheduler import claims

            chosen = claims.to_select(self.view, pod, node)
            if chosen:
                self.changes += chosen
                return
        node.take(demand, pod)
        group.siblings[node.name] = group.siblings.get(node.name, 0) + 1
        self.placed += 1
        self._avoiding = self._avoiding or bool(demand.anti_affinity)
        namespace, name = meta["namespace"], meta["name"]
        self.changes.append(Bind(namespace, name, node.name))
        said = f"Successfully assigned {namespace}/{name} to {node.name}"
        refused = any(c["type"] == "PodScheduled" for c in (pod.get("status") or {}).get("conditions") or ())
        self.changes.append(Event(pod, "Normal", "Scheduled", said, first=not refused))

    def _no_node(self, pod: Obj, group: Group, volumes: Volumes | None) -> None:
        demand = group.demand
        if not self.nodes:
            self._refuse(pod, "no nodes available to schedule pods")
            return
        rules = None if self._is_simple(demand) else self._rules(pod, demand)
        reasons = [(n, self._reasons(demand, n, rules, volumes)) for n in self.nodes]
        if pod["spec"].get("preemptionPolicy") == "Never":
            message = self._sentence(reasons, "", "not eligible due to preemptionPolicy=Never.")
        else:
            helped = [n for n, said in reasons if said and not any(helpless for _, helpless in said)]
            plan = None
            if helped:
                from minikctl.controllers.scheduler import preemption

                plan = preemption.choose(pod, demand, helped)
            if plan is not None:
                self._preempt(pod, plan, self._sentence(reasons, "", None))
                return
            message = self._sentence(reasons)
        if volumes is None:
            group.refusal = {self.placed: message}
        self._refuse(pod, message)

    def _refuse(self, pod: Obj, message: str, nominated: str = "") -> None:
        """The pod stays where it is: nowhere. Said once, and again when it is said otherwise."""
        status = pod.get("status") or {}
        event = Event(pod, "Warning", "FailedScheduling", message)
        self.failures.append(event)
        before = next((c for c in status.get("conditions") or () if c["type"] == "PodScheduled"), None)
        if before is not None and before["status"] == "False" and before.get("message") == message:
            return
        self.changes.append(event)
        known = before is not None and before["status"] == "False"
        since = before["lastTransitionTime"] if known and before is not None else rfc3339(self.now)
        condition = {
            "lastProbeTime": None,
            "lastTransitionTime": since,
            "message": message,
            "observedGeneration": pod["metadata"].get("generation", 1),
            "reason": "Unschedulable",
            "status": "False",
            "type": "PodScheduled",
        }
        others = [c for c in status.get("conditions") or () if c["type"] != "PodScheduled"]
        status = {**status, "conditions": [*others, condition]}
        if nominated:
            status["nominatedNodeName"] = nominated
        self.changes.append(Update({**pod, "status": status}, "status"))

    def _preempt(self, pod: Obj, plan: Plan, message: str) -> None:
        """Send the victims away; the pod is tried again when they are gone."""
        meta = pod["metadata"]
        if (pod.get("status") or {}).get("nominatedNodeName") and self._still_leaving(pod):
            return
        for victim in plan.victims:
            other = victim["metadata"]
            self.changes.append(_disrupted(victim, self.now))
            self.changes.append(Delete("pods", other["namespace"], other["name"], other["uid"]))
            said = f"Preempted by pod {meta['uid']} on node {plan.node.name}"
            self.changes.append(Event(victim, "Normal", "Preempted", said))
        self._refuse(pod, message, plan.node.name)

    def _still_leaving(self, pod: Obj) -> bool:
        """Whether pods that were sent away for this one are still on their way out."""
        own = priority(pod)
        return any(
            "deletionTimestamp" in p["metadata"] and priority(p) < own
            for p in self.view.on_node(pod["status"]["nominatedNodeName"])
        )

    def _sentence(
        self, reasons: list[tuple[Node, list[Reason]]], instead: str = "", preempting: str | None = ""
    ) -> str:
        """Why no node will do, as event and condition say it. `preempting` None: that is being done about it."""
        total = len(self.nodes)
        said = instead or ", ".join(_counted([text for _, texts in reasons for text, _ in texts]))
        sentence = f"0/{total} nodes are available: {said}."
        if preempting is None:
            return sentence
        if not preempting:
            helpless = [not texts or any(h for _, h in texts) for _, texts in reasons] or [True] * total
            words = [
                "Preemption is not helpful for scheduling" if h else "No preemption victims found for incoming pod"
                for h in helpless
            ]
            preempting = f"0/{total} nodes are available: {', '.join(_counted(words))}."
        return f"{sentence} {DEVICES}, preemption: {preempting}"


def _counted(texts: list[str]) -> list[str]:
    """`3 Insufficient cpu`, in the order of the texts with their numbers."""
    counts: dict[str, int] = {}
    for text in texts:
        counts[text] = counts.get(text, 0) + 1
    return sorted(f"{count} {text}" for text, count in counts.items())


def _disrupted(pod: Obj, now: int) -> Update:
    """The condition that tells why a victim has to go."""
    status = pod.get("status") or {}
    condition = {
        "lastProbeTime": None,
        "lastTransitionTime": rfc3339(now),
        "message": "default-scheduler: preempting to accommodate a higher priority pod",
        "observedGeneration": pod["metadata"].get("generation", 1),
        "reason": "PreemptionByScheduler",
        "status": "True",
        "type": "DisruptionTarget",
    }
    others = [c for c in status.get("conditions") or () if c["type"] != "DisruptionTarget"]
    return Update({**pod, "status": {**status, "conditions": [*others, condition]}}, "status")
