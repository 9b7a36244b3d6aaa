"""Validation of env and envFrom, and of references to fields of the pod (the downward API). Pure.

source: Kubernetes' core validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core import names
from minikctl.core.errors import FieldError, invalid_value, not_supported, required
from minikctl.core.typed import Any
from minikctl.kinds import _checks

Obj = dict[str, Any]

ENV_FIELDS = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)
VOLUME_FIELDS = (
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
)
_KNOWN_FIELDS = {*ENV_FIELDS, *VOLUME_FIELDS, "spec.restartPolicy", "spec.schedulerName", "status.phase"}
RESOURCE_FIELDS = (
    "limits.cpu",
    "limits.ephemeral-storage",
    "limits.memory",
    "requests.cpu",
    "requests.ephemeral-storage",
    "requests.memory",
)
_SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
_ONE_OF = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`"
_ONLY_ONE = "may not have more than one field specified at a time"


def validate(container: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = []
    for i, variable in enumerate(container.get("env") or ()):
        where = f"{path}.env[{i}]"
        name = variable.get("name")
        if not name:
            out.append(required(f"{where}.name"))
        else:
            out += _checks.each(f"{where}.name", name, names.relaxed_env_var_name(name)[:1])
        if variable.get("valueFrom") is not None:
            out += _value_from(variable, f"{where}.valueFrom")
    for i, source in enumerate(container.get("envFrom") or ()):
        out += _env_from(source, f"{path}.envFrom[{i}]")
    return out


def _value_from(variable: Obj, path: str) -> list[FieldError]:
    source = variable["valueFrom"]
    given = [name for name in _SOURCES if source.get(name) is not None]
    out: list[FieldError] = []
    if "fieldRef" in given:
        out += field_ref(source["fieldRef"], ENV_FIELDS, f"{path}.fieldRef")
    if "resourceFieldRef" in given:
        out += resource_ref(source["resourceFieldRef"], f"{path}.resourceFieldRef")
    for name in ("configMapKeyRef", "secretKeyRef"):
        if name in given:
            out += _key_ref(source[name], f"{path}.{name}")
    if not given:
        out.append(invalid_value(path, "", _ONE_OF))
    if variable.get("value"):
        if given:
            out.append(invalid_value(path, "", "may not be specified when `value` is not empty"))
    elif len(given) > 1:
        out.append(invalid_value(path, "", _ONLY_ONE))
    return out


def _key_ref(ref: Obj, path: str) -> list[FieldError]:
    out = [] if ref.get("name") else [required(f"{path}.name")]
    key = ref.get("key")
    if not key:
        return [*out, required(f"{path}.key")]
    return out + _checks.each(f"{path}.key", key, names.config_map_key(key))


def _env_from(source: Obj, path: str) -> list[FieldError]:
    out: list[FieldError] = []
    prefix = source.get("prefix")
    if prefix:
        out += _checks.each(f"{path}.prefix", prefix, names.relaxed_env_var_name(prefix)[:1])
    given = [name for name in ("configMapRef", "secretRef") if source.get(name) is not None]
    for name in given:
        if not source[name].get("name"):
            out.append(required(f"{path}.{name}.name"))
    if not given:
        out.append(invalid_value(path, "", "must specify one of: `configMapRef` or `secretRef`"))
    elif len(given) > 1:
        out.append(invalid_value(path, "", _ONLY_ONE))
    return out


def field_ref(ref: Obj, allowed: tuple[str, ...], path: str) -> list[FieldError]:
    """A reference to a field of the pod itself."""
    for field in ("apiVersion", "fieldPath"):
        if not ref.get(field):
            return [required(f"{path}.{field}")]
    text = ref["fieldPath"]
    plain, bracket, rest = text.partition("['")
    if bracket and rest.endswith("']"):
        key = rest[:-2]
        if plain == "metadata.annotations":
            return _checks.each(path, key, names.qualified_name(key.lower()))
        if plain == "metadata.labels":
            return _checks.each(path, key, names.qualified_name(key))
        return [invalid_value(path, plain, "does not support subscript")]
    if text not in _KNOWN_FIELDS:
        why = f"error converting fieldPath: field label not supported: {text}"
        return [invalid_value(f"{path}.fieldPath", text, why)]
    return [] if text in allowed else [not_supported(f"{path}.fieldPath", text, list(allowed))]


def resource_ref(ref: Obj, path: str, named: bool = False) -> list[FieldError]:
    """A reference to requests or limits of a container; volumes have to name it."""
    if named and not ref.get("containerName"):
        return [required(f"{path}.containerName")]
    name = ref.get("resource")
    if not name:
        return [required(f"{path}.resource")]
    if name in RESOURCE_FIELDS or name.startswith(("limits.hugepages-", "requests.hugepages-")):
        return []
    return [not_supported(f"{path}.resource", name, list(RESOURCE_FIELDS))]
