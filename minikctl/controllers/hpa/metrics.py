"""What each metric of an autoscaler asks for. Where there is no metrics server, and for custom and external metrics,
that is unknown, and says so.
"""

from __future__ import annotations

from minikctl.controllers.hpa import calculator
from minikctl.core.quantity import milli
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers._base import View
    from minikctl.controllers.hpa.calculator import Proposed, Tolerance

Obj = dict[str, Any]

_NOT_FOUND = "the server could not find the requested resource"
_OF_PODS = ("Resource", "ContainerResource")


class Unknown(Exception):
    """A metric cannot be had. reason: of the event and of the condition; what: how the sum of errors calls it; edges:
    later instants at which that may be different.
    """

    def __init__(self, reason: str, message: str, what: str, edges: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.what = what
        self.edges = edges


class Target(NamedTuple):
    """What is asked about: the pods of a selector, how many the target wants now, how exact to be, and when."""

    namespace: str
    pods: list[Obj]
    current: int
    tolerance: Tolerance
    now: int


class Proposal(NamedTuple):
    """size: the number of pods that a metric asks for; name: as the reason of a resize tells it; status: an entry of
    status.currentMetrics; edges: later instants at which it may ask for another.
    """

    size: int
    name: str
    status: Obj
    edges: tuple[int, ...]


def proposal(view: View, target: Target, metric: Obj) -> Proposal:
    """The size that one entry of spec.metrics asks for. Raises Unknown. # source: messages observed on v1.36"""
    kind = metric.get("type", "")
    if kind in _OF_PODS:
        field = kind[0].lower() + kind[1:]
        return _of_pods(view, target, kind, field, metric[field])
    if kind == "External":
        name = metric["external"]["metric"]["name"]
        api = f"unable to fetch metrics from external metrics API: {_NOT_FOUND} (get {name}.external.metrics.k8s.io)"
        message = f"unable to get external metric {target.namespace}/{name}/nil: {api}"
        raise Unknown("FailedGetExternalMetric", message, f"{name} external metric value")
    field = "pods" if kind == "Pods" else "object"
    name = (metric.get(field) or {}).get("metric", {}).get("name", "")
    api = "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered"
    message = f"unable to get metric {name}: {api}"
    raise Unknown(f"FailedGet{kind}Metric", message, f"{field} metric value")


def _of_pods(view: View, target: Target, kind: str, field: str, source: Obj) -> Proposal:
    """cpu or memory of whole pods, or of one container of each."""
    from minikctl.apiserver.usage import SWITCH
    from minikctl.controllers.hpa.measuring import NotMeasured, Pods

    name, goal = source["name"], source.get("target") or {}
    container = source.get("container", "") if kind == "ContainerResource" else ""
    pods = Pods(view, target.pods, name, container, target.now)
    try:
        if not view.settings.get(SWITCH):
            api = f"unable to fetch metrics from resource metrics API: {_NOT_FOUND} (get pods.metrics.k8s.io)"
            raise NotMeasured(f"unable to get metrics for resource {name}: {api}")
        found = _proposed(target, pods, goal)
    except NotMeasured as e:
        what = "usage" if goal.get("averageValue") is not None else "utilization"
        called = f"{name} {'container' if container else 'resource'} metric value"
        message = f"failed to get {name} {what}: {e}"
        raise Unknown(f"FailedGet{kind}Metric", message, called, tuple(pods.edges)) from None
    current: Obj = {} if found.percent is None else {"averageUtilization": found.percent}
    current["averageValue"] = _amount(name, found.average)
    status = {"name": name, **({"container": container} if container else {}), "current": current}
    called = f"{name} {'container resource' if container else 'resource'}"
    if found.percent is not None:
        called += " utilization (percentage of request)"
    return Proposal(found.size, called, {"type": kind, field: status}, tuple(pods.edges))


def _proposed(target: Target, pods: Any, goal: Obj) -> Proposed:
    """Raises NotMeasured."""
    from minikctl.controllers.hpa.measuring import NotMeasured

    if not target.pods:
        raise NotMeasured("no pods returned by selector while calculating replica count")
    measured = pods.measured()
    if goal.get("averageValue") is not None:
        return calculator.by_amount(target.current, milli(goal["averageValue"]), measured, target.tolerance)
    measured = measured._replace(asked=pods.requests())
    found = calculator.by_utilization(target.current, goal["averageUtilization"], measured, target.tolerance)
    if found is None:
        raise NotMeasured("no metrics returned matched known pods")
    return found


def _amount(resource: str, average: int) -> str:
    """A quantity of thousandths, as the controller writes it: `250m`, `12`; memory comes out in whole bytes."""
    return str(average // 1000) if average % 1000 == 0 else f"{average}m"
