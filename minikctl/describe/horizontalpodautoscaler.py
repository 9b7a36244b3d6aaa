"""Horizontal pod autoscalers, of both versions."""

from __future__ import annotations

from minikctl.core.quantity import canonical
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe import _page, events
from minikctl.describe._page import UNSET, Page

if TYPE_CHECKING:
    from minikctl.describe._base import Related

Obj = dict[str, Any]

UNKNOWN = "<unknown>"


def describe(obj: Obj, related: Related) -> str:
    page = Page()
    spec, status = obj["spec"], obj.get("status") or {}
    target = spec.get("scaleTargetRef") or {}
    old = obj.get("apiVersion") == "autoscaling/v1"
    _page.head(page, obj)
    _page.label_lines(page, obj)
    _page.annotation_lines(page, obj)
    page.field("CreationTimestamp", _page.created(obj))
    page.field("Reference", f"{target.get('kind', '')}/{target.get('name', '')}")
    if old:
        _cpu(page, spec, status)
    else:
        page.field("Metrics", "( current / target )")
        have = status.get("currentMetrics") or []
        for number, metric in enumerate(spec.get("metrics") or ()):
            _metric(page, metric, have[number] if number < len(have) else {})
    least = spec.get("minReplicas")
    page.field("Min replicas", UNSET if least is None else least)
    page.field("Max replicas", spec.get("maxReplicas", 0))
    if not old:
        _behavior(page, spec.get("behavior"))
    counts = f"{status.get('currentReplicas', 0)} current / {status.get('desiredReplicas', 0)} desired"
    page.field(f"{target.get('kind', '')} pods", counts)
    if not old:
        _conditions(page, status)
    events.write(page, obj, related)
    return page.text()


def _cpu(page: Page, spec: Obj, status: Obj) -> None:
    """What version 1 knows."""
    if spec.get("targetCPUUtilizationPercentage") is not None:
        page.field("Target CPU utilization", f"{spec['targetCPUUtilizationPercentage']}%")
        current = status.get("currentCPUUtilizationPercentage")
        page.field("Current CPU utilization", f"{UNKNOWN if current is None else current}%")


def _metric(page: Page, metric: Obj, have: Obj) -> None:
    kind = metric.get("type", "")
    field = kind[:1].lower() + kind[1:]
    if field not in _TITLES:
        page.line(f'<unknown metric type "{kind}">', 1)
        return
    source, measured = metric.get(field) or {}, have.get(field)
    target, current = source.get("target") or {}, (measured or {}).get("current") or {}
    title = _TITLES[field](source)
    if field in ("resource", "containerResource") and target.get("averageValue") is None:
        wanted = target.get("averageUtilization")
        title += "  (as a percentage of request)"
        page.field(title, f"{_utilization(current)} / {'<auto>' if wanted is None else f'{wanted}%'}", 1)
        return
    average = _by_average(field, target)
    if field in ("external", "object"):
        title += " (target average value)" if average else " (target value)"
    which = "averageValue" if average else "value"
    now = UNKNOWN if measured is None or (field == "external" and which not in current) else _amount(current.get(which))
    page.field(title, f"{now} / {_amount(target.get(which))}", 1)


_TITLES = {
    "external": lambda source: f'"{_name(source)}"',
    "pods": lambda source: f'"{_name(source)}" on pods',
    "object": lambda source: f'"{_name(source)}" on {_described(source)}',
    "resource": lambda source: f"resource {source.get('name', '')} on pods",
    "containerResource": lambda source: (
        f'resource {source.get("name", "")} of container "{source.get("container", "")}" on pods'
    ),
}


def _name(source: Obj) -> str:
    return str((source.get("metric") or {}).get("name", ""))


def _described(source: Obj) -> str:
    described = source.get("describedObject") or {}
    return f"{described.get('kind', '')}/{described.get('name', '')}"


def _by_average(field: str, target: Obj) -> bool:
    if field == "object":
        return target.get("type") == "AverageValue"
    return field != "external" or target.get("averageValue") is not None


def _amount(value: object) -> str:
    return "<nil>" if value is None else canonical(value)


def _utilization(current: Obj) -> str:
    percent = current.get("averageUtilization")
    return UNKNOWN if percent is None else f"{percent}% ({_amount(current.get('averageValue'))})"


def _behavior(page: Page, behavior: Obj | None) -> None:
    if behavior is None:
        return
    page.line("Behavior:")
    for title, field in (("Scale Up", "scaleUp"), ("Scale Down", "scaleDown")):
        rules = behavior.get(field)
        if rules is None:
            continue
        page.line(f"{title}:", 1)
        if rules.get("stabilizationWindowSeconds") is not None:
            page.line(f"Stabilization Window: {rules['stabilizationWindowSeconds']} seconds", 2)
        policies = rules.get("policies") or ()
        if policies:
            page.line(f"Select Policy: {rules.get('selectPolicy') or 'Max'}", 2)
            page.line("Policies:", 2)
        for each in policies:
            cells = f"Value: {each.get('value', 0)}\tPeriod: {each.get('periodSeconds', 0)} seconds"
            page.line(f"- Type: {each.get('type', '')}\t{cells}", 3)


def _conditions(page: Page, status: Obj) -> None:
    found = status.get("conditions") or ()
    if not found:
        return
    page.line("Conditions:")
    page.line("Type\tStatus\tReason\tMessage", 1)
    page.line("----\t------\t------\t-------", 1)
    for each in found:
        page.line("\t".join(each.get(field, "") for field in ("type", "status", "reason", "message")), 1)
