"""Volumes of pods, templates and persistent volumes: every type with the fields that are shown of it."""

from __future__ import annotations

from minikctl.core import go_text, quantity
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.describe._page import NONE, UNSET, pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minikctl.describe._page import Page

Obj = dict[str, Any]
Fields = tuple[tuple[str, str, str], ...]  # (label, field, what is shown where it is not set)

_READ_ONLY = ("ReadOnly:", "readOnly", "false")
_FS_TYPE = ("FSType:", "fsType", "")
_SECRET_REF = ("SecretRef:", "secretRef", "nil")
_VOLUME_ID = ("VolumeID:", "volumeID", "")
_DISK: Fields = (_VOLUME_ID, _FS_TYPE, ("Partition:", "partition", "0"), _READ_ONLY)
_OPTIONAL = ("Optional:", "optional", "false")

# In the order in which kubectl looks for them.
_TYPES: dict[str, tuple[str, Fields]] = {
    "hostPath": (
        "HostPath (bare host directory volume)",
        (("Path:", "path", ""), ("HostPathType:", "type", NONE)),
    ),
    "emptyDir": (
        "EmptyDir (a temporary directory that shares a pod's lifetime)",
        (("Medium:", "medium", ""), ("SizeLimit:", "sizeLimit", UNSET)),
    ),
    "gcePersistentDisk": (
        "GCEPersistentDisk (a Persistent Disk resource in Google Compute Engine)",
        (("PDName:", "pdName", ""), *_DISK[1:]),
    ),
    "awsElasticBlockStore": ("AWSElasticBlockStore (a Persistent Disk resource in AWS)", _DISK),
    "gitRepo": (
        "GitRepo (a volume that is pulled from git when the pod is created)",
        (("Repository:", "repository", ""), ("Revision:", "revision", "")),
    ),
    "secret": ("Secret (a volume populated by a Secret)", (("SecretName:", "secretName", ""), _OPTIONAL)),
    "configMap": ("ConfigMap (a volume populated by a ConfigMap)", (("Name:", "name", ""), _OPTIONAL)),
    "nfs": (
        "NFS (an NFS mount that lasts the lifetime of a pod)",
        (("Server:", "server", ""), ("Path:", "path", ""), _READ_ONLY),
    ),
    "iscsi": (
        "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
        (
            ("TargetPortal:", "targetPortal", ""),
            ("IQN:", "iqn", ""),
            ("Lun:", "lun", "0"),
            ("ISCSIInterface", "iscsiInterface", ""),
            _FS_TYPE,
            _READ_ONLY,
            ("Portals:", "portals", "[]"),
            ("DiscoveryCHAPAuth:", "chapAuthDiscovery", "false"),
            ("SessionCHAPAuth:", "chapAuthSession", "false"),
            _SECRET_REF,
            ("InitiatorName:", "initiatorName", NONE),
        ),
    ),
    "glusterfs": (
        "Glusterfs (a Glusterfs mount on the host that shares a pod's lifetime)",
        (("EndpointsName:", "endpoints", ""), ("Path:", "path", ""), _READ_ONLY),
    ),
    "persistentVolumeClaim": (
        "PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)",
        (("ClaimName:", "claimName", ""), _READ_ONLY),
    ),
    "ephemeral": (
        "EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)",
        (),
    ),
    "rbd": (
        "RBD (a Rados Block Device mount on the host that shares a pod's lifetime)",
        (
            ("CephMonitors:", "monitors", "[]"),
            ("RBDImage:", "image", ""),
            _FS_TYPE,
            ("RBDPool:", "pool", ""),
            ("RadosUser:", "user", ""),
            ("Keyring:", "keyring", ""),
            _SECRET_REF,
            _READ_ONLY,
        ),
    ),
    "quobyte": (
        "Quobyte (a Quobyte mount on the host that shares a pod's lifetime)",
        (("Registry:", "registry", ""), ("Volume:", "volume", ""), _READ_ONLY),
    ),
    "downwardAPI": ("DownwardAPI (a volume populated by information about the pod)", ()),
    "azureDisk": (
        "AzureDisk (an Azure Data Disk mount on the host and bind mount to the pod)",
        (
            ("DiskName:", "diskName", ""),
            ("DiskURI:", "diskURI", ""),
            ("Kind: ", "kind", ""),
            _FS_TYPE,
            ("CachingMode:", "cachingMode", ""),
            _READ_ONLY,
        ),
    ),
    "vsphereVolume": (
        "vSphereVolume (a Persistent Disk resource in vSphere)",
        (("VolumePath:", "volumePath", ""), _FS_TYPE, ("StoragePolicyName:", "storagePolicyName", "")),
    ),
    "cinder": ("Cinder (a Persistent Disk resource in OpenStack)", (_VOLUME_ID, _FS_TYPE, _READ_ONLY, _SECRET_REF)),
    "photonPersistentDisk": (
        "PhotonPersistentDisk (a Persistent Disk resource in photon platform)",
        (("PdID:", "pdID", ""), _FS_TYPE),
    ),
    "portworxVolume": ("PortworxVolume (a Portworx Volume resource)", (_VOLUME_ID,)),
    "scaleIO": (
        "ScaleIO (a persistent volume backed by a block device in ScaleIO)",
        (
            ("Gateway:", "gateway", ""),
            ("System:", "system", ""),
            ("Protection Domain:", "protectionDomain", ""),
            ("Storage Pool:", "storagePool", ""),
            ("Storage Mode:", "storageMode", ""),
            ("VolumeName:", "volumeName", ""),
            _FS_TYPE,
            _READ_ONLY,
        ),
    ),
    "cephfs": (
        "CephFS (a CephFS mount on the host that shares a pod's lifetime)",
        (
            ("Monitors:", "monitors", "[]"),
            ("Path:", "path", ""),
            ("User:", "user", ""),
            ("SecretFile:", "secretFile", ""),
            _SECRET_REF,
            _READ_ONLY,
        ),
    ),
    "storageos": (
        "StorageOS (a StorageOS Persistent Disk resource)",
        (("VolumeName:", "volumeName", ""), ("VolumeNamespace:", "volumeNamespace", ""), _FS_TYPE, _READ_ONLY),
    ),
    "fc": (
        "FC (a Fibre Channel disk)",
        (("TargetWWNs:", "targetWWNs", ""), ("LUN:", "lun", NONE), _FS_TYPE, _READ_ONLY),
    ),
    "azureFile": (
        "AzureFile (an Azure File Service mount on the host and bind mount to the pod)",
        (("SecretName:", "secretName", ""), ("ShareName:", "shareName", ""), _READ_ONLY),
    ),
    "flexVolume": (
        "FlexVolume (a generic volume resource that is provisioned/attached using an exec based plugin)",
        (("Driver:", "driver", ""), _FS_TYPE, _SECRET_REF, _READ_ONLY, ("Options:", "options", "map[]")),
    ),
    "flocker": (
        "Flocker (a Flocker volume mounted by the Flocker agent)",
        (("DatasetName:", "datasetName", ""), ("DatasetUUID:", "datasetUUID", "")),
    ),
    "projected": ("Projected (a volume that contains injected data from multiple sources)", ()),
    "csi": (
        "CSI (a Container Storage Interface (CSI) volume source)",
        (("Driver:", "driver", ""), _FS_TYPE, _READ_ONLY),
    ),
    "image": (
        "Image (a container image or OCI artifact)",
        (("Reference:", "reference", ""), ("PullPolicy:", "pullPolicy", "")),
    ),
    "local": ("LocalVolume (a persistent volume backed by local storage on a node)", (("Path:", "path", ""),)),
}

