"""DefaultStorageClass: a claim that names no class gets the default one."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

_DEFAULT = "storageclass.kubernetes.io/is-default-class"


def mutate(
    api: ApiServer, _target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """The newest class that is marked as default; by name where two are as new."""
    spec = obj["spec"]
    if "storageClassName" in spec or "volume.beta.kubernetes.io/storage-class" in (
        obj["metadata"].get("annotations") or {}
    ):
        return
    classes = [
        c
        for c in api.tx.list("storageclasses.storage.k8s.io", "")
        if (c["metadata"].get("annotations") or {}).get(_DEFAULT) == "true"
    ]
    if classes:
        newest = max(c["metadata"]["creationTimestamp"] for c in classes)
        spec["storageClassName"] = next(
            c["metadata"]["name"] for c in classes if c["metadata"]["creationTimestamp"] == newest
        )
