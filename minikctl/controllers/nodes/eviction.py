"""Pods that cannot stay: their node's taints say so, or the node is gone. Also the taint that a cordon means."""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Create, Delete, Event, Result, Update
from minikctl.controllers.scheduler.taints import tolerates
from minikctl.core.times import SECOND, parse_rfc3339, rfc3339, rfc3339_micro
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

QUARANTINE = 40 * SECOND  # so long a node has to be gone before its pods are
CORDON = "node.kubernetes.io/unschedulable"


def look_after(view: View, node: Obj, now: int) -> Result:
    """Keep the node's lease and the taint of a cordon, and evict what does not tolerate its NoExecute taints."""
    memo = view.memo() or {}
    changes: list[Change] = _leased(view, node, now)
    taints = _cordoned(node, now)
    if taints is not None:
        changes.append(Update({**node, "spec": _with_taints(node["spec"], taints)}))
    evicted, due, seen = _evict(view, node, memo.get("taints") or {}, now)
    return Result([*changes, *evicted], due, {"taints": seen} if seen else None)


def _leased(view: View, node: Obj, now: int) -> list[Change]:
    """The lease that the node's kubelet takes when it begins. It is not renewed: only its time would show that."""
    meta = node["metadata"]
    if view.get("leases.coordination.k8s.io", "kube-node-lease", meta["name"]) is not None:
        return []
    owner = {"apiVersion": "v1", "kind": "Node", "name": meta["name"], "uid": meta["uid"]}
    lease = {
        "apiVersion": "coordination.k8s.io/v1",
        "kind": "Lease",
        "metadata": {"name": meta["name"], "namespace": "kube-node-lease", "ownerReferences": [owner]},
        "spec": {"holderIdentity": meta["name"], "leaseDurationSeconds": 40, "renewTime": rfc3339_micro(now)},
    }
    return [Create(lease)]


def _cordoned(node: Obj, now: int) -> list[Obj] | None:
    """The taints with the one that a cordon means, where that is not so yet."""
    spec = node["spec"]
    taints: list[Obj] = spec.get("taints") or []
    wanted = bool(spec.get("unschedulable"))
    if wanted == any(t["key"] == CORDON for t in taints):
        return None
    if not wanted:
        return [t for t in taints if t["key"] != CORDON]
    return [*taints, {"effect": "NoSchedule", "key": CORDON, "timeAdded": rfc3339(now)}]


def _with_taints(spec: Obj, taints: list[Obj]) -> Obj:
    out = {k: v for k, v in spec.items() if k != "taints"}
    if taints:
        out["taints"] = taints
    return out


def _evict(view: View, node: Obj, seen: dict[str, int], now: int) -> tuple[list[Change], int | None, dict[str, int]]:
    """Delete pods that do not tolerate the node's NoExecute taints (any longer), those that are over among them.

    Returns changes, when the next toleration ends, and since when each taint has been known.
    source: pkg/controller/tainteviction
    """
    taints = [t for t in node["spec"].get("taints") or () if t["effect"] == "NoExecute"]
    if not taints:
        return _cancelled(view, node, seen), None, {}
    since = {_name(t): _added(t, seen, now) for t in taints}
    changes: list[Change] = []
    due: int | None = None
    for pod in view.on_node(node["metadata"]["name"]):
        meta = pod["metadata"]
        if "deletionTimestamp" in meta:
            continue
        ends = _tolerated_until(pod, taints, since)
        if ends is not None and ends <= now:
            changes += _deletion(pod, now)
        elif ends is not None:
            due = ends if due is None else min(due, ends)
    return changes, due, since


def _cancelled(view: View, node: Obj, seen: dict[str, int]) -> list[Change]:
    """The taints are gone: the pods that would have had to go some time are told of."""
    gone = [{"key": key, "value": value, "effect": "NoExecute"} for key, _, value in (n.partition("=") for n in seen)]
    out: list[Change] = []
    for pod in view.on_node(node["metadata"]["name"]) if gone else ():
        meta = pod["metadata"]
        if "deletionTimestamp" not in meta and _tolerated_until(pod, gone, seen) is not None:
            said = f"Cancelling deletion of Pod {meta['namespace']}/{meta['name']}"
            out.append(Event(pod, "Normal", "TaintManagerEviction", said, "taint-eviction-controller"))
    return out


def _tolerated_until(pod: Obj, taints: list[Obj], since: dict[str, int]) -> int | None:
    """When a pod has to go: None never, 0 at once."""
    ends: int | None = None
    for taint in taints:
        matching = [t for t in pod["spec"].get("tolerations") or () if tolerates(t, taint)]
        if not matching:
            return 0
        spans = [t["tolerationSeconds"] for t in matching if t.get("tolerationSeconds") is not None]
        if spans:
            end = since[_name(taint)] + max(min(spans), 0) * SECOND
            ends = end if ends is None else min(ends, end)
    return ends


def _deletion(pod: Obj, now: int) -> list[Change]:
    meta = pod["metadata"]
    name = f"{meta['namespace']}/{meta['name']}"
    marked = _disrupted(pod, "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", now)
    event = Event(
        pod, "Normal", "TaintManagerEviction", f"Marking for deletion Pod {name}", "taint-eviction-controller"
    )
    return [marked, event, Delete("pods", meta["namespace"], meta["name"], meta["uid"])]


def _disrupted(pod: Obj, reason: str, message: str, now: int) -> Update:
    """The condition that says who wants the pod gone."""
    status = pod.get("status") or {}
    condition = {
        "lastProbeTime": None,
        "lastTransitionTime": rfc3339(now),
        "message": message,
        "observedGeneration": pod["metadata"].get("generation", 1),
        "reason": reason,
        "status": "True",
        "type": "DisruptionTarget",
    }
    others = [c for c in status.get("conditions") or () if c["type"] != "DisruptionTarget"]
    return Update({**pod, "status": {**status, "conditions": [*others, condition]}}, "status")


def _name(taint: Obj) -> str:
    return f"{taint['key']}={taint.get('value', '')}"


def _added(taint: Obj, seen: dict[str, int], now: int) -> int:
    stamp = taint.get("timeAdded")
    return parse_rfc3339(stamp) if stamp else seen.get(_name(taint), now)


def collect(view: View, name: str, now: int) -> Result:
    """Delete the pods of a node that has been gone for a while."""
    pods = view.on_node(name)
    if not pods:
        return NOTHING
    memo = view.memo() or {}
    gone = memo.get("gone", now)
    if now < gone + QUARANTINE:
        return Result((), gone + QUARANTINE, {"gone": gone})
    changes: list[Change] = []
    for pod in pods:
        meta = pod["metadata"]
        status = pod.get("status") or {}
        if status.get("phase") not in ("Succeeded", "Failed"):
            marked = _disrupted(pod, "DeletionByPodGC", "PodGC: node no longer exists", now)
            changes.append(Update({**marked.obj, "status": {**marked.obj["status"], "phase": "Failed"}}, "status"))
        changes.append(Delete("pods", meta["namespace"], meta["name"], meta["uid"], grace=0))
    return Result(changes)