# What persistent volumes show otherwise.
_PERSISTENT: dict[str, Fields] = {
    "glusterfs": (
        ("EndpointsName:", "endpoints", ""),
        ("EndpointsNamespace:", "endpointsNamespace", UNSET),
        ("Path:", "path", ""),
        _READ_ONLY,
    ),
    "azureFile": (
        ("SecretName:", "secretName", ""),
        ("SecretNamespace:", "secretNamespace", ""),
        ("ShareName:", "shareName", ""),
        _READ_ONLY,
    ),
    "csi": (("Driver:", "driver", ""), _FS_TYPE, ("VolumeHandle:", "volumeHandle", ""), _READ_ONLY),
}


def write(page: Page, volumes: Sequence[Obj], indent: str = "") -> None:
    """The section `Volumes:`; `indent` is that of a pod template."""
    if not volumes:
        page.field(f"{indent}Volumes", NONE)
        return
    page.line(f"{indent}Volumes:")
    for volume in volumes:
        page.line(f"{' ' if indent else ''}{volume['name']}:", 1)
        source(page, volume)


def source(page: Page, holder: Obj, persistent: bool = False) -> None:
    """The source that a volume, or the spec of a persistent volume, holds."""
    for name, (title, fields) in _TYPES.items():
        body = holder.get(name)
        if body is None:
            continue
        page.field("Type", title, 2)
        if persistent and name == "scaleIO":
            body, fields = _scale_io(body, fields)
        elif persistent:
            fields = _PERSISTENT.get(name, fields)
        for label, field, unset in fields:
            page.line(f"{label}\t{_value(name, field, body.get(field), unset, persistent)}", 2)
        if name in _MORE:
            _MORE[name](page, body)
        return
    page.line("<unknown>", 1)


