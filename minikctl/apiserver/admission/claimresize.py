"""PersistentVolumeClaimResize: a claim grows only where its class allows it."""

from __future__ import annotations

from minikctl.core.errors import forbidden
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


def validate(
    api: ApiServer, target: Target, _op: str, obj: Obj, old: Obj | None, _asked: Asked, subresource: str
) -> None:
    """ApiError 403 for a claim that may not grow. # source: kube-apiserver's plugin of that name, v1.36"""
    from minikctl.core.quantity import parse

    if subresource or old is None or parse(_size(obj)).cmp(parse(_size(old))) <= 0:
        return
    why = ""
    if (old.get("status") or {}).get("phase") != "Bound":
        why = "only bound persistent volume claims can be expanded"
    else:
        class_name = obj["spec"].get("storageClassName")
        storage_class = api.tx.get(Key("storageclasses.storage.k8s.io", "", class_name)) if class_name else None
        if storage_class is None or not storage_class.get("allowVolumeExpansion"):
            why = (
                "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc "
                "must support resize"
            )
    if why:
        raise forbidden(target.kind.plural, target.group, obj["metadata"]["name"], why)


def _size(claim: Obj) -> str:
    return str(((claim["spec"].get("resources") or {}).get("requests") or {}).get("storage", "0"))
