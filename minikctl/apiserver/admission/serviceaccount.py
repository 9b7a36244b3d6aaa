"""ServiceAccount: the account a pod runs as, and the token volume that every container mounts."""

from __future__ import annotations

from minikctl.core.errors import forbidden
from minikctl.core.names import safe_suffix
from minikctl.core.randomness import digest
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.request import Asked, Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]

MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"


def mutate(
    api: ApiServer, _target: Target, _op: str, obj: Obj, _old: Obj | None, _asked: Asked, _subresource: str
) -> None:
    """ApiError 403 for an account that does not exist."""
    spec, meta = obj["spec"], obj["metadata"]
    name = spec.get("serviceAccountName") or spec.get("serviceAccount") or "default"
    spec["serviceAccountName"] = spec["serviceAccount"] = name
    account = api.tx.get(Key("serviceaccounts", meta["namespace"], name))
    if account is None:
        why = f'error looking up service account {meta["namespace"]}/{name}: serviceaccount "{name}" not found'
        raise forbidden("pods", "", meta.get("name", ""), why)
    if account.get("imagePullSecrets") and not spec.get("imagePullSecrets"):
        spec["imagePullSecrets"] = account["imagePullSecrets"]
    mount = spec.get("automountServiceAccountToken")
    if mount is None:
        mount = account.get("automountServiceAccountToken", True)
    if mount:
        _mount_token(api, spec, meta)


def _mount_token(api: ApiServer, spec: Obj, meta: Obj) -> None:
    lists = [field for field in ("initContainers", "containers") if spec.get(field)]
    bare = any(MOUNT_PATH not in _paths(c) for field in lists for c in spec[field])
    if not bare:
        return
    suffix = safe_suffix(digest(api.world.seed, "token", meta["namespace"], meta.get("name", ""), str(api.tx.revision)))
    volume = f"kube-api-access-{suffix}"
    mount = {"mountPath": MOUNT_PATH, "name": volume, "readOnly": True}
    for field in lists:
        spec[field] = [
            c if MOUNT_PATH in _paths(c) else {**c, "volumeMounts": [*(c.get("volumeMounts") or ()), mount]}
            for c in spec[field]
        ]
    spec["volumes"] = [*(spec.get("volumes") or ()), _token_volume(volume)]


def _paths(container: Obj) -> list[str]:
    return [m.get("mountPath", "") for m in container.get("volumeMounts") or ()]


def _token_volume(name: str) -> Obj:
    """The projected volume of token, CA and namespace. # source: observed on v1.36"""
    namespace = {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}, "path": "namespace"}
    return {
        "name": name,
        "projected": {
            "defaultMode": 420,
            "sources": [
                {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
                {"configMap": {"items": [{"key": "ca.crt", "path": "ca.crt"}], "name": "kube-root-ca.crt"}},
                {"downwardAPI": {"items": [namespace]}},
            ],
        },
    }
