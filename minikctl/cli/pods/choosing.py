"""One pod of a workload: its selector, and the pod that serves best. source: kubectl polymorphichelpers, podutils"""

from __future__ import annotations

from minikctl.cli.generating import typed
from minikctl.core.errors import CliError
from minikctl.core.go_sort import go_sorted
from minikctl.core.times import parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.client._base import Client

Obj = dict[str, Any]

PODS = typed("v1", "Pod", "pods")
_SELECTING = ("ReplicaSet", "StatefulSet", "DaemonSet", "Deployment", "Job")
_PHASES = {"Running": 0, "Unknown": 1, "Pending": 2}


def selector_of(obj: Obj) -> str:
    """The label selector of a workload's pods, as a query. CliError for what has none."""
    spec = obj.get("spec") or {}
    if obj["kind"] in _SELECTING:
        from minikctl.core.selectors import from_label_selector

        return str(from_label_selector(spec.get("selector") or {}))
    if obj["kind"] == "ReplicationController":
        return _pairs(spec.get("selector") or {})
    if obj["kind"] == "Service":
        if not spec.get("selector"):
            raise CliError(f"invalid service '{obj['metadata']['name']}': Service is defined without a selector")
        return _pairs(spec["selector"])
    raise CliError(f"selector for {go_type(obj)} not implemented")


def go_type(obj: Obj) -> str:
    """How kubectl names the type: `*v1.ConfigMap`."""
    return f"*{obj['apiVersion'].rpartition('/')[2]}.{obj['kind']}"


def _pairs(labels: dict[str, str]) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted(labels.items()))


def pods_of(
    client: Client, namespace: str, selector: str, seconds: float, less: Callable[[Obj, Obj], bool]
) -> list[Obj]:
    """The pods of a selector, the best first; waits until there is one. CliError when the time is up."""
    found: list[Obj] = client.list(PODS, namespace, selector)["items"]
    if not found:
        client.commit()
        for kind, obj in client.watch(PODS, namespace, selector=selector, timeout=seconds):
            if kind in ("ADDED", "MODIFIED"):
                return [obj]
        raise CliError("timed out waiting for the condition")
    return go_sorted(found, less)


def by_logging(a: Obj, b: Obj) -> bool:
    """The order in which pods are worth reading: assigned, running, ready, long ready, often restarted, old."""
    node_a, node_b = a["spec"].get("nodeName", ""), b["spec"].get("nodeName", "")
    if node_a != node_b and not (node_a and node_b):
        return bool(node_a)
    phase_a, phase_b = _phase(a), _phase(b)
    if phase_a != phase_b:
        return phase_a < phase_b
    since_a, since_b = _ready_since(a), _ready_since(b)
    if (since_a is None) != (since_b is None):
        return since_a is not None
    if since_a is not None and since_b is not None and since_a != since_b:
        return since_a < since_b
    restarts_a, restarts_b = _restarts(a), _restarts(b)
    if restarts_a != restarts_b:
        return restarts_a > restarts_b
    return _created(a) < _created(b)


def by_activity(a: Obj, b: Obj) -> bool:
    """The order in which pods are worth attaching to: the reverse of the one in which they may go first."""
    return _expendable(b, a)


def _expendable(a: Obj, b: Obj) -> bool:
    node_a, node_b = a["spec"].get("nodeName", ""), b["spec"].get("nodeName", "")
    if node_a != node_b and not (node_a and node_b):
        return not node_a
    order = {"Pending": 0, "Unknown": 1, "Running": 2}
    phase_a, phase_b = (order.get((p.get("status") or {}).get("phase", ""), 0) for p in (a, b))
    if phase_a != phase_b:
        return phase_a < phase_b
    since_a, since_b = _ready_since(a), _ready_since(b)
    if (since_a is None) != (since_b is None):
        return since_a is None
    if since_a is not None and since_b is not None and since_a != since_b:
        return since_a > since_b
    restarts_a, restarts_b = _restarts(a), _restarts(b)
    if restarts_a != restarts_b:
        return restarts_a > restarts_b
    return _created(a) > _created(b)


def _phase(pod: Obj) -> int:
    return _PHASES.get((pod.get("status") or {}).get("phase", ""), 0)


def _ready_since(pod: Obj) -> int | None:
    """Since when the pod is ready; None: it is not."""
    for condition in (pod.get("status") or {}).get("conditions") or ():
        if condition["type"] == "Ready" and condition["status"] == "True":
            return parse_rfc3339(condition["lastTransitionTime"])
    return None


def _restarts(pod: Obj) -> int:
    return max((c.get("restartCount", 0) for c in (pod.get("status") or {}).get("containerStatuses") or ()), default=0)


def _created(pod: Obj) -> int:
    return parse_rfc3339(pod["metadata"]["creationTimestamp"])
