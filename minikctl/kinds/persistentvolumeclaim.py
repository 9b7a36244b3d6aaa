"""PersistentVolumeClaims: columns, defaults, validation. Pure.

source: Kubernetes' core/v1 defaults and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import UNSET, age
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

PROTECTION = "kubernetes.io/pvc-protection"
CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class"
MODES = {"ReadWriteOnce": "RWO", "ReadOnlyMany": "ROX", "ReadWriteMany": "RWX", "ReadWriteOncePod": "RWOP"}


def row(obj: Obj, now: int) -> list[Any]:
    """NAME STATUS VOLUME CAPACITY, ACCESS MODES, STORAGECLASS VOLUMEATTRIBUTESCLASS AGE VOLUMEMODE."""
    spec, status = obj["spec"], obj.get("status") or {}
    volume = spec.get("volumeName") or ""
    return [
        obj["metadata"]["name"],
        "Terminating" if obj["metadata"].get("deletionTimestamp") else status.get("phase", ""),
        volume,
        (status.get("capacity") or {}).get("storage", "0") if volume else "",
        access_modes(status.get("accessModes")) if volume else "",
        storage_class(obj),
        spec.get("volumeAttributesClassName") or UNSET,
        age(obj, now),
        spec.get("volumeMode") or UNSET,
    ]


def access_modes(modes: list[str] | None) -> str:
    """`RWO,ROX`: short, in a fixed order, each once."""
    return ",".join(short for mode, short in MODES.items() if mode in (modes or ()))


def storage_class(obj: Obj) -> str:
    """The class by its old annotation, or by its field."""
    old = (obj["metadata"].get("annotations") or {}).get(CLASS_ANNOTATION)
    return str(obj["spec"].get("storageClassName") or "") if old is None else str(old)


def default(obj: Obj) -> None:
    default_claim(obj)


def default_claim(claim: Obj) -> None:
    """A claim by itself or in the template of a StatefulSet."""
    claim.setdefault("spec", {}).setdefault("volumeMode", "Filesystem")


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"phase": "Pending"}
    meta = obj["metadata"]
    if PROTECTION not in (meta.get("finalizers") or ()):
        meta["finalizers"] = [*(meta.get("finalizers") or ()), PROTECTION]


def validate(obj: Obj) -> list[FieldError]:
    return validate_claim_spec(obj["spec"], "spec")


def validate_claim_spec(spec: Obj, path: str) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden, invalid_value, not_supported, required
    from minikctl.core.quantity import parse
    from minikctl.kinds import _checks

    out: list[FieldError] = []
    modes = spec.get("accessModes") or []
    if not modes:
        out.append(required(f"{path}.accessModes", "at least 1 access mode is required"))
    out += _checks.label_selector(f"{path}.selector", spec.get("selector"))
    for mode in modes:
        if mode not in MODES:
            out.append(not_supported(f"{path}.accessModes", mode, sorted(MODES)))
    if "ReadWriteOncePod" in modes and len(modes) > 1:
        why = "may not use ReadWriteOncePod with other access modes"
        out.append(field_forbidden(f"{path}.accessModes", why))
    storage = ((spec.get("resources") or {}).get("requests") or {}).get("storage")
    if storage is None:
        out.append(required(f"{path}.resources[storage]"))
    elif parse(storage).sign() <= 0:
        out.append(invalid_value(f"{path}.resources[storage]", storage, "must be greater than zero"))
    if spec.get("storageClassName"):
        out += _checks.dns_subdomain(f"{path}.storageClassName", spec["storageClassName"])
    mode = spec.get("volumeMode")
    if mode is not None and mode not in ("Block", "Filesystem"):
        out.append(not_supported(f"{path}.volumeMode", mode, ["Block", "Filesystem"]))
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    """A bound claim may grow, and change its attributes; everything else stays."""
    from minikctl.core.errors import field_forbidden, invalid_value
    from minikctl.core.quantity import parse
    from minikctl.kinds._internal import difference

    before = old["spec"]
    munged = dict(new["spec"])
    if not before.get("volumeName") and munged.get("volumeName"):  # binding
        before = {**before, "volumeName": munged["volumeName"]}
    if before.get("storageClassName") is None and munged.get("storageClassName") is not None:
        munged.pop("storageClassName")
    if (old.get("status") or {}).get("phase") == "Bound":
        resources = munged.get("resources") or {}
        if resources.get("requests"):
            munged["resources"] = {**resources, "requests": {**resources["requests"], "storage": _size(old)}}
        if munged.get("volumeAttributesClassName") is not None:
            munged["volumeAttributesClassName"] = before.get("volumeAttributesClassName")
    out: list[FieldError] = []
    if {k: v for k, v in munged.items() if v is not None} != before:
        text = difference(before, munged, "PersistentVolumeClaimSpec")
        out.append(field_forbidden("spec", f"{_IMMUTABLE}\n{text}"))
    capacity = ((old.get("status") or {}).get("capacity") or {}).get("storage", "0")
    if parse(_size(new)).cmp(parse(_size(old))) < 0 and parse(_size(new)).cmp(parse(capacity)) <= 0:
        path = "spec.resources.requests.storage"
        out.append(field_forbidden(path, "field can not be less than status.capacity"))
    if new["spec"].get("volumeMode") != old["spec"].get("volumeMode"):
        out.append(invalid_value("volumeMode", new["spec"].get("volumeMode"), "field is immutable"))
    return out


_IMMUTABLE = "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims"


def _size(obj: Obj) -> str:
    return str(((obj["spec"].get("resources") or {}).get("requests") or {}).get("storage", "0"))


def warnings(new: Obj, _old: Obj | None) -> list[str]:
    return class_annotation_warnings(new) + storage_warnings(new.get("spec") or {}, "spec")


def class_annotation_warnings(obj: Obj) -> list[str]:
    """Of the annotation that named the class before there was a field."""
    key = "volume.beta.kubernetes.io/storage-class"
    if key not in (obj["metadata"].get("annotations") or {}):
        return []
    return [f'metadata.annotations[{key}]: deprecated since v1.8; use "storageClassName" attribute instead']


def storage_warnings(spec: Obj, path: str) -> list[str]:
    """Of a claim's spec at `path`: bytes do not come in parts."""
    from minikctl.kinds.pod.warnings import fractional

    out = []
    for kind in ("requests", "limits"):
        value = ((spec.get("resources") or {}).get(kind) or {}).get("storage", "")
        if fractional(value):
            what = f'fractional byte value "{value}" is invalid, must be an integer'
            out.append(f"{path}.resources.{kind}[storage]: {what}")
    return out


KIND = Kind(
    group="",
    kind="PersistentVolumeClaim",
    plural="persistentvolumeclaims",
    versions=(Served("v1"),),
    short_names=("pvc",),
    subresources=("status",),
    columns=(
        Column("Name", format="name"),
        Column("Status"),
        Column("Volume"),
        Column("Capacity"),
        Column("Access Modes"),
        Column("StorageClass"),
        Column("VolumeAttributesClass"),
        Column("Age"),
        Column("VolumeMode", priority=1),
    ),
    row=row,
    default=default,
    prepare_create=prepare_create,
    validate=validate,
    validate_update=validate_update,
    warnings=warnings,
    spec_fields=(),
)
