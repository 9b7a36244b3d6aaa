"""StorageClasses. Pure."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import UNSET, age
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

IS_DEFAULT = "storageclass.kubernetes.io/is-default-class"
IS_DEFAULT_BETA = "storageclass.beta.kubernetes.io/is-default-class"


def is_default(obj: Obj) -> bool:
    """Whether claims without a class get this one."""
    annotations = obj["metadata"].get("annotations") or {}
    return annotations.get(IS_DEFAULT) == "true" or annotations.get(IS_DEFAULT_BETA) == "true"


def row(obj: Obj, now: int) -> list[Any]:
    """NAME PROVISIONER RECLAIMPOLICY VOLUMEBINDINGMODE ALLOWVOLUMEEXPANSION AGE."""
    name = obj["metadata"]["name"]
    return [
        f"{name} (default)" if is_default(obj) else name,
        obj.get("provisioner", ""),
        obj.get("reclaimPolicy") or "Delete",
        obj.get("volumeBindingMode") or UNSET,
        bool(obj.get("allowVolumeExpansion")),
        age(obj, now),
    ]


def default(obj: Obj) -> None:
    obj.setdefault("reclaimPolicy", "Delete")
    obj.setdefault("volumeBindingMode", "Immediate")


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core import names
    from minikctl.core.errors import not_supported, required
    from minikctl.kinds import _checks

    provisioner = obj.get("provisioner") or ""
    out: list[FieldError] = []
    if provisioner:
        out += _checks.each("provisioner", provisioner, names.qualified_name(provisioner.lower()))
    else:
        out.append(required("provisioner"))
    if obj["reclaimPolicy"] not in ("Delete", "Retain"):
        out.append(not_supported("reclaimPolicy", obj["reclaimPolicy"], ["Delete", "Retain"]))
    modes = ["Immediate", "WaitForFirstConsumer"]
    if obj["volumeBindingMode"] not in modes:
        out.append(not_supported("volumeBindingMode", obj["volumeBindingMode"], modes))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden, invalid_value

    out: list[FieldError] = []
    for field in ("parameters", "provisioner"):
        if new.get(field) != old.get(field):
            out.append(field_forbidden(field, f"updates to {field} are forbidden."))
    if new.get("reclaimPolicy") != old.get("reclaimPolicy"):
        out.append(field_forbidden("reclaimPolicy", "updates to reclaimPolicy are forbidden."))
    if new.get("volumeBindingMode") != old.get("volumeBindingMode"):
        out.append(invalid_value("volumeBindingMode", new.get("volumeBindingMode"), "field is immutable"))
    return out


KIND = Kind(
    group="storage.k8s.io",
    kind="StorageClass",
    plural="storageclasses",
    versions=(
        Served("v1"),
        Served(
            "v1beta1",
            deprecated=deprecation("storage.k8s.io/v1beta1", "StorageClass", "1.19", "1.22", "storage.k8s.io/v1"),
            legacy=True,
        ),
    ),
    namespaced=False,
    short_names=("sc",),
    columns=(
        Column("Name", format="name"),
        Column("Provisioner"),
        Column("ReclaimPolicy"),
        Column("VolumeBindingMode"),
        Column("AllowVolumeExpansion"),
        Column("Age"),
    ),
    row=row,
    default=default,
    validate=validate,
    validate_update=validate_update,
    spec_fields=(),
    has_status=False,
)
