"""NamespaceLifecycle: objects go into namespaces that exist and stay."""

from __future__ import annotations

from minikctl.core.errors import ApiError, forbidden, not_found
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def mutate(
    api: ApiServer, target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """ApiError 404 for a missing namespace, 403 for one that terminates."""
    name = obj["metadata"]["namespace"]
    namespace = api.tx.get(Key("namespaces", "", name))
    if namespace is None:
        raise not_found("namespaces", "", name)
    if namespace["metadata"].get("deletionTimestamp") or (namespace.get("status") or {}).get("phase") == "Terminating":
        raise _terminating(target, obj["metadata"].get("name", ""), name, namespace)


def _terminating(target: Target, name: str, namespace: str, obj: Obj) -> ApiError:
    why = f"unable to create new content in namespace {namespace} because it is being terminated"
    error = forbidden(target.kind.plural, target.group, name, why)
    error.details["causes"] = [
        {
            "reason": "NamespaceTerminating",
            "message": f"namespace {namespace} is being terminated",
            "field": "metadata.namespace",
        }
    ]
    return error
