"""Admission: what the server adds to or refuses of an object because of other objects. One module per plugin, in a fixed order.

A plugin says which resources it looks at, and has `mutate` or `validate` (or both): (api, target, operation, obj, old, asked, subresource).
operation: create | update. source: the default plugins of kube-apiserver v1.36
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

# (plugin module, resources it looks at, operations); "*": every namespaced resource
_MUTATING: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("namespace", ("namespaces",), ("create",)),
    ("limitranger", ("pods", "persistentvolumeclaims"), ("create",)),
    ("serviceaccount", ("pods",), ("create",)),
    ("taints", ("nodes",), ("create",)),
    ("priority", ("pods",), ("create",)),
    ("tolerations", ("pods",), ("create",)),
    ("storageclass", ("persistentvolumeclaims",), ("create",)),
    ("services", ("services",), ("create", "update")),
)
_VALIDATING: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("lifecycle", ("*",), ("create",)),
    ("limitranger", ("pods", "persistentvolumeclaims"), ("create",)),
    ("quota", ("*",), ("create", "update")),
)


def _run(
    plugins: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...],
    hook: str,
    api: ApiServer,
    target: Target,
    operation: str,
    obj: Obj,
    old: Obj | None,
    asked: Asked,
    subresource: str,
) -> None:
    resource = target.kind.resource
    for module, resources, operations in plugins:
        if operation in operations and (
            resource in resources or (resources[0] == "*" and target.kind.namespaced and not target.kind.ttl)
        ):
            plugin = import_module(f"minikctl.apiserver.admission.{module}")
            getattr(plugin, hook)(api, target, operation, obj, old, asked, subresource)


def mutate(
    api: ApiServer, target: Target, operation: str, obj: Obj, old: Obj | None, asked: Asked, subresource: str = ""
) -> None:
    """Let every mutating plugin change `obj`."""
    _run(_MUTATING, "mutate", api, target, operation, obj, old, asked, subresource)


def validate(
    api: ApiServer, target: Target, operation: str, obj: Obj, old: Obj | None, asked: Asked, subresource: str = ""
) -> None:
    """Let every validating plugin refuse `obj`: ApiError 403, 404."""
    _run(_VALIDATING, "validate", api, target, operation, obj, old, asked, subresource)
