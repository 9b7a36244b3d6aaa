"""HorizontalPodAutoscalers: columns, defaults, validation. Stored as v2; v1 knew CPU only, see `_hpa_v1`. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import NONE, UNSET, age
from minikctl.kinds._kind import Column, Kind, Served, deferred

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_SOURCES = {  # type -> the field that holds it
    "Resource": "resource",
    "ContainerResource": "containerResource",
    "Pods": "pods",
    "Object": "object",
    "External": "external",
}


def row(obj: Obj, now: int) -> list[Any]:
    """NAME REFERENCE TARGETS MINPODS MAXPODS REPLICAS AGE."""
    spec, status = obj["spec"], obj.get("status") or {}
    target = spec.get("scaleTargetRef") or {}
    least = spec.get("minReplicas")
    return [
        obj["metadata"]["name"],
        f"{target.get('kind', '')}/{target.get('name', '')}",
        targets(spec.get("metrics") or [], status.get("currentMetrics") or []),
        UNSET if least is None else str(least),
        spec.get("maxReplicas", 0),
        status.get("currentReplicas", 0),
        age(obj, now),
    ]


def targets(metrics: list[Obj], current: list[Obj]) -> str:
    """`cpu: 30%/50%`, two metrics at most."""
    if not metrics:
        return NONE
    shown = [_target(metric, current[i] if i < len(current) else {}) for i, metric in enumerate(metrics)]
    text = ", ".join(shown[:2])
    return f"{text} + {len(shown) - 2} more..." if len(shown) > 2 else text


def _target(metric: Obj, status: Obj) -> str:
    field = _SOURCES.get(metric.get("type", ""))
    if field is None:
        return "<unknown type>"
    source, have = metric.get(field) or {}, (status.get(field) or {}).get("current") or {}
    wanted = source.get("target") or {}
    if field in ("resource", "containerResource"):
        if wanted.get("averageValue") is not None:
            return f"{source.get('name')}: {have.get('averageValue', '<unknown>')}/{wanted['averageValue']}"
        used = have.get("averageUtilization")
        goal = wanted.get("averageUtilization")
        current = "<unknown>" if used is None else f"{used}%"
        return f"{source.get('name')}: {current}/{'<auto>' if goal is None else f'{goal}%'}"
    if field == "pods":
        return f"{have.get('averageValue', '<unknown>')}/{wanted.get('averageValue', '')}"
    if wanted.get("averageValue") is not None:
        return f"{have.get('averageValue', '<unknown>')}/{wanted['averageValue']} (avg)"
    return f"{have.get('value', '<unknown>')}/{wanted.get('value', '')}"


def default(obj: Obj) -> None:
    spec: Obj = obj.setdefault("spec", {})
    spec.setdefault("minReplicas", 1)
    if not spec.get("metrics"):
        spec["metrics"] = [cpu_metric(80)]
    behavior = spec.get("behavior")
    if behavior is not None:
        _default_rules(behavior)


def cpu_metric(percent: int) -> Obj:
    """Keep the CPU at this share of what pods request."""
    return {
        "resource": {"name": "cpu", "target": {"averageUtilization": percent, "type": "Utilization"}},
        "type": "Resource",
    }


def _default_rules(behavior: Obj) -> None:
    up: Obj = behavior.setdefault("scaleUp", {})
    up.setdefault("stabilizationWindowSeconds", 0)
    up.setdefault("selectPolicy", "Max")
    if up.get("policies") is None:
        up["policies"] = [
            {"periodSeconds": 15, "type": "Pods", "value": 4},
            {"periodSeconds": 15, "type": "Percent", "value": 100},
        ]
    down: Obj = behavior.setdefault("scaleDown", {})
    down.setdefault("selectPolicy", "Max")
    if down.get("policies") is None:
        down["policies"] = [{"periodSeconds": 15, "type": "Percent", "value": 100}]


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"currentMetrics": None, "desiredReplicas": 0}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value

    spec = obj["spec"]
    least, most = spec.get("minReplicas"), spec.get("maxReplicas") or 0
    out: list[FieldError] = []
    if least is not None and least < 1:
        out.append(invalid_value("spec.minReplicas", least, "must be greater than or equal to 1"))
    if most < 1:
        out.append(invalid_value("spec.maxReplicas", most, "must be greater than 0"))
    if least is not None and most < least:
        out.append(invalid_value("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"))
    out += _reference(spec.get("scaleTargetRef") or {})
    for i, metric in enumerate(spec.get("metrics") or ()):
        out += _metric(metric, f"spec.metrics[{i}]")
    return out + _rules(spec.get("behavior") or {})


def _reference(target: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, required
    from minikctl.core.names import path_segment

    out: list[FieldError] = []
    for field in ("kind", "name"):
        path, value = f"spec.scaleTargetRef.{field}", target.get(field) or ""
        if not value:
            out.append(required(path))
        out += [invalid_value(path, value, why) for why in path_segment(value)]
    return out


def _metric(metric: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import not_supported, required

    kind = metric.get("type") or ""
    if not kind:
        return [required(f"{path}.type", "must specify a metric source type")]
    if kind not in _SOURCES:
        return [not_supported(f"{path}.type", kind, sorted(_SOURCES))]
    field = _SOURCES[kind]
    source = metric.get(field)
    if source is None:
        return [required(f"{path}.{field}", "must populate information for the given metric source")]
    where = f"{path}.{field}"
    if field in ("resource", "containerResource"):
        out = [] if source.get("name") else [required(f"{where}.name", "must specify a resource name")]
        return out + _resource_target(source.get("target") or {}, f"{where}.target")
    return _goal(source.get("target") or {}, f"{where}.target")


def _goal(target: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import not_supported, required

    kind = target.get("type") or ""
    if not kind:
        return [required(f"{path}.type", "must specify a metric target type")]
    if kind not in ("Utilization", "Value", "AverageValue"):
        return [not_supported(f"{path}.type", kind, ["Utilization", "Value", "AverageValue"])]
    if all(target.get(field) is None for field in ("value", "averageValue", "averageUtilization")):
        return [required(f"{path}.averageValue", "must specify either a target value or a target average value")]
    return []


def _resource_target(target: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden, invalid_value, required

    percent, value = target.get("averageUtilization"), target.get("averageValue")
    if percent is not None and percent < 1:
        return [invalid_value(f"{path}.averageUtilization", percent, "must be greater than 0")]
    if percent is None and value is None:
        why = "must set either a target raw value or a target utilization"
        return [required(f"{path}.averageUtilization", why)]
    if percent is not None and value is not None:
        why = "may not set both a target raw value and a target utilization"
        return [field_forbidden(f"{path}.averageValue", why)]
    return []


def _rules(behavior: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, not_supported

    out: list[FieldError] = []
    for name in ("scaleUp", "scaleDown"):
        rules, path = behavior.get(name) or {}, f"spec.behavior.{name}"
        window = rules.get("stabilizationWindowSeconds")
        if window is not None and not 0 <= window <= 3600:
            why = "must be greater than or equal to zero" if window < 0 else "must be less than or equal to 3600"
            out.append(invalid_value(f"{path}.stabilizationWindowSeconds", window, why))
        select = rules.get("selectPolicy")
        if select is not None and select not in ("Max", "Min", "Disabled"):
            out.append(not_supported(f"{path}.selectPolicy", select, ["Disabled", "Max", "Min"]))
        for i, policy in enumerate(rules.get("policies") or ()):
            where = f"{path}.policies[{i}]"
            if policy.get("type") not in ("Pods", "Percent"):
                out.append(not_supported(f"{where}.type", policy.get("type") or "", ["Percent", "Pods"]))
            for field in ("value", "periodSeconds"):
                if (policy.get(field) or 0) <= 0:
                    out.append(invalid_value(f"{where}.{field}", policy.get(field, 0), "must be greater than zero"))
            if (policy.get("periodSeconds") or 0) > 1800:
                why = "must be less than or equal to 1800"
                out.append(invalid_value(f"{where}.periodSeconds", policy["periodSeconds"], why))
    return out


KIND = Kind(
    group="autoscaling",
    kind="HorizontalPodAutoscaler",
    plural="horizontalpodautoscalers",
    versions=(
        Served("v2"),
        Served("v1", decode=deferred("_hpa_v1:decode"), encode=deferred("_hpa_v1:encode")),
    ),
    short_names=("hpa",),
    categories=("all",),
    subresources=("status",),
    columns=(
        Column("Name", format="name"),
        Column("Reference"),
        Column("Targets"),
        Column("MinPods"),
        Column("MaxPods"),
        Column("Replicas"),
        Column("Age"),
    ),
    row=row,
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    spec_fields=(),
)
