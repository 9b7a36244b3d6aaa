"""autoscaling/v1: one CPU percentage; what it cannot say travels in annotations, as on a real server. Pure.

source: Kubernetes' autoscaling/v1 conversion
"""

from __future__ import annotations

import json

from minikctl.core.typed import Any
from minikctl.kinds.horizontalpodautoscaler import cpu_metric

Obj = dict[str, Any]

METRICS = "autoscaling.alpha.kubernetes.io/metrics"
CURRENT_METRICS = "autoscaling.alpha.kubernetes.io/current-metrics"
CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions"
BEHAVIOR = "autoscaling.alpha.kubernetes.io/behavior"


def decode(obj: Obj) -> None:
    """v1 -> v2."""
    spec: Obj = obj.setdefault("spec", {})
    kept = _take(obj)
    percent = spec.pop("targetCPUUtilizationPercentage", None)
    metrics = [_metric_from_v1(metric) for metric in kept.get(METRICS) or []]
    if percent is not None:
        metrics.insert(0, cpu_metric(percent))
    if metrics:
        spec["metrics"] = metrics
    if kept.get(BEHAVIOR):
        spec["behavior"] = kept[BEHAVIOR]
    status = obj.get("status")
    if status is None:
        return
    current = [_status_from_v1(metric) for metric in kept.get(CURRENT_METRICS) or []]
    used = status.pop("currentCPUUtilizationPercentage", None)
    if used is not None:
        cpu = {"averageUtilization": used, "averageValue": "0"}
        current.insert(0, {"resource": {"current": cpu, "name": "cpu"}, "type": "Resource"})
    status["currentMetrics"] = current or None
    if kept.get(CONDITIONS):
        status["conditions"] = kept[CONDITIONS]
    if not status.get("currentReplicas"):
        status.pop("currentReplicas", None)


def encode(obj: Obj) -> None:
    """v2 -> v1."""
    spec, status = obj["spec"], obj.get("status") or {}
    keep: Obj = {}
    others = []
    for metric in spec.pop("metrics", None) or ():
        percent = _cpu_percent(metric)
        if percent is not None and "targetCPUUtilizationPercentage" not in spec:
            spec["targetCPUUtilizationPercentage"] = percent
        else:
            others.append(_metric_to_v1(metric))
    others_now = []
    for metric in status.pop("currentMetrics", None) or ():
        resource = metric.get("resource") or {}
        used = (resource.get("current") or {}).get("averageUtilization")
        if resource.get("name") == "cpu" and used is not None:
            status["currentCPUUtilizationPercentage"] = used
        else:
            others_now.append(_status_to_v1(metric))
    keep[METRICS], keep[CURRENT_METRICS] = others, others_now
    keep[CONDITIONS] = status.pop("conditions", None)
    keep[BEHAVIOR] = spec.pop("behavior", None)
    status.setdefault("currentReplicas", 0)
    status.setdefault("desiredReplicas", 0)
    obj["status"] = status
    texts = {key: json.dumps(value, separators=(",", ":")) for key, value in keep.items() if value}
    if texts:
        meta = obj["metadata"]
        meta["annotations"] = {**(meta.get("annotations") or {}), **texts}


def _take(obj: Obj) -> Obj:
    """What the annotations hold, read and removed; what does not parse is dropped, as the server does."""
    meta = obj.get("metadata") or {}
    annotations = meta.get("annotations")
    out: Obj = {}
    for key in (METRICS, CURRENT_METRICS, CONDITIONS, BEHAVIOR):
        if annotations and key in annotations:
            try:
                out[key] = json.loads(annotations.pop(key))
            except ValueError:
                continue
    if annotations == {}:
        del meta["annotations"]
    return out


def _cpu_percent(metric: Obj) -> int | None:
    resource = metric.get("resource") or {}
    if metric.get("type") != "Resource" or resource.get("name") != "cpu":
        return None
    percent = (resource.get("target") or {}).get("averageUtilization")
    return percent if isinstance(percent, int) else None


def _metric_to_v1(metric: Obj) -> Obj:
    """v2 keeps goals in `target`, v1's annotation in fields of their own."""
    out: Obj = {"type": metric.get("type", "")}
    for field in ("resource", "containerResource", "pods", "object", "external"):
        source = metric.get(field)
        if source is None:
            continue
        goal = source.get("target") or {}
        flat = {key: value for key, value in source.items() if key not in ("target", "metric", "describedObject")}
        if field in ("resource", "containerResource"):
            names = (("averageUtilization", "targetAverageUtilization"), ("averageValue", "targetAverageValue"))
        elif field == "external":
            names = (("value", "targetValue"), ("averageValue", "targetAverageValue"))
        else:
            names = (
                ("value", "targetValue"),
                ("averageValue", "targetAverageValue" if field == "pods" else "averageValue"),
            )
        flat.update({theirs: goal[ours] for ours, theirs in names if goal.get(ours) is not None})
        if source.get("metric") is not None:
            flat["metricName"] = source["metric"].get("name", "")
            if source["metric"].get("selector") is not None:
                flat["metricSelector" if field == "external" else "selector"] = source["metric"]["selector"]
        if source.get("describedObject") is not None:
            flat["target"] = source["describedObject"]
        out[field] = flat
    return out


def _metric_from_v1(metric: Obj) -> Obj:
    out: Obj = {"type": metric.get("type", "")}
    for field in ("resource", "containerResource", "pods", "object", "external"):
        flat = metric.get(field)
        if not isinstance(flat, dict):
            continue
        source: Obj = {key: flat[key] for key in ("name", "container") if key in flat}
        goal: Obj = {}
        for theirs, ours, kind in (
            ("targetAverageUtilization", "averageUtilization", "Utilization"),
            ("targetValue", "value", "Value"),
            ("targetAverageValue", "averageValue", "AverageValue"),
            ("averageValue", "averageValue", "AverageValue"),
        ):
            if flat.get(theirs) is not None:
                goal[ours], goal["type"] = flat[theirs], kind
        if "metricName" in flat:
            source["metric"] = {"name": flat["metricName"]}
            selector = flat.get("metricSelector", flat.get("selector"))
            if selector is not None:
                source["metric"]["selector"] = selector
        if field == "object" and isinstance(flat.get("target"), dict):
            source["describedObject"] = flat["target"]
        source["target"] = goal
        out[field] = source
    return out


def _status_to_v1(metric: Obj) -> Obj:
    out: Obj = {"type": metric.get("type", "")}
    for field, source in metric.items():
        if field != "type":
            now = source.get("current") or {}
            names = {
                "averageUtilization": "currentAverageUtilization",
                "averageValue": "currentAverageValue",
                "value": "currentValue",
            }
            out[field] = {key: value for key, value in source.items() if key != "current"}
            out[field].update({names[key]: value for key, value in now.items() if key in names})
    return out


def _status_from_v1(metric: Obj) -> Obj:
    out: Obj = {"type": metric.get("type", "")}
    for field, flat in metric.items():
        if field != "type":
            names = {
                "currentAverageUtilization": "averageUtilization",
                "currentAverageValue": "averageValue",
                "currentValue": "value",
            }
            out[field] = {key: value for key, value in flat.items() if key not in names}
            out[field]["current"] = {ours: flat[theirs] for theirs, ours in names.items() if theirs in flat}
    return out
