"""ReplicationControllers: columns, defaults, validation. Their selector is a plain map of labels. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age, containers_and_images, labels
from minikctl.kinds._kind import Column, Kind, Scale, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, now: int) -> list[Any]:
    """NAME DESIRED CURRENT READY AGE CONTAINERS IMAGES SELECTOR."""
    spec, status = obj["spec"], obj.get("status") or {}
    return [
        obj["metadata"]["name"],
        spec.get("replicas", 0),
        status.get("replicas", 0),
        status.get("readyReplicas", 0),
        age(obj, now),
        *containers_and_images(spec.get("template") or {}),
        labels(spec.get("selector")),
    ]


def default(obj: Obj) -> None:
    """The selector and the controller's own labels default to the labels of the template."""
    from minikctl.kinds.pod.defaults import default_template

    spec: Obj = obj.setdefault("spec", {})
    if spec.get("replicas") is None:
        spec["replicas"] = 1
    template = spec.get("template")
    if template is None:
        return
    default_template(template)
    pod_labels = template["metadata"].get("labels")
    if pod_labels:
        if not spec.get("selector"):
            spec["selector"] = dict(pod_labels)
        meta: Obj = obj.setdefault("metadata", {})
        if not meta.get("labels"):
            meta["labels"] = dict(pod_labels)


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"replicas": 0}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, required
    from minikctl.kinds import _checks
    from minikctl.kinds.pod.validation import SELECTOR_MISMATCH, validate_restarting_template, validate_template

    spec = obj["spec"]
    selector, template = spec.get("selector"), spec.get("template")
    out = _checks.not_negative(spec, "minReadySeconds")
    if not selector:
        out.append(required("spec.selector"))
    out += _checks.not_negative(spec, "replicas")
    if template is None:
        return [*out, required("spec.template")]
    pod_labels = (template.get("metadata") or {}).get("labels")
    if selector and not _checks.matches({"matchLabels": selector}, pod_labels):
        out.append(invalid_value("spec.template.metadata.labels", pod_labels, SELECTOR_MISMATCH))
    out += validate_template(template, "spec.template")
    return out + validate_restarting_template(template, "spec.template", "ReplicationController")


def warnings(new: Obj, old: Obj | None) -> list[str]:
    from minikctl.kinds.pod.warnings import workload_warnings

    return workload_warnings(new, old, ("spec", "template"))


KIND = Kind(
    group="",
    kind="ReplicationController",
    plural="replicationcontrollers",
    versions=(Served("v1"),),
    short_names=("rc",),
    categories=("all",),
    subresources=("scale", "status"),
    columns=(
        Column("Name", format="name"),
        Column("Desired", "integer"),
        Column("Current", "integer"),
        Column("Ready", "integer"),
        Column("Age"),
        Column("Containers", priority=1),
        Column("Images", priority=1),
        Column("Selector", priority=1),
    ),
    row=row,
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    warnings=warnings,
    default_propagation="orphan",
    scale=Scale(lambda obj: ",".join(f"{k}={v}" for k, v in sorted((obj["spec"].get("selector") or {}).items()))),
    fields=(("status.replicas", ("status", "replicas"), "0"),),
)
