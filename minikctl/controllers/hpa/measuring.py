"""The pods of a target as an autoscaler sees them: whose use counts, whose does not yet, and until when that is so.

# source: groupPods in pkg/controller/podautoscaler/replica_calculator.go
"""

from __future__ import annotations

from minikctl.apiserver import usage
from minikctl.controllers._pods import is_terminating, phase, ready_condition
from minikctl.controllers.hpa.calculator import Measured
from minikctl.core.quantity import milli
from minikctl.core.times import SECOND, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]

INITIALIZATION = 300 * SECOND  # --horizontal-pod-autoscaler-cpu-initialization-period
READINESS_DELAY = 30 * SECOND  # --horizontal-pod-autoscaler-initial-readiness-delay


class NotMeasured(Exception):
    """There are no figures; the message says why, in the controller's words."""


class Pods:
    """What is known of some pods at an instant, of one resource; container: of that one only."""

    def __init__(self, view: View, pods: list[Obj], resource: str, container: str, now: int) -> None:
        self._view = view
        self._pods = pods
        self._resource = resource
        self._container = container
        self._now = now
        self.edges: list[int] = []  # later instants at which time alone makes a difference

    def measured(self) -> Measured:
        """Raises NotMeasured."""
        found: dict[str, int] = {}
        unready, missing = set(), set()
        samples = {pod["metadata"]["name"]: self._sample(pod) for pod in self._pods}
        if not any(samples.values()):
            error = "no metrics returned from resource metrics API"
            raise NotMeasured(f"unable to get metrics for resource {self._resource}: {error}")
        for pod in self._pods:
            name = pod["metadata"]["name"]
            looked = samples[name]
            if is_terminating(pod) or phase(pod) == "Failed":
                continue
            if phase(pod) == "Pending":
                unready.add(name)
            elif looked is None:
                missing.add(name)
            elif self._resource == "cpu" and self._unready(pod, looked):
                unready.add(name)
            else:
                found[name] = self._used(pod)
        if not found:
            raise NotMeasured("did not receive metrics for targeted pods (pods might be unready)")
        return Measured(found, {}, frozenset(unready), frozenset(missing))

    def requests(self) -> dict[str, int]:
        """What each requests. Raises NotMeasured where a container that is asked about requests nothing."""
        return {pod["metadata"]["name"]: self._requested(pod) for pod in self._pods}

    def _sample(self, pod: Obj) -> int | None:
        """When the metrics server looked at it last."""
        self._edge(usage.known_from(pod) or 0)
        return usage.sampled(pod, self._now)

    def _unready(self, pod: Obj, looked: int) -> bool:
        """Whether its use of CPU is that of a start, not of work."""
        ready = ready_condition(pod)
        started = (pod.get("status") or {}).get("startTime")
        if ready is None or started is None:
            return True
        began, changed = parse_rfc3339(started), parse_rfc3339(ready["lastTransitionTime"])
        if began + INITIALIZATION > self._now:
            self._edge(began + INITIALIZATION)
            if ready["status"] == "False":
                return True
            settled = changed + usage.RESOLUTION
            if looked < settled:
                self._edge(settled + (-settled) % usage.RESOLUTION)
                return True
            return False
        return bool(ready["status"] == "False" and began + READINESS_DELAY > changed)

    def _edge(self, at: int) -> None:
        if at > self._now:
            self.edges.append(at)

    def _used(self, pod: Obj) -> int:
        """Thousandths, each container's rounded up, as the metrics client reads them."""
        found = [u for u in usage.of_pod(self._view, pod) if self._container in ("", u.container)]
        if self._container and not found:
            raise NotMeasured(f"container {self._container} not present in metrics for pod {_where(pod)}")
        if self._resource == "cpu":
            return sum(-(-u.cpu // usage.NANO) for u in found)
        return sum(u.memory * 1000 for u in found) if self._resource == "memory" else 0

    def _requested(self, pod: Obj) -> int:
        spec = pod["spec"]
        sidecars = [c for c in spec.get("initContainers") or () if c.get("restartPolicy") == "Always"]
        total = 0
        for container in [*spec["containers"], *sidecars]:
            if self._container not in ("", container["name"]):
                continue
            request = ((container.get("resources") or {}).get("requests") or {}).get(self._resource)
            if request is None:
                name, where = container["name"], pod["metadata"]["name"]
                raise NotMeasured(f"missing request for {self._resource} in container {name} of Pod {where}")
            total += milli(request)
        return total


def _where(pod: Obj) -> str:
    return f"{pod['metadata']['namespace']}/{pod['metadata']['name']}"
