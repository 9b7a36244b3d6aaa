"""Names that other objects mention follow the objects they mean: config maps in pods, services in ingresses."""

from __future__ import annotations

from minikctl.client.kustomize.fields import holders
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.client.kustomize.resource import Resource

Obj = dict[str, Any]

POD_SPECS = {
    "Pod": "spec",
    "CronJob": "spec/jobTemplate/spec/template/spec",
    **dict.fromkeys(
        ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet", "Job", "ReplicationController"), "spec/template/spec"
    ),
}
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
# what a pod's spec mentions
_IN_PODS: dict[str, tuple[str, ...]] = {
    "ConfigMap": (
        "volumes/configMap/name",
        "volumes/projected/sources/configMap/name",
        *(f"{c}/env/valueFrom/configMapKeyRef/name" for c in _CONTAINERS),
        *(f"{c}/envFrom/configMapRef/name" for c in _CONTAINERS),
    ),
    "Secret": (
        "volumes/secret/secretName",
        "volumes/projected/sources/secret/name",
        "imagePullSecrets/name",
        *(f"{c}/env/valueFrom/secretKeyRef/name" for c in _CONTAINERS),
        *(f"{c}/envFrom/secretRef/name" for c in _CONTAINERS),
    ),
    "PersistentVolumeClaim": ("volumes/persistentVolumeClaim/claimName",),
    "ServiceAccount": ("serviceAccountName",),
    "PriorityClass": ("priorityClassName",),
}
# what other kinds mention
_ELSEWHERE: dict[str, dict[str, tuple[str, ...]]] = {
    "Secret": {
        "Ingress": ("spec/tls/secretName",),
        "ServiceAccount": ("imagePullSecrets/name", "secrets/name"),
    },
    "Service": {
        "StatefulSet": ("spec/serviceName",),
        "Ingress": (
            "spec/rules/http/paths/backend/service/name",
            "spec/defaultBackend/service/name",
            "spec/rules/http/paths/backend/serviceName",
            "spec/backend/serviceName",
        ),
    },
    "IngressClass": {"Ingress": ("spec/ingressClassName",)},
    "PersistentVolume": {"PersistentVolumeClaim": ("spec/volumeName",)},
    "StorageClass": {
        "PersistentVolume": ("spec/storageClassName",),
        "PersistentVolumeClaim": ("spec/storageClassName",),
        "StatefulSet": ("spec/volumeClaimTemplates/spec/storageClassName",),
    },
}


def fix(resources: list[Resource]) -> None:
    """Put the current names where former ones are mentioned."""
    for resource in resources:
        for kind, holder, key in _mentions(resource):
            if not isinstance(holder[key], str):
                continue
            found = _meant(resources, resource, kind, holder[key])
            if found is not None:
                holder[key] = found.meta["name"]
    for resource in resources:
        if resource.kind in ("RoleBinding", "ClusterRoleBinding"):
            _subjects(resources, resource)


def _mentions(resource: Resource) -> Iterator[tuple[str, Obj, str]]:
    """(kind of what is mentioned, the map that mentions it, the key)."""
    obj = resource.obj
    pod = POD_SPECS.get(resource.kind)
    if pod:
        for kind, paths in _IN_PODS.items():
            for path in paths:
                yield from ((kind, *held) for held in holders(obj, f"{pod}/{path}"))
    for kind, referrers in _ELSEWHERE.items():
        for path in referrers.get(resource.kind, ()):
            yield from ((kind, *held) for held in holders(obj, path))
    for path, kinds in (
        ("spec/scaleTargetRef", ("Deployment", "ReplicationController", "ReplicaSet", "StatefulSet")),
        ("roleRef", ("Role", "ClusterRole")),
    ):
        for holder, key in holders(obj, f"{path}/name"):
            if holder.get("kind") in kinds:
                yield str(holder["kind"]), holder, key


def _subjects(resources: list[Resource], binding: Resource) -> None:
    for subject in binding.obj.get("subjects") or ():
        if subject.get("kind") != "ServiceAccount":
            continue
        namespace = subject.get("namespace") or ""
        for account in resources:
            old = [one for one in account.before if one.name == subject.get("name")]
            if account.kind == "ServiceAccount" and any(not one.namespace or one.namespace == namespace for one in old):
                subject["name"] = account.meta["name"]
                if account.meta.get("namespace"):
                    subject["namespace"] = account.meta["namespace"]
                break


def _meant(resources: list[Resource], referrer: Resource, kind: str, name: str) -> Resource | None:
    """The one resource that had this name and lives where the referrer does."""
    found = [r for r in resources if r.kind == kind and any(one.name == name for one in r.before)]
    if len(found) > 1:
        found = [r for r in found if _near(r, referrer)] or found
    if len(found) > 1:
        found = [r for r in found if r.affixes == referrer.affixes] or found
    return found[0] if found else None


def _near(one: Resource, referrer: Resource) -> bool:
    return not one.namespaced or one.id.namespace == referrer.id.namespace