def _value(source: str, field: str, value: Any, unset: str, persistent: bool) -> str:
    if value is None:
        return unset
    if field == "secretRef":
        return _reference(value, persistent)
    if field == "sizeLimit":
        size = quantity.from_json(value)
        return str(size) if size.sign() > 0 else unset
    if field == "targetWWNs":
        return ", ".join(value)
    return go_text.sprint(value)


def _reference(value: Obj, persistent: bool) -> str:
    """A reference to a secret in the form of Go's generated text."""
    if persistent:
        return f"&SecretReference{{Name:{value.get('name', '')},Namespace:{value.get('namespace', '')},}}"
    return f"&LocalObjectReference{{Name:{value.get('name', '')},}}"


def _scale_io(body: Obj, fields: Fields) -> tuple[Obj, Fields]:
    """A persistent volume says where its secret is."""
    secret = body.get("secretRef") or {}
    names: Fields = (("SecretName:", "secretName", ""), ("SecretNamespace:", "secretNamespace", ""))
    found = {"secretName": secret.get("name", ""), "secretNamespace": secret.get("namespace", "")}
    return {**body, **found}, (*fields[:6], *names, *fields[6:])


def _projected(page: Page, body: Obj) -> None:
    for each in body.get("sources") or ():
        secret, config = each.get("secret"), each.get("configMap")
        if secret is not None:
            _named(page, "SecretName", secret)
        elif each.get("downwardAPI") is not None:
            page.field("DownwardAPI", "true", 2)
        elif config is not None:
            _named(page, "ConfigMapName", config)
        elif each.get("serviceAccountToken") is not None:
            page.field("TokenExpirationSeconds", each["serviceAccountToken"].get("expirationSeconds", 3600), 2)


def _named(page: Page, title: str, reference: Obj) -> None:
    page.field(title, reference.get("name", ""), 2)
    page.field("Optional", "true" if reference.get("optional") else "false", 2)


def _downward(page: Page, body: Obj) -> None:
    page.line("Items:", 2)
    for item in body.get("items") or ():
        for name, field in (("fieldRef", "fieldPath"), ("resourceFieldRef", "resource")):
            if item.get(name):
                page.line(f"{item[name].get(field, '')} -> {item.get('path', '')}", 3)


def _ephemeral(page: Page, body: Obj) -> None:
    from minikctl.describe.persistentvolumeclaim import claim

    template = body.get("volumeClaimTemplate")
    if template is not None:
        claim(
            page.nested(2),
            {"metadata": template.get("metadata") or {}, "spec": template.get("spec") or {}},
        )


def _csi(page: Page, body: Obj) -> None:
    """The driver's own attributes; each piece of a line is indented, as in kubectl."""
    page.write("VolumeAttributes:\t", 2)
    attributes = pairs(body.get("volumeAttributes"))
    if not attributes:
        page.write(NONE + "\n")
    for number, text in enumerate(attributes):
        if number:
            page.write("", 2)
            page.write("\t", 2)
        page.line(text if len(text) <= 140 else text[:140] + "...", 2)


_MORE = {"projected": _projected, "downwardAPI": _downward, "ephemeral": _ephemeral, "csi": _csi}
