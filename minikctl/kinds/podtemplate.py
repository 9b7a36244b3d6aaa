"""PodTemplates. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import containers_and_images, labels
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]


def row(obj: Obj, _now: int) -> list[Any]:
    """NAME CONTAINERS IMAGES, POD LABELS."""
    template = obj.get("template") or {}
    pod_labels = labels((template.get("metadata") or {}).get("labels"))
    return [obj["metadata"]["name"], *containers_and_images(template), pod_labels]


def default(obj: Obj) -> None:
    from minikctl.kinds.pod.defaults import default_template

    default_template(obj.setdefault("template", {}))


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.kinds.pod.validation import validate_template

    return validate_template(obj["template"], "template")


KIND = Kind(
    group="",
    kind="PodTemplate",
    plural="podtemplates",
    versions=(Served("v1"),),
    columns=(Column("Name", format="name"), Column("Containers"), Column("Images"), Column("Pod Labels")),
    row=row,
    default=default,
    validate=validate,
    spec_fields=("template",),
    has_status=False,
)
