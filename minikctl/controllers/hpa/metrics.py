"""Where an autoscaler's numbers come from. There is no metrics server in a simulated cluster: every metric is
unknown, and says so.

`proposal` is the seam: once pods have a usage (a setting, an annotation), it returns the size that a metric asks for.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]

_NOT_FOUND = "the server could not find the requested resource"


class Unknown(Exception):
    """A metric cannot be had. reason: of the event and of the condition; what: how the sum of errors calls it."""

    def __init__(self, reason: str, message: str, what: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.what = what


def proposal(view: View, hpa: Obj, target: Obj, metric: Obj) -> int:
    """The size that one entry of spec.metrics asks for. Raises Unknown. # source: messages observed on v1.36"""
    kind = metric.get("type", "")
    if kind == "Resource":
        name = metric["resource"]["name"]
        raise Unknown("FailedGetResourceMetric", _of_pods(metric["resource"]), f"{name} resource metric value")
    if kind == "ContainerResource":
        name = metric["containerResource"]["name"]
        message = _of_pods(metric["containerResource"])
        raise Unknown("FailedGetContainerResourceMetric", message, f"{name} container metric value")
    if kind == "External":
        name = metric["external"]["metric"]["name"]
        api = f"unable to fetch metrics from external metrics API: {_NOT_FOUND} (get {name}.external.metrics.k8s.io)"
        namespace = hpa["metadata"]["namespace"]
        message = f"unable to get external metric {namespace}/{name}/nil: {api}"
        raise Unknown("FailedGetExternalMetric", message, f"{name} external metric value")
    field = "pods" if kind == "Pods" else "object"
    name = (metric.get(field) or {}).get("metric", {}).get("name", "")
    api = "unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered"
    message = f"unable to get metric {name}: {api}"
    raise Unknown(f"FailedGet{kind}Metric", message, f"{field} metric value")


def _of_pods(source: Obj) -> str:
    name = source["name"]
    what = "usage" if (source.get("target") or {}).get("averageValue") is not None else "utilization"
    api = f"unable to fetch metrics from resource metrics API: {_NOT_FOUND} (get pods.metrics.k8s.io)"
    return f"failed to get {name} {what}: unable to get metrics for resource {name}: {api}"
