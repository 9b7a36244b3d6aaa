"""DaemonSets: columns, defaults, validation, and the old versions of them. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age, containers_and_images, label_selector, labels
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

TEMPLATE_GENERATION = "deprecated.daemonset.template.generation"


def row(obj: Obj, now: int) -> list[Any]:
    """NAME DESIRED CURRENT READY UP-TO-DATE AVAILABLE, NODE SELECTOR, AGE CONTAINERS IMAGES SELECTOR."""
    spec, status = obj["spec"], obj.get("status") or {}
    template = spec.get("template") or {}
    return [
        obj["metadata"]["name"],
        status.get("desiredNumberScheduled", 0),
        status.get("currentNumberScheduled", 0),
        status.get("numberReady", 0),
        status.get("updatedNumberScheduled", 0),
        status.get("numberAvailable", 0),
        labels((template.get("spec") or {}).get("nodeSelector")),
        age(obj, now),
        *containers_and_images(template),
        label_selector(spec.get("selector")),
    ]


def default(obj: Obj) -> None:
    from minikctl.kinds.pod.defaults import default_template

    spec: Obj = obj.setdefault("spec", {})
    spec.setdefault("revisionHistoryLimit", 10)
    strategy: Obj = spec.setdefault("updateStrategy", {})
    if strategy.setdefault("type", "RollingUpdate") == "RollingUpdate":
        rolling: Obj = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", 1)
        rolling.setdefault("maxSurge", 0)
    default_template(spec.setdefault("template", {}))


def prepare_create(obj: Obj) -> None:
    """The generation of the template is kept as an annotation, as its own field has gone."""
    obj["status"] = {
        "currentNumberScheduled": 0,
        "desiredNumberScheduled": 0,
        "numberMisscheduled": 0,
        "numberReady": 0,
    }
    _set_generation(obj, "1")


def prepare_update(new: Obj, old: Obj) -> None:
    then = (old["metadata"].get("annotations") or {}).get(TEMPLATE_GENERATION)
    number = int(then) if then and then.isdigit() else 0
    if new["spec"].get("template") != old["spec"].get("template"):
        number += 1
    if number:
        _set_generation(new, str(number))


def _set_generation(obj: Obj, text: str) -> None:
    meta = obj["metadata"]
    meta["annotations"] = {**(meta.get("annotations") or {}), TEMPLATE_GENERATION: text}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value
    from minikctl.kinds import _checks
    from minikctl.kinds.pod.validation import SELECTOR_MISMATCH, validate_restarting_template, validate_template

    spec = obj["spec"]
    selector, template = spec.get("selector"), spec["template"]
    pod_labels = template["metadata"].get("labels")
    out = _checks.label_selector("spec.selector", selector)
    if not _checks.matches(selector, pod_labels):
        out.append(invalid_value("spec.template.metadata.labels", pod_labels, SELECTOR_MISMATCH))
    if selector is not None and _checks.is_empty(selector):
        out.append(invalid_value("spec.selector", selector, "empty selector is invalid for daemonset"))
    out += validate_template(template, "spec.template")
    out += validate_restarting_template(template, "spec.template", "DaemonSet")
    out += _checks.not_negative(spec, "minReadySeconds")
    out += _strategy(spec["updateStrategy"], "spec.updateStrategy")
    return out + _checks.not_negative(spec, "revisionHistoryLimit")


def _strategy(strategy: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import not_supported, required

    if strategy.get("type") == "OnDelete":
        return []
    if strategy.get("type") != "RollingUpdate":
        shown = {"Type": strategy.get("type", ""), "RollingUpdate": None}
        return [not_supported(path, shown, ["RollingUpdate", "OnDelete"])]
    rolling = strategy.get("rollingUpdate")
    return _rolling(rolling, f"{path}.rollingUpdate") if rolling is not None else [required(f"{path}.rollingUpdate")]


def _rolling(rolling: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, required
    from minikctl.kinds import _checks

    unavailable, surge = rolling.get("maxUnavailable", 0), rolling.get("maxSurge", 0)
    out: list[FieldError] = []
    for name, value in (("maxUnavailable", unavailable), ("maxSurge", surge)):
        out += _checks.int_or_percent(f"{path}.{name}", value)
        out += _checks.not_above_100_percent(f"{path}.{name}", value)
    if _checks.amount(unavailable) and _checks.amount(surge):
        out.append(invalid_value(f"{path}.maxSurge", surge, "may not be set when maxUnavailable is non-zero"))
    elif not _checks.amount(unavailable) and not _checks.amount(surge):
        out.append(required(f"{path}.maxUnavailable", "cannot be 0 when maxSurge is 0"))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.kinds import _checks

    return _checks.immutable(new["spec"], old["spec"], "selector")


def warnings(new: Obj, old: Obj | None) -> list[str]:
    """Only a new template is looked at; a name is not."""
    from minikctl.kinds.pod.warnings import template_warnings

    template = new["spec"]["template"]
    return [] if old and old["spec"]["template"] == template else template_warnings(template, "spec.template")


def _from_extensions(obj: Obj) -> None:
    """extensions/v1beta1 waited for somebody to delete the old pods."""
    from minikctl.kinds._workloads import selector_from_template

    selector_from_template(obj)
    obj["spec"].setdefault("updateStrategy", {}).setdefault("type", "OnDelete")
    obj["spec"].pop("templateGeneration", None)  # the server counts for itself


def _to_extensions(obj: Obj) -> None:
    text = (obj["metadata"].get("annotations") or {}).get(TEMPLATE_GENERATION)
    if text and text.isdigit():
        obj["spec"]["templateGeneration"] = int(text)


KIND = Kind(
    group="apps",
    kind="DaemonSet",
    plural="daemonsets",
    versions=(
        Served("v1"),
        Served(
            "v1beta2",
            deprecated=deprecation("apps/v1beta2", "DaemonSet", "1.9", "1.16", "apps/v1"),
            legacy=True,
        ),
        Served(
            "v1beta1",
            group="extensions",
            decode=_from_extensions,
            encode=_to_extensions,
            deprecated=deprecation("extensions/v1beta1", "DaemonSet", "1.9", "1.16", "apps/v1"),
            legacy=True,
            mutable=("spec.selector",),
        ),
    ),
    short_names=("ds",),
    categories=("all",),
    subresources=("status",),
    columns=(
        Column("Name", format="name"),
        Column("Desired", "integer"),
        Column("Current", "integer"),
        Column("Ready", "integer"),
        Column("Up-to-date", "integer"),
        Column("Available", "integer"),
        Column("Node Selector"),
        Column("Age"),
        Column("Containers", priority=1),
        Column("Images", priority=1),
        Column("Selector", priority=1),
    ),
    row=row,
    default=default,
    prepare_create=prepare_create,
    prepare_update=prepare_update,
    validate=validate,
    validate_update=validate_update,
    warnings=warnings,
    default_propagation="orphan when old",
)
