"""Objects as the server holds them, where its messages show them: Go's names, every field written, in its own order.

Validation runs on the server's internal types, which have no JSON tags: `{"Name":"c","Image":"nginx","Command":null,
...}`. They are those of v1 but for what is told here. Pure.
source: Kubernetes' pkg/apis/core types; apimachinery's util/diff, v1.36
"""

from __future__ import annotations

from minikctl.core import schema
from minikctl.core.typed import Any

Obj = dict[str, Any]

# Go names in the internal order, where that is not v1's; "!" takes a field of the struct around it
_ORDER = {
    "core/v1.PodSpec": "Volumes InitContainers Containers EphemeralContainers RestartPolicy "
    "TerminationGracePeriodSeconds ActiveDeadlineSeconds DNSPolicy NodeSelector ServiceAccountName "
    "AutomountServiceAccountToken NodeName SecurityContext ImagePullSecrets Hostname Subdomain SetHostnameAsFQDN "
    "Affinity SchedulerName Tolerations HostAliases PriorityClassName Priority PreemptionPolicy DNSConfig "
    "ReadinessGates RuntimeClassName Overhead EnableServiceLinks TopologySpreadConstraints OS SchedulingGates "
    "ResourceClaims Resources HostnameOverride SchedulingGroup",
    "core/v1.PodSecurityContext": "!HostNetwork !HostPID !HostIPC !ShareProcessNamespace !HostUsers SELinuxOptions "
    "WindowsOptions RunAsUser RunAsGroup RunAsNonRoot SupplementalGroups SupplementalGroupsPolicy FSGroup "
    "FSGroupChangePolicy Sysctls SeccompProfile AppArmorProfile SELinuxChangePolicy",
    "core/v1.VolumeSource": "HostPath EmptyDir GCEPersistentDisk AWSElasticBlockStore GitRepo Secret NFS ISCSI "
    "Glusterfs PersistentVolumeClaim RBD Quobyte FlexVolume Cinder CephFS Flocker DownwardAPI FC AzureFile ConfigMap "
    "VsphereVolume AzureDisk PhotonPersistentDisk Projected PortworxVolume ScaleIO StorageOS CSI Ephemeral Image",
    "core/v1.PersistentVolumeSource": "GCEPersistentDisk AWSElasticBlockStore HostPath Glusterfs NFS RBD Quobyte ISCSI "
    "FlexVolume Cinder CephFS FC Flocker AzureFile VsphereVolume AzureDisk PhotonPersistentDisk PortworxVolume ScaleIO "
    "Local StorageOS CSI",
}
_TAGGED = ("meta/v1.",)  # types that the server has no version of its own of: shown as JSON shows them
_AS_IS = ("api/resource.Quantity", "util/intstr.IntOrString", "meta/v1.Time")


def shown(obj: Obj, name: str) -> Obj:
    """A v1 struct as the server's own: "SecurityContext" of the core group, "rbac/v1.RoleRef"."""
    return _struct(obj, name if "/" in name else f"core/v1.{name}", obj)


def difference(old: Obj, new: Obj, name: str) -> str:
    """Two structs as lines of JSON, compared: hunks of a unified diff without names of files."""
    import difflib

    then, now = (_lines(shown(obj, name)) for obj in (old, new))
    return "".join(list(difflib.unified_diff(then, now, n=3))[2:])


def _lines(value: Obj) -> list[str]:
    import json

    text = json.dumps(value, indent=1, ensure_ascii=False)
    for char, escape in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(char, escape)
    return [line + "\n" for line in text.split("\n")]


def _tagged(value: Any, name: str) -> Any:
    """As JSON shows it, in the order of the struct."""
    if not isinstance(value, dict) or not schema.is_struct(name):
        return value
    return {key: value[key] for key in schema.struct(name) if value.get(key) not in (None, {}, [], "")}


def _struct(value: Obj, name: str, outer: Obj) -> Obj:
    if name == "core/v1.PodTemplateSpec":  # its metadata is embedded, and has tags
        meta = _tagged(value.get("metadata") or {}, "meta/v1.ObjectMeta")
        return {**meta, "Spec": _struct(value.get("spec") or {}, "core/v1.PodSpec", {})}
    fields = {field.go: field for field in schema.fields(name)}
    out: Obj = {}
    for go in _ORDER[name].split() if name in _ORDER else fields:
        if go[0] == "!":
            field = next(f for f in schema.fields("core/v1.PodSpec") if f.go == go[1:])
            out[field.go] = _value(outer.get(field.json), field.type, outer)
            continue
        found = fields.get(go)
        if found is None:
            continue  # a field that this version of v1 does not have
        if found.inline:
            out.update(_struct(value, found.type, value))
        else:
            out[go] = _value(value.get(found.json), found.type, value)
    return out


def _value(value: Any, type_name: str, outer: Obj) -> Any:
    bare = type_name.removeprefix("*")
    if value is None:
        return None if type_name[0] == "*" else _zero(bare, outer)
    if bare in _AS_IS:
        return value
    if bare.startswith(_TAGGED):
        return _tagged(value, bare)
    under = schema.resolve(bare)
    if under.startswith("[]"):
        return [_value(each, under[2:], outer) for each in value] or None
    if under.startswith("map["):
        inner = schema.elem(under)
        return {key: _value(value[key], inner, outer) for key in sorted(value)} or None
    return _struct(value, bare, outer) if schema.is_struct(bare) else value


def _zero(bare: str, outer: Obj) -> Any:
    if bare == "api/resource.Quantity":
        return "0"
    under = schema.resolve(bare)
    if under[0] == "[" or under.startswith("map["):
        return None
    if schema.is_struct(bare) and bare not in _AS_IS:
        return {} if bare.startswith(_TAGGED) else _struct({}, bare, outer)
    return {"string": "", "bool": False, "meta/v1.Time": None}.get(under, 0)
