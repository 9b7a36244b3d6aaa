"""ReplicaSets: columns, defaults, validation, and the old versions of them. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age, containers_and_images, label_selector, selector_text
from minikctl.kinds._kind import Column, Kind, Scale, Served, deprecation

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
        label_selector(spec.get("selector")),
    ]


def default(obj: Obj) -> None:
    from minikctl.kinds.pod.defaults import default_template

    spec: Obj = obj.setdefault("spec", {})
    spec.setdefault("replicas", 1)
    default_template(spec.setdefault("template", {}))


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"replicas": 0}


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.kinds import _checks
    from minikctl.kinds.deployment.rules import validate_selector
    from minikctl.kinds.pod.validation import validate_restarting_template, validate_selected_template

    spec = obj["spec"]
    out = _checks.not_negative(spec, "replicas", "minReadySeconds")
    out += validate_selector(spec, "deployment")  # the server's own slip of the pen
    out += validate_selected_template(spec["template"], spec.get("selector"), "spec.template")
    return out + validate_restarting_template(spec["template"], "spec.template", "ReplicaSet")


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.kinds import _checks

    return _checks.immutable(new["spec"], old["spec"], "selector")


def warnings(new: Obj, old: Obj | None) -> list[str]:
    from minikctl.kinds.pod.warnings import workload_warnings

    return workload_warnings(new, old, ("spec", "template"))


def _from_extensions(obj: Obj) -> None:
    from minikctl.kinds._workloads import selector_from_template

    selector_from_template(obj)


KIND = Kind(
    group="apps",
    kind="ReplicaSet",
    plural="replicasets",
    versions=(
        Served("v1"),
        Served(
            "v1beta2",
            deprecated=deprecation("apps/v1beta2", "ReplicaSet", "1.9", "1.16", "apps/v1"),
            legacy=True,
        ),
        Served(
            "v1beta1",
            group="extensions",
            decode=_from_extensions,
            deprecated=deprecation("extensions/v1beta1", "ReplicaSet", "1.9", "1.16", "apps/v1"),
            legacy=True,
            mutable=("spec.selector",),
        ),
    ),
    short_names=("rs",),
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
    validate_update=validate_update,
    warnings=warnings,
    scale=Scale(lambda obj: selector_text(obj["spec"].get("selector"))),
    default_propagation="orphan when old",
)
