"""PodDisruptionBudget: how many of its pods are healthy, how many have to be, and so how many may be evicted."""

from __future__ import annotations

from minikctl.controllers import _conditions
from minikctl.controllers._base import NOTHING, Controller, Event, Result, Update, Watch, itself, key_of
from minikctl.controllers._owners import controller_of
from minikctl.controllers._pods import is_ready
from minikctl.controllers._selecting import lookup, matcher
from minikctl.core.intstr import scaled
from minikctl.core.times import SECOND, parse_rfc3339, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

RESOURCE = "poddisruptionbudgets.policy"
PODS_DELAY = 20_000
EVICTION_PATIENCE = 120 * SECOND  # an eviction that has not deleted its pod by then did not happen
SCALED = {  # kinds of controllers whose size counts, and what their own controller may be
    "ReplicaSet": "replicasets.apps",
    "ReplicationController": "replicationcontrollers",
    "StatefulSet": "statefulsets.apps",
    "Deployment": "deployments.apps",
}


class Unmanaged(Exception):
    """Pods whose number nobody sets: a share of it cannot be computed."""


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    budget = view.get(RESOURCE, namespace, name)
    if budget is None:
        return NOTHING
    pods = view.select("pods", namespace, lookup((budget.get("spec") or {}).get("selector")))
    changes: list[Change] = []
    if not pods:
        changes.append(Event(budget, "Normal", "NoPods", "No matching pods found"))
    evicted, again = _evicted(budget, pods, now)
    try:
        expected, wanted = _sizes(view, budget, pods)
    except Unmanaged as e:
        text = f"Failed to calculate the number of expected pods: {e}"
        changes.append(Event(budget, "Warning", "CalculateExpectedPodCountFailed", text))
        new = _failed(budget, str(e), now)
    else:
        new = _status(budget, pods, expected, wanted, evicted, now)
    if new != (budget.get("status") or {}):
        changes.append(Update({**budget, "status": new}, "status"))
    elif not pods:
        changes.clear()
    return Result(changes, again)


def _evicted(budget: Obj, pods: list[Obj], now: int) -> tuple[dict[str, str], int | None]:
    """(pods that the API server has agreed to evict and that are still there, when to look at them again)."""
    names = {pod["metadata"]["name"] for pod in pods if "deletionTimestamp" not in pod["metadata"]}
    kept, again = {}, None
    for name, at in ((budget.get("status") or {}).get("disruptedPods") or {}).items():
        ends = parse_rfc3339(at) + EVICTION_PATIENCE
        if name in names and ends > now:
            kept[name] = at
            again = ends if again is None else min(again, ends)
    return kept, again


def _sizes(view: View, budget: Obj, pods: list[Obj]) -> tuple[int, int]:
    """(expected pods, how many of them have to be healthy)."""
    spec = budget.get("spec") or {}
    if spec.get("maxUnavailable") is not None:
        expected = _expected(view, pods)
        return expected, max(0, expected - scaled(spec["maxUnavailable"], expected, True))
    least = spec.get("minAvailable", 1)
    if isinstance(least, int):
        return len(pods), least
    expected = _expected(view, pods)
    return expected, scaled(least, expected, True)


def _expected(view: View, pods: list[Obj]) -> int:
    """The sum of the sizes of all controllers of the pods. Raises Unmanaged."""
    sizes: dict[str, int] = {}
    for pod in pods:
        ref = controller_of(pod)
        if ref is None:
            raise Unmanaged(f'found no controller ref for pod "{pod["metadata"]["name"]}"')
        if ref["uid"] not in sizes:
            sizes[ref["uid"]] = _size(view, pod, ref)
    return sum(sizes.values())


