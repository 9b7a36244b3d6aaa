"""The decimal names of ReplicaSets in the years of the old tutorials (v1.2 to v1.5): `nginx-deployment-2035384211`.

Adler-32 over the text of the internal types of that time; this module holds the fields that a pod template had then.
A deliberate addition: fields that came later follow the text as JSON, so that different templates keep different names.
"""

from __future__ import annotations

from minikctl.core.schema import Field, elem
from minikctl.core.spew import INT_OR_STRING, Spew, decimal
from minikctl.core.typed import Any

Obj = dict[str, Any]

# struct -> its fields in order; JSON names begin in lower case unless given after "="; "+" embeds a struct
_STRUCTS = {
    "PodTemplateSpec": "ObjectMeta=metadata:ObjectMeta Spec:PodSpec",
    "ObjectMeta": "Name:string GenerateName:string Namespace:string SelfLink:string UID=uid:types.UID "
    "ResourceVersion:string Generation:int64 CreationTimestamp:unversioned.Time DeletionTimestamp:*unversioned.Time "
    "DeletionGracePeriodSeconds:*int64 Labels:map[string]string Annotations:map[string]string",
    "PodSpec": "Volumes:[]Volume Containers:[]Container RestartPolicy:api.RestartPolicy "
    "TerminationGracePeriodSeconds:*int64 ActiveDeadlineSeconds:*int64 DNSPolicy=dnsPolicy:api.DNSPolicy "
    "NodeSelector:map[string]string ServiceAccountName:string NodeName:string SecurityContext:*PodSecurityContext "
    "ImagePullSecrets:[]LocalObjectReference",
    "PodSecurityContext": "HostNetwork:bool HostPID=hostPID:bool HostIPC=hostIPC:bool "
    "SELinuxOptions=seLinuxOptions:*SELinuxOptions RunAsUser:*int64 RunAsNonRoot:*bool SupplementalGroups:[]int64 "
    "FSGroup=fsGroup:*int64",
    "SELinuxOptions": "User:string Role:string Type:string Level:string",
    "LocalObjectReference": "Name:string",
    "Container": "Name:string Image:string Command:[]string Args:[]string WorkingDir:string Ports:[]ContainerPort "
    "Env:[]EnvVar Resources:ResourceRequirements VolumeMounts:[]VolumeMount LivenessProbe:*Probe ReadinessProbe:*Probe "
    "Lifecycle:*Lifecycle TerminationMessagePath:string ImagePullPolicy:api.PullPolicy "
    "SecurityContext:*SecurityContext Stdin:bool StdinOnce:bool TTY=tty:bool",
    "ContainerPort": "Name:string HostPort:int ContainerPort:int Protocol:api.Protocol HostIP=hostIP:string",
    "EnvVar": "Name:string Value:string ValueFrom:*EnvVarSource",
    "EnvVarSource": "FieldRef:*ObjectFieldSelector ConfigMapKeyRef:*ConfigMapKeySelector "
    "SecretKeyRef:*SecretKeySelector",
    "ObjectFieldSelector": "APIVersion=apiVersion:string FieldPath:string",
    "ConfigMapKeySelector": "+LocalObjectReference Key:string",
    "SecretKeySelector": "+LocalObjectReference Key:string",
    "ResourceRequirements": "Limits:api.ResourceList Requests:api.ResourceList",
    "VolumeMount": "Name:string ReadOnly:bool MountPath:string",
    "Probe": "+Handler InitialDelaySeconds:int TimeoutSeconds:int PeriodSeconds:int SuccessThreshold:int "
    "FailureThreshold:int",
    "Handler": "Exec:*ExecAction HTTPGet=httpGet:*HTTPGetAction TCPSocket=tcpSocket:*TCPSocketAction",
    "ExecAction": "Command:[]string",
    "HTTPGetAction": "Path:string Port:intstr.IntOrString Host:string Scheme:api.URIScheme "
    "HTTPHeaders=httpHeaders:[]HTTPHeader",
    "HTTPHeader": "Name:string Value:string",
    "TCPSocketAction": "Port:intstr.IntOrString",
    "Lifecycle": "PostStart:*Handler PreStop:*Handler",
    "SecurityContext": "Capabilities:*Capabilities Privileged:*bool SELinuxOptions=seLinuxOptions:*SELinuxOptions "
    "RunAsUser:*int64 RunAsNonRoot:*bool ReadOnlyRootFilesystem:*bool",
    "Capabilities": "Add:[]api.Capability Drop:[]api.Capability",
    "Volume": "Name:string +VolumeSource",
    "VolumeSource": "HostPath:*HostPathVolumeSource EmptyDir:*EmptyDirVolumeSource "
    "GCEPersistentDisk=gcePersistentDisk:*GCEPersistentDiskVolumeSource "
    "AWSElasticBlockStore=awsElasticBlockStore:*AWSElasticBlockStoreVolumeSource GitRepo:*GitRepoVolumeSource "
    "Secret:*SecretVolumeSource NFS=nfs:*NFSVolumeSource ISCSI=iscsi:*ISCSIVolumeSource "
    "Glusterfs:*GlusterfsVolumeSource PersistentVolumeClaim:*PersistentVolumeClaimVolumeSource "
    "RBD=rbd:*RBDVolumeSource FlexVolume:*FlexVolumeSource Cinder:*CinderVolumeSource "
    "CephFS=cephfs:*CephFSVolumeSource "
    "Flocker:*FlockerVolumeSource DownwardAPI=downwardAPI:*DownwardAPIVolumeSource FC=fc:*FCVolumeSource "
    "AzureFile:*AzureFileVolumeSource ConfigMap:*ConfigMapVolumeSource",
    "HostPathVolumeSource": "Path:string",
    "EmptyDirVolumeSource": "Medium:api.StorageMedium",
    "GCEPersistentDiskVolumeSource": "PDName=pdName:string FSType=fsType:string Partition:int ReadOnly:bool",
    "AWSElasticBlockStoreVolumeSource": "VolumeID=volumeID:string FSType=fsType:string Partition:int ReadOnly:bool",
    "GitRepoVolumeSource": "Repository:string Revision:string Directory:string",
    "SecretVolumeSource": "SecretName:string",
    "NFSVolumeSource": "Server:string Path:string ReadOnly:bool",
    "PersistentVolumeClaimVolumeSource": "ClaimName:string ReadOnly:bool",
    "ConfigMapVolumeSource": "+LocalObjectReference Items:[]KeyToPath",
    "KeyToPath": "Key:string Path:string",
}


