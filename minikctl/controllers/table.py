"""Which controller watches what, and where it lives: so that a change imports only those that care about it.

To add a controller: a line here, its place in `order.NAMES`, a module with `CONTROLLER = Controller(...)`. A test
checks that they agree.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from minikctl.controllers._base import Controller


class Entry(NamedTuple):
    """One controller: its name, its module below minikctl.controllers, the resources it watches.

    needs: as long as there is no object of this resource, changes of others do not concern it. CUSTOM stands for every
    resource that a CustomResourceDefinition defines.
    """

    name: str
    module: str
    watches: tuple[str, ...]
    needs: str = ""


_GATES = ("limitranges", "namespaces", "resourcequotas", "serviceaccounts")

_COUNTED = (
    "configmaps",
    "cronjobs.batch",
    "daemonsets.apps",
    "deployments.apps",
    "horizontalpodautoscalers.autoscaling",
    "ingresses.networking.k8s.io",
    "jobs.batch",
    "persistentvolumeclaims",
    "pods",
    "replicasets.apps",
    "replicationcontrollers",
    "secrets",
    "serviceaccounts",
    "services",
    "statefulsets.apps",
)
DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io"
CUSTOM = "*"  # watched by who watches whatever is defined by one of them
# what may have owners or be one
OWNABLE = (
    *_COUNTED,
    "controllerrevisions.apps",
    "endpoints",
    "endpointslices.discovery.k8s.io",
    "limitranges",
    "namespaces",
    "networkpolicies.networking.k8s.io",
    "nodes",
    "persistentvolumes",
    "poddisruptionbudgets.policy",
    "priorityclasses.scheduling.k8s.io",
    "resourcequotas",
    "rolebindings.rbac.authorization.k8s.io",
    "roles.rbac.authorization.k8s.io",
    "storageclasses.storage.k8s.io",
)

ENTRIES: tuple[Entry, ...] = (
    Entry("nodes", "nodes", ("nodes", "pods")),
    Entry("namespace", "namespace", ("namespaces", "pods")),
    Entry("customresourcedefinition", "customresourcedefinition", (DEFINITIONS, CUSTOM), needs=DEFINITIONS),
    Entry("garbage", "garbage", (*OWNABLE, CUSTOM)),
    Entry("serviceaccount", "serviceaccount", ("configmaps", "namespaces", "secrets", "serviceaccounts")),
    Entry("kubernetesservice", "kubernetesservice", ("services",)),
    Entry("quota", "quota", ("resourcequotas", *_COUNTED), needs="resourcequotas"),
    Entry(
        "pvbinder",
        "pvbinder",
        ("persistentvolumeclaims", "persistentvolumes", "pods", "storageclasses.storage.k8s.io"),
    ),
    Entry("cronjob", "cronjob", ("cronjobs.batch", "jobs.batch"), needs="cronjobs.batch"),
    Entry(
        "hpa",
        "hpa",
        (
            "deployments.apps",
            "horizontalpodautoscalers.autoscaling",
            "pods",
            "replicasets.apps",
            "replicationcontrollers",
            "statefulsets.apps",
        ),
        needs="horizontalpodautoscalers.autoscaling",
    ),
    Entry("deployment", "deployment", ("deployments.apps", "pods", "replicasets.apps")),
    Entry("replicaset", "replicaset", (*_GATES, "pods", "replicasets.apps")),
    Entry(
        "replicationcontroller",
        "replicationcontroller",
        (*_GATES, "pods", "replicationcontrollers"),
        needs="replicationcontrollers",
    ),
    Entry(
        "statefulset",
        "statefulset",
        ("controllerrevisions.apps", "pods", "statefulsets.apps"),
        needs="statefulsets.apps",
    ),
    Entry(
        "daemonset",
        "daemonset",
        ("controllerrevisions.apps", "daemonsets.apps", "nodes", "pods"),
        needs="daemonsets.apps",
    ),
    Entry("job", "job", ("jobs.batch", "pods"), needs="jobs.batch"),
    Entry("scheduler", "scheduler", ("nodes", "persistentvolumeclaims", "persistentvolumes", "pods")),
    Entry("kubelet", "kubelet", ("configmaps", "nodes", "persistentvolumeclaims", "pods", "secrets", "services")),
    Entry("ttlafterfinished", "ttlafterfinished", ("jobs.batch",)),
    Entry(
        "disruption",
        "disruption",
        (
            "deployments.apps",
            "poddisruptionbudgets.policy",
            "pods",
            "replicasets.apps",
            "replicationcontrollers",
            "statefulsets.apps",
        ),
        needs="poddisruptionbudgets.policy",
    ),
    Entry("endpoints", "endpoints", ("endpoints", "pods", "services")),
    Entry("endpointslice", "endpointslice", ("endpoints", "endpointslices.discovery.k8s.io", "pods", "services")),
    Entry("expiry", "expiry", ()),
)
# looks that nobody waits for: a world in which only these are due is at rest
BACKGROUND = ("expiry", "nodes")

_modules = {entry.name: entry.module for entry in ENTRIES}
_needs = {entry.name: entry.needs for entry in ENTRIES}
NEEDED = frozenset(_needs.values())
_watchers: dict[str, list[str]] = {}
for _entry in ENTRIES:
    for _resource in _entry.watches:
        _watchers.setdefault(_resource, []).append(_entry.name)
_loaded: dict[str, Controller] = {}


def watchers(resource: str) -> list[str]:
    """Names of the controllers that watch a resource."""
    found = _watchers.get(resource)
    return _watchers[CUSTOM] if found is None and watched_as(resource) == CUSTOM else found or []


def watched_as(resource: str) -> str:
    """The resource itself, or CUSTOM where a definition is what it comes from."""
    if resource in _watchers or "." not in resource:
        return resource
    from minikctl.kinds.table import is_built_in

    return resource if is_built_in(resource) else CUSTOM


def needs(name: str) -> str:
    """What a controller does nothing without, "" where there is no such thing."""
    return _needs[name]


def load(name: str) -> Controller:
    """The controller; imports its module at the first call."""
    found = _loaded.get(name)
    if found is None:
        found = __import__(f"minikctl.controllers.{_modules[name]}", fromlist=["CONTROLLER"]).CONTROLLER
        _loaded[name] = found
    return found