def _size(view: View, pod: Obj, ref: Obj) -> int:
    """The size of a controller; of a ReplicaSet its Deployment's."""
    owner = view.get(SCALED[ref["kind"]], pod["metadata"]["namespace"], ref["name"]) if ref["kind"] in SCALED else None
    if owner is None:
        group = ref["apiVersion"].rpartition("/")[0]
        raise Unmanaged(
            f'found no controllers for pod "{pod["metadata"]["name"]}"'
            if ref["kind"] in SCALED
            else f"{ref['kind'].lower()}s.{group} does not implement the scale subresource"
        )
    above = controller_of(owner)
    if ref["kind"] == "ReplicaSet" and above is not None and above["kind"] == "Deployment":
        owner = view.get(SCALED["Deployment"], pod["metadata"]["namespace"], above["name"]) or owner
    return int(owner["spec"].get("replicas", 1))


def _status(budget: Obj, pods: list[Obj], expected: int, wanted: int, evicted: dict[str, str], now: int) -> Obj:
    healthy = 0
    for pod in pods:
        meta = pod["metadata"]
        healthy += "deletionTimestamp" not in meta and meta["name"] not in evicted and is_ready(pod)
    allowed = max(0, healthy - wanted) if expected > 0 else 0
    reason = ("True", "SufficientPods") if allowed > 0 else ("False", "InsufficientPods")
    status: Obj = {
        "conditions": _condition(budget, *reason, "", now),
        "currentHealthy": healthy,
        "desiredHealthy": wanted,
        "disruptionsAllowed": allowed,
        "expectedPods": expected,
        "observedGeneration": budget["metadata"].get("generation", 0),
    }
    if evicted:
        status["disruptedPods"] = evicted
    return status


def _failed(budget: Obj, why: str, now: int) -> Obj:
    """Nothing may be disrupted while nobody knows how many there should be."""
    status = dict(budget.get("status") or {})
    status["disruptionsAllowed"] = 0
    status["conditions"] = _condition(budget, "False", "SyncFailed", why, now)
    return status


def _condition(budget: Obj, status: str, reason: str, message: str, now: int) -> list[Obj]:
    old = (budget.get("status") or {}).get("conditions") or []
    current = _conditions.find(old, "DisruptionAllowed")
    since = current["lastTransitionTime"] if current and current["status"] == status else rfc3339(now)
    new = {
        "type": "DisruptionAllowed",
        "status": status,
        "observedGeneration": budget["metadata"].get("generation", 0),
        "lastTransitionTime": since,
        "reason": reason,
        "message": message,
    }
    return [*_conditions.without(old, "DisruptionAllowed"), new]


def _pod_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    if obj is not None and old is not None and _facts(obj) == _facts(old):
        return []
    pods = [pod for pod in (obj, old) if pod is not None]
    found = []
    for budget in view.list(RESOURCE, pods[0]["metadata"]["namespace"]) if pods else ():
        matches = matcher((budget.get("spec") or {}).get("selector"))
        if any(matches(pod["metadata"].get("labels") or {}) for pod in pods):
            found.append(key_of(budget))
    return found


def _facts(pod: Obj) -> Any:
    meta = pod["metadata"]
    return is_ready(pod), "deletionTimestamp" in meta, meta.get("labels"), controller_of(pod)


def _owner_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """A controller of pods got another size: every budget of the namespace that selects its template."""
    if obj is None or old is None or obj["spec"].get("replicas") == old["spec"].get("replicas"):
        return []
    labels = ((obj["spec"].get("template") or {}).get("metadata") or {}).get("labels") or {}
    budgets = view.list(RESOURCE, obj["metadata"]["namespace"])
    return [key_of(budget) for budget in budgets if matcher((budget.get("spec") or {}).get("selector"))(labels)]


CONTROLLER = Controller(
    "disruption",
    "kube-controller-manager",
    (
        Watch(RESOURCE, itself),
        Watch("pods", _pod_keys, PODS_DELAY),
        *(Watch(resource, _owner_keys) for resource in SCALED.values()),
    ),
    reconcile,
    component="controllermanager",
)
