"""Objects in detail: describe(obj, related) -> str, one module for each kind.

Pure: what else is shown comes through Related, and so does the time. Kinds without a module are described generically.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.describe._base import Related

Obj = dict[str, Any]


def harmless(text: str) -> str:
    """Text that cannot steer a terminal."""
    return text.replace("\x1b", "^[").replace("\r", "\\r")


# Group -> kinds that have a description of their own; the module is named like the kind.
_KINDS = {
    "": (
        "ConfigMap",
        "Endpoints",
        "LimitRange",
        "Namespace",
        "Node",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "Pod",
        "ReplicationController",
        "ResourceQuota",
        "Secret",
        "Service",
        "ServiceAccount",
    ),
    "apps": ("DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"),
    "autoscaling": ("HorizontalPodAutoscaler",),
    "batch": ("CronJob", "Job"),
    "certificates.k8s.io": ("CertificateSigningRequest",),
    "discovery.k8s.io": ("EndpointSlice",),
    "extensions": ("DaemonSet", "Deployment", "ReplicaSet"),  # as kubectl did while servers had them
    "networking.k8s.io": ("Ingress", "IngressClass", "IPAddress", "NetworkPolicy", "ServiceCIDR"),
    "policy": ("PodDisruptionBudget",),
    "rbac.authorization.k8s.io": ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"),
    "scheduling.k8s.io": ("PriorityClass",),
    "storage.k8s.io": ("CSINode", "StorageClass", "VolumeAttributesClass"),
}
_SAME = {"clusterrole": "role", "clusterrolebinding": "rolebinding"}


def describer(kind: str, group: str = "") -> Callable[[Obj, Related], str]:
    """What describes objects of a kind; the generic description where there is none of its own."""
    name = kind.lower() if kind in _KINDS.get(group, ()) else "_generic"
    found: Callable[[Obj, Related], str] = __import__(
        f"minikctl.describe.{_SAME.get(name, name)}", fromlist=["describe"]
    ).describe
    return found
