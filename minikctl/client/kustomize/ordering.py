"""The order of the result: what others need comes first. source: kustomize's legacy order, observed on v1.37"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client.kustomize.resource import Resource

Obj = dict[str, Any]

FIRST = (
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
)
LAST = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")


def ordered(resources: list[Resource], options: Obj | None) -> list[Resource]:
    options = options or {}
    if options.get("order") == "fifo":
        return resources
    legacy = options.get("legacySortOptions") or {}
    first, last = legacy.get("orderFirst") or FIRST, legacy.get("orderLast") or LAST
    rank = {kind: place - len(first) for place, kind in enumerate(first)}
    rank.update({kind: 1 + place for place, kind in enumerate(last)})
    return sorted(resources, key=lambda resource: _key(resource, rank))


def _key(resource: Resource, rank: dict[str, int]) -> tuple[int, str, str]:
    one = resource.id
    gvk = "_".join((one.group or "~G", one.version or "~V", one.kind or "~K"))
    return rank.get(one.kind, 0), gvk, f"{one.namespace or '~X'}|{one.name or '~N'}"
