"""Admission: what the server adds to or refuses of an object because of other objects. One module per plugin, in a
fixed order.

A plugin says which resources it looks at, and has `mutate` or `validate` (or both): (api, target, operation, obj,
old, asked, subresource).
operation: create | update. source: the default plugins of kube-apiserver v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

# (plugin module, resources it looks at, operations); "*": every namespaced resource
_MUTATING: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("lifecycle", ("*",), ("create",)),
    ("namespace", ("namespaces",), ("create",)),
    ("limitranger", ("pods", "persistentvolumeclaims"), ("create",)),
    ("serviceaccount", ("pods",), ("create",)),
    ("taints", ("nodes",), ("create",)),
    ("priority", ("pods",), ("create",)),
    ("tolerations", ("pods",), ("create", "update")),
    ("storageclass", ("persistentvolumeclaims",), ("create",)),
    ("runtimeclass", ("pods",), ("create",)),
    ("services", ("services",), ("create", "update")),
    ("requester", ("certificatesigningrequests.certificates.k8s.io",), ("create",)),
)
_SECURED = (
    *("cronjobs.batch", "daemonsets.apps", "deployments.apps", "jobs.batch", "namespaces", "pods", "podtemplates"),
    *("replicasets.apps", "replicationcontrollers", "statefulsets.apps"),
)
_VALIDATING: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("priority", ("priorityclasses.scheduling.k8s.io",), ("create", "update")),
    ("claimresize", ("persistentvolumeclaims",), ("update",)),
    ("limitranger", ("pods", "persistentvolumeclaims"), ("create",)),
    ("podsecurity", _SECURED, ("create", "update")),
    ("quota", ("*",), ("create", "update")),
)


_plans: dict[tuple[str, str, str], list[Any]] = {}


def _plan(
    plugins: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...], hook: str, target: Target, operation: str
) -> list[Any]:
    """The hooks that look at a resource; imported once."""
    kind = target.kind
    name = (hook, operation, kind.resource)
    found = _plans.get(name)
    if found is None:
        everywhere = kind.namespaced and not kind.ttl
        found = _plans[name] = [
            getattr(__import__(f"minikctl.apiserver.admission.{module}", fromlist=[hook]), hook)
            for module, resources, operations in plugins
            if operation in operations and (kind.resource in resources or (resources[0] == "*" and everywhere))
        ]
    return found


def mutate(
    api: ApiServer, target: Target, operation: str, obj: Obj, old: Obj | None, asked: Asked, subresource: str = ""
) -> None:
    """Let every mutating plugin change `obj`."""
    for hook in _plan(_MUTATING, "mutate", target, operation):
        hook(api, target, operation, obj, old, asked, subresource)


def validate(
    api: ApiServer, target: Target, operation: str, obj: Obj, old: Obj | None, asked: Asked, subresource: str = ""
) -> None:
    """Let every validating plugin refuse `obj`: ApiError 403, 404."""
    for hook in _plan(_VALIDATING, "validate", target, operation):
        hook(api, target, operation, obj, old, asked, subresource)
