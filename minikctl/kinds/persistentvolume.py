"""PersistentVolumes: columns, defaults, validation. Pure.

source: Kubernetes' core/v1 defaults and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import UNSET, age
from minikctl.kinds._kind import Column, Kind, Served

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

PROTECTION = "kubernetes.io/pv-protection"
_NOT_SOURCES = {
    "capacity",
    "accessModes",
    "claimRef",
    "persistentVolumeReclaimPolicy",
    "storageClassName",
    "mountOptions",
    "volumeMode",
    "nodeAffinity",
    "volumeAttributesClassName",
}


def row(obj: Obj, now: int) -> list[Any]:
    """NAME CAPACITY, ACCESS MODES, RECLAIM POLICY, STATUS CLAIM and so on, as COLUMNS has them."""
    from minikctl.kinds.persistentvolumeclaim import access_modes, storage_class

    spec, status = obj["spec"], obj.get("status") or {}
    claim = spec.get("claimRef")
    return [
        obj["metadata"]["name"],
        (spec.get("capacity") or {}).get("storage", "0"),
        access_modes(spec.get("accessModes")),
        spec.get("persistentVolumeReclaimPolicy", ""),
        "Terminating" if obj["metadata"].get("deletionTimestamp") else status.get("phase", ""),
        f"{claim.get('namespace', '')}/{claim.get('name', '')}" if claim else "",
        storage_class(obj),
        spec.get("volumeAttributesClassName") or UNSET,
        status.get("reason", ""),
        age(obj, now),
        spec.get("volumeMode") or UNSET,
    ]


def default(obj: Obj) -> None:
    from minikctl.kinds.pod.defaults import default_volume

    spec: Obj = obj.setdefault("spec", {})
    spec["persistentVolumeReclaimPolicy"] = spec.get("persistentVolumeReclaimPolicy") or "Retain"
    spec.setdefault("volumeMode", "Filesystem")
    for source in spec.keys() - _NOT_SOURCES:
        default_volume({"name": "", source: spec[source]})


def prepare_create(obj: Obj) -> None:
    obj["status"] = {"phase": "Pending"}
    meta = obj["metadata"]
    if PROTECTION not in (meta.get("finalizers") or ()):
        meta["finalizers"] = [*(meta.get("finalizers") or ()), PROTECTION]


def validate(obj: Obj) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden, invalid_value, not_supported, required
    from minikctl.core.quantity import parse
    from minikctl.kinds import _checks
    from minikctl.kinds.persistentvolumeclaim import MODES

    spec = obj["spec"]
    out: list[FieldError] = []
    if not spec.get("accessModes"):
        out.append(required("spec.accessModes"))
    for mode in spec.get("accessModes") or ():
        if mode not in MODES:
            out.append(not_supported("spec.accessModes", mode, sorted(MODES)))
    capacity = spec.get("capacity") or {}
    if not capacity:
        out.append(required("spec.capacity"))
    elif list(capacity) != ["storage"]:
        out.append(not_supported("spec.capacity", capacity, ["storage"]))
    for name in sorted(capacity):
        if parse(capacity[name]).sign() <= 0:
            out.append(invalid_value(f"spec.capacity[{name}]", capacity[name], "must be greater than zero"))
    policies = ["Delete", "Recycle", "Retain"]
    if spec["persistentVolumeReclaimPolicy"] not in policies:
        path = "spec.persistentVolumeReclaimPolicy"
        out.append(not_supported(path, spec["persistentVolumeReclaimPolicy"], policies))
    sources = [key for key in spec if key not in _NOT_SOURCES and spec[key] is not None]
    if not sources:
        out.append(required("spec", "must specify a volume type"))
    out += [field_forbidden(f"spec.{extra}", "may not specify more than 1 volume type") for extra in sources[1:]]
    if "hostPath" in sources:
        out += [] if spec["hostPath"].get("path") else [required("spec.hostPath.path")]
    if "local" in sources and not spec.get("nodeAffinity"):
        out.append(required("spec.nodeAffinity", "Local volume requires node affinity"))
    if spec.get("storageClassName"):
        out += _checks.dns_subdomain("spec.storageClassName", spec["storageClassName"])
    return out


def validate_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.core.errors import field_forbidden
    from minikctl.kinds import _checks
    from minikctl.kinds._internal import difference

    now = {key: value for key, value in new["spec"].items() if key not in _NOT_SOURCES}
    then = {key: value for key, value in old["spec"].items() if key not in _NOT_SOURCES}
    out: list[FieldError] = []
    if now != then:
        text = difference(then, now, "PersistentVolumeSource")
        why = f"spec.persistentvolumesource is immutable after creation\n{text}"
        out.append(field_forbidden("spec.persistentvolumesource", why))
    out += _checks.immutable(new["spec"], old["spec"], "volumeMode")
    if old["spec"].get("nodeAffinity") is not None:
        out += _checks.immutable(new["spec"], old["spec"], "nodeAffinity")
    return out


_OLD_SOURCES = {
    "cephfs": "deprecated in v1.28, non-functional in v1.31+",
    "photonPersistentDisk": "deprecated in v1.11, non-functional in v1.16+",
    "scaleIO": "deprecated in v1.16, non-functional in v1.22+",
    "storageos": "deprecated in v1.22, non-functional in v1.25+",
    "glusterfs": "deprecated in v1.25, non-functional in v1.26+",
    "rbd": "deprecated in v1.28, non-functional in v1.31+",
}


def warnings(new: Obj, _old: Obj | None) -> list[str]:
    from minikctl.kinds.persistentvolumeclaim import class_annotation_warnings

    out = class_annotation_warnings(new)
    key = "volume.beta.kubernetes.io/mount-options"
    if key in (new["metadata"].get("annotations") or {}):
        out.append(f'metadata.annotations[{key}]: deprecated since v1.31; use "mountOptions" attribute instead')
    spec = new.get("spec") or {}
    if spec.get("persistentVolumeReclaimPolicy") == "Recycle":
        out.append(
            "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. "
            "Instead, the recommended approach is to use dynamic provisioning."
        )
    shown = {"storageos": "storageOS"}
    return out + [f"spec.{shown.get(kind, kind)}: {why}" for kind, why in _OLD_SOURCES.items() if kind in spec]


KIND = Kind(
    group="",
    kind="PersistentVolume",
    plural="persistentvolumes",
    versions=(Served("v1"),),
    namespaced=False,
    short_names=("pv",),
    subresources=("status",),
    columns=(
        Column("Name", format="name"),
        Column("Capacity"),
        Column("Access Modes"),
        Column("Reclaim Policy"),
        Column("Status"),
        Column("Claim"),
        Column("StorageClass"),
        Column("VolumeAttributesClass"),
        Column("Reason"),
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