def legacy_pod_template_hash(template: Obj) -> str:
    """The hash of a PodTemplateSpec in its v1 JSON form, as a decimal number."""
    from zlib import adler32

    return str(adler32(legacy_text(template).encode()))


def legacy_text(template: Obj) -> str:
    """What is summed up."""
    spec = {key: value for key, value in (template.get("spec") or {}).items() if key not in _HOST}
    host = {key: value for key, value in (template.get("spec") or {}).items() if key in _HOST}
    spec["securityContext"] = {**(spec.get("securityContext") or {}), **host}  # never nil, and holds these inside
    internal = {**template, "spec": spec}
    text = _LEGACY.dump(internal, "api.PodTemplateSpec")
    later = _later(internal, "api.PodTemplateSpec")
    if not later:
        return text
    import json

    return text + json.dumps(later, sort_keys=True)


def _later(value: Any, type_name: str) -> Any:
    """The part of a value that the types of the time have no place for; None for nothing."""
    if isinstance(value, list):
        found = [_later(each, elem(type_name)) for each in value]
        return found if any(each is not None for each in found) else None
    known = {field.json: field.type for field in _flat(type_name.removeprefix("*"))}
    if not isinstance(value, dict) or (not known and not type_name.endswith("VolumeSource")):
        return None
    out = {}
    for key, each in value.items():
        rest = _later(each, known[key]) if key in known else None if _DEFAULTS.get(key) in (each, "*") else each
        if rest is not None:
            out[key] = rest
    return out or None


def _flat(name: str) -> list[Field]:
    return [inner for field in _fields(name) for inner in (_flat(field.type) if field.inline else [field])]


_HOST = ("hostNetwork", "hostPID", "hostIPC")
_DEFAULTS = {  # what a server of today adds by itself; "*" for any value
    "terminationMessagePolicy": "File",
    "schedulerName": "default-scheduler",
    "serviceAccount": "*",
    "defaultMode": 420,
}


def _fields(name: str) -> list[Field]:
    return [_field(text) for text in _STRUCTS.get(name.removeprefix("api."), "").split()]


def _field(text: str) -> Field:
    if text[0] == "+":
        return Field("", text[1:], f"api.{text[1:]}", inline=True)
    names, _, type_name = text.partition(":")
    go, _, json = names.partition("=")
    return Field(json or go[0].lower() + go[1:], go, _qualified(type_name))


def _qualified(type_name: str) -> str:
    """The internal types are all in package api: it is left out above."""
    inner = elem(type_name)
    if inner != type_name:
        return type_name[: len(type_name) - len(inner)] + _qualified(inner)
    return f"api.{type_name}" if type_name[0].isupper() else type_name


def _resolve(type_name: str) -> str:
    bare = type_name.removeprefix("*")
    if bare == "api.ResourceList":
        return "map[api.ResourceName]resource.Quantity"
    plain = "." in bare and bare[0] not in "[" and bare.removeprefix("api.") not in _STRUCTS
    return "string" if plain and not bare.startswith("map[") and not bare.endswith("VolumeSource") else bare


def _quantity(value: Any) -> str:
    """Of that time: a decimal rounded up to thousandths."""
    from minikctl.core import quantity

    parsed = quantity.from_json(value)
    amount = decimal(parsed.milli(), 3) if parsed.unscaled else decimal(0, 0)
    return f"{{Amount:(*inf.Dec){amount} Format:(resource.Format){parsed.format}}}"


_NO_TIME = "{Time:(time.Time){sec:(int64)0 nsec:(int32)0 loc:(*time.Location)<nil>}}"
_LEGACY = Spew(
    _fields,
    _resolve,
    {
        "resource.Quantity": (_quantity, "{Amount:(*inf.Dec)<nil> Format:(resource.Format)}"),
        "intstr.IntOrString": INT_OR_STRING,
        "unversioned.Time": (lambda _value: _NO_TIME, _NO_TIME),  # templates had none
    },
)
