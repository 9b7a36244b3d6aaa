"""Validation of the volumes of a pod spec. Pure; sources that tutorials use are checked, others are taken as they are.

source: Kubernetes' core validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.errors import FieldError, duplicate, field_forbidden, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks
from minikctl.kinds.pod import environment

Obj = dict[str, Any]

HOST_PATH_TYPES = ["", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"]
_MODE = "must be a number between 0 and 0777 (octal), both inclusive"


def validate_volumes(spec: Obj, path: str) -> tuple[dict[str, Obj], list[FieldError]]:
    """The good volumes by name (mounts refer to them), and the errors of the others."""
    good: dict[str, Obj] = {}
    out: list[FieldError] = []
    for i, volume in enumerate(spec.get("volumes") or ()):
        where, name = f"{path}.volumes[{i}]", volume.get("name") or ""
        errors = _source(volume, where)
        errors += _checks.dns_label(f"{where}.name", name) if name else [required(f"{where}.name")]
        if name in good:
            errors.append(duplicate(f"{where}.name", name))
        if not errors:
            good[name] = volume
        out += errors
    return good, out


def _source(volume: Obj, path: str) -> list[FieldError]:
    given = [key for key in volume if key != "name" and volume[key] is not None]
    if not given:
        return [required(path, "must specify a volume type")]
    first, *others = given
    check = _CHECKS.get(first)
    out = check(volume[first], f"{path}.{first}") if check else []
    return out + [field_forbidden(f"{path}.{other}", "may not specify more than 1 volume type") for other in others]


def _needs(*fields: str) -> Any:
    def check(source: Obj, path: str) -> list[FieldError]:
        return [required(f"{path}.{field}") for field in fields if not source.get(field)]

    return check


def _empty_dir(source: Obj, path: str) -> list[FieldError]:
    from minikctl.core.quantity import parse

    limit = source.get("sizeLimit")
    if limit is not None and parse(limit).sign() < 0:
        return [field_forbidden(f"{path}.sizeLimit", "SizeLimit field must be a valid resource quantity")]
    return []


def _host_path(source: Obj, path: str) -> list[FieldError]:
    if not source.get("path"):
        return [required(f"{path}.path")]
    out = _no_way_up(f"{path}.path", source["path"])
    kind = source.get("type") or ""
    if kind not in HOST_PATH_TYPES:
        out.append(not_supported(f"{path}.type", kind, HOST_PATH_TYPES))
    return out


def _no_way_up(path: str, value: str) -> list[FieldError]:
    return [invalid_value(path, value, "must not contain '..'")] if ".." in value.split("/") else []


def _nfs(source: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = _needs("server", "path")(source, path)
    if source.get("path") and not source["path"].startswith("/"):
        out.append(invalid_value(f"{path}.path", source["path"], "must be an absolute path"))
    return out


def _mode(source: Obj, field: str, path: str) -> list[FieldError]:
    mode = source.get(field)
    return [] if mode is None or 0 <= mode <= 0o777 else [invalid_value(f"{path}.{field}", mode, _MODE)]


def _secret(source: Obj, path: str) -> list[FieldError]:
    out = [] if source.get("secretName") else [required(f"{path}.secretName")]
    return out + _mode(source, "defaultMode", path) + _items(source, path)


def _config_map(source: Obj, path: str) -> list[FieldError]:
    out = [] if source.get("name") else [required(f"{path}.name")]
    return out + _mode(source, "defaultMode", path) + _items(source, path)


def _items(source: Obj, path: str) -> list[FieldError]:
    """Keys of a ConfigMap or Secret put into files."""
    out: list[FieldError] = []
    for i, item in enumerate(source.get("items") or ()):
        where = f"{path}.items[{i}]"
        if not item.get("key"):
            out.append(required(f"{where}.key"))
        if not item.get("path"):
            out.append(required(f"{where}.path"))
        else:
            out += _file(f"{where}.path", item["path"])
        out += _mode(item, "mode", where)
    return out


def _file(path: str, value: str) -> list[FieldError]:
    out = _checks.descending(path, value)
    if value.startswith("..") and not value.startswith("../"):
        out.append(invalid_value(path, value, "must not start with '..'"))
    return out


def _downward(source: Obj, path: str) -> list[FieldError]:
    out = _mode(source, "defaultMode", path)
    for i, item in enumerate(source.get("items") or ()):
        where = f"{path}.items[{i}]"
        out += _file(f"{where}.path", item["path"]) if item.get("path") else [required(f"{where}.path")]
        if item.get("fieldRef") is not None:
            out += environment.field_ref(item["fieldRef"], environment.VOLUME_FIELDS, f"{where}.fieldRef")
            if item.get("resourceFieldRef") is not None:
                why = "fieldRef and resourceFieldRef can not be specified simultaneously"
                out.append(invalid_value(where, "resource", why))
        elif item.get("resourceFieldRef") is not None:
            out += environment.resource_ref(item["resourceFieldRef"], f"{where}.resourceFieldRef", named=True)
        else:
            out.append(required(where, "one of fieldRef and resourceFieldRef is required"))
        out += _mode(item, "mode", where)
    return out


def _projected(source: Obj, path: str) -> list[FieldError]:
    out = _mode(source, "defaultMode", path)
    for i, each in enumerate(source.get("sources") or ()):
        where = f"{path}.sources[{i}]"
        for name, check in (("secret", _config_map), ("configMap", _config_map), ("downwardAPI", _downward)):
            if each.get(name) is not None:
                out += check(each[name], f"{where}.{name}")
        token = each.get("serviceAccountToken")
        if token is not None:
            if (token.get("expirationSeconds") or 0) < 600:
                field = f"{where}.serviceAccountToken.expirationSeconds"
                why = "may not specify a duration less than 10 minutes"
                out.append(invalid_value(field, token.get("expirationSeconds", 0), why))
            if not token.get("path"):
                out.append(required(f"{where}.serviceAccountToken.path"))
    return out


_CHECKS: dict[str, Any] = {
    "emptyDir": _empty_dir,
    "hostPath": _host_path,
    "nfs": _nfs,
    "secret": _secret,
    "configMap": _config_map,
    "downwardAPI": _downward,
    "projected": _projected,
    "persistentVolumeClaim": _needs("claimName"),
    "gcePersistentDisk": _needs("pdName"),
    "awsElasticBlockStore": _needs("volumeID"),
    "cephfs": _needs("monitors"),
    "csi": _needs("driver"),
    "ephemeral": _needs("volumeClaimTemplate"),
}
