"""metadata: what the server sets, keeps and checks on every object, whatever its kind. Pure."""

from __future__ import annotations

from minikctl.core.errors import FieldError, invalid_value, required
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.kinds._kind import Kind

Obj = dict[str, Any]

ANNOTATIONS_LIMIT = 256 * 1024
_SERVER_OWNED = (
    "uid",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "selfLink",
    "generation",
)


def validate(kind: Kind, obj: Obj) -> list[FieldError]:
    """Field errors of metadata, in the server's order. # source: apimachinery ValidateObjectMeta, observed on v1.36"""
    from minikctl.core import names

    meta = obj["metadata"]
    out: list[FieldError] = []
    name, base = meta.get("name", ""), meta.get("generateName") or ""
    check = {"label": names.dns1123_label, "label1035": names.dns1035_label, "path": names.path_segment}.get(
        kind.name_check, names.dns1123_subdomain
    )
    if base:
        masked = base[:-1] + "a" if base[-1] == "-" else base  # something will follow the dash
        out += [invalid_value("metadata.generateName", base, why) for why in check(masked)]
    if not name:
        out.append(required("metadata.name", "name or generateName is required"))
    else:
        out += [invalid_value("metadata.name", name, why) for why in check(name)]
    for key, value in (meta.get("labels") or {}).items():
        out += [invalid_value("metadata.labels", key, why) for why in names.qualified_name(key)]
        out += [invalid_value("metadata.labels", value, why) for why in names.label_value(value)]
    size = 0
    for key, value in (meta.get("annotations") or {}).items():
        out += [invalid_value("metadata.annotations", key, why) for why in names.qualified_name(key.lower())]
        size += len(key) + len(value)
    if size > ANNOTATIONS_LIMIT:
        out.append(
            FieldError(
                "FieldValueTooLong", "metadata.annotations", f"Too long: may not be more than {ANNOTATIONS_LIMIT} bytes"
            )
        )
    return out + _owner_errors(meta) + _finalizer_errors(meta)


def _owner_errors(meta: Obj) -> list[FieldError]:
    out: list[FieldError] = []
    controllers = 0
    for i, ref in enumerate(meta.get("ownerReferences") or ()):
        path = f"metadata.ownerReferences[{i}]"
        for field in ("apiVersion", "kind", "name", "uid"):
            if not ref.get(field):
                out.append(invalid_value(f"{path}.{field}", ref.get(field, ""), f"{field} must not be empty"))
        controllers += bool(ref.get("controller"))
    if controllers > 1:
        out.append(
            invalid_value(
                "metadata.ownerReferences",
                meta["ownerReferences"],
                "Only one reference can have Controller set to true",
            )
        )
    return out


def _finalizer_errors(meta: Obj) -> list[FieldError]:
    from minikctl.core import names

    out: list[FieldError] = []
    known = {"orphan", "foregroundDeletion", "kubernetes"}
    for i, text in enumerate(meta.get("finalizers") or ()):
        path = f"metadata.finalizers[{i}]"
        bad = names.qualified_name(text)
        out += [invalid_value("metadata.finalizers", text, why) for why in bad]
        if not bad and "/" not in text and text not in known:
            out.append(invalid_value(path, text, "name is neither a standard finalizer name nor is it fully qualified"))
    return out


def carry_over(new: Obj, old: Obj) -> None:
    """An update cannot change what the server owns: it is taken from the stored object."""
    meta, before = new["metadata"], old["metadata"]
    for field in _SERVER_OWNED:
        if field in before:
            meta[field] = before[field]
        else:
            meta.pop(field, None)
    if "generateName" in before:
        meta.setdefault("generateName", before["generateName"])


def immutable_errors(new: Obj, old: Obj) -> list[FieldError]:
    """What a client tried to change in metadata and may not."""
    out: list[FieldError] = []
    for field in ("name", "namespace", "uid", "creationTimestamp"):
        wanted, have = new["metadata"].get(field), old["metadata"].get(field)
        if wanted and wanted != have:
            out.append(invalid_value(f"metadata.{field}", wanted, "field is immutable"))
    added = [f for f in new["metadata"].get("finalizers") or () if f not in (old["metadata"].get("finalizers") or ())]
    if old["metadata"].get("deletionTimestamp") and added:
        from minikctl.core.errors import field_forbidden

        shown = ", ".join(f'"{f}"' for f in added)
        out.append(
            field_forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, "
                f"found new finalizers []string{{{shown}}}",
            )
        )
    return out
