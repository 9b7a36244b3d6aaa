"""Deployments in the request pipeline: defaults and validation. Pure.

source: Kubernetes' apps/v1 defaults and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, field_forbidden, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks
from minikctl.kinds.pod.defaults import default_template
from minikctl.kinds.pod.validation import validate_restarting_template, validate_selected_template

Obj = dict[str, Any]


def default(obj: Obj) -> None:
    spec: Obj = obj.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    spec.setdefault("revisionHistoryLimit", 10)
    spec.setdefault("progressDeadlineSeconds", 600)
    strategy: Obj = spec.setdefault("strategy", {})
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        rolling: Obj = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", "25%")
        rolling.setdefault("maxSurge", "25%")
    default_template(spec.setdefault("template", {}))


def prepare_create(obj: Obj) -> None:
    obj["status"] = {}


def validate(obj: Obj) -> list[FieldError]:
    spec = obj["spec"]
    out = _checks.not_negative(spec, "replicas")
    out += validate_selector(spec, "deployment")
    out += validate_selected_template(spec["template"], spec.get("selector"), "spec.template")
    out += validate_restarting_template(spec["template"], "spec.template", "ReplicaSet")
    out += _strategy(spec["strategy"], "spec.strategy")
    out += _checks.not_negative(spec, "minReadySeconds", "revisionHistoryLimit", "progressDeadlineSeconds")
    deadline = spec.get("progressDeadlineSeconds")
    if deadline is not None and deadline <= spec.get("minReadySeconds", 0):
        out.append(invalid_value("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds"))
    return out


def validate_selector(spec: Obj, word: str) -> list[FieldError]:
    """A workload's selector: there, well formed, not empty."""
    selector = spec.get("selector")
    if selector is None:
        return [required("spec.selector")]
    out = _checks.label_selector("spec.selector", selector)
    if _checks.is_empty(selector):
        out.append(invalid_value("spec.selector", selector, f"empty selector is invalid for {word}"))
    return out


def _strategy(strategy: Obj, path: str) -> list[FieldError]:
    rolling = strategy.get("rollingUpdate")
    if strategy.get("type") == "Recreate":
        if rolling is None:
            return []
        return [field_forbidden(f"{path}.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'")]
    if strategy.get("type") == "RollingUpdate":
        if rolling is None:
            return [required(f"{path}.rollingUpdate", "this should be defaulted and never be nil")]
        return _rolling_update(rolling, f"{path}.rollingUpdate")
    shown = {"Type": strategy.get("type", ""), "RollingUpdate": None}
    if rolling is not None:  # the server shows its own struct, where what is not set is 0
        shown["RollingUpdate"] = {
            "MaxUnavailable": rolling.get("maxUnavailable", 0),
            "MaxSurge": rolling.get("maxSurge", 0),
        }
    return [not_supported(path, shown, ["Recreate", "RollingUpdate"])]


def _rolling_update(rolling: Obj, path: str) -> list[FieldError]:
    unavailable, surge = rolling.get("maxUnavailable", 0), rolling.get("maxSurge", 0)
    out = _checks.int_or_percent(f"{path}.maxUnavailable", unavailable)
    out += _checks.int_or_percent(f"{path}.maxSurge", surge)
    if _checks.amount(unavailable) == 0 and _checks.amount(surge) == 0:
        out.append(invalid_value(f"{path}.maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0"))
    return out + _checks.not_above_100_percent(f"{path}.maxUnavailable", unavailable)


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    return _checks.immutable(new["spec"], old["spec"], "selector")


def warnings(new: Obj, old: Obj | None) -> list[str]:
    from minikctl.kinds.pod.warnings import workload_warnings

    return workload_warnings(new, old, ("spec", "template"))
