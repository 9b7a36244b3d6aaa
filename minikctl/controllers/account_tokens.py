"""Secrets of the type kubernetes.io/service-account-token: filled for their account, deleted where it is gone.

source: Kubernetes' tokens controller, v1.36
"""

from __future__ import annotations

from minikctl.controllers._base import Delete, Update
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, View

Obj = dict[str, Any]

TYPE = "kubernetes.io/service-account-token"
ACCOUNT_NAME = "kubernetes.io/service-account.name"
ACCOUNT_UID = "kubernetes.io/service-account.uid"


def fill(view: View, namespace: str, name: str, certificate: str) -> list[Change]:
    """What makes a secret its account's."""
    secret = view.get("secrets", namespace, name)
    if secret is None or secret.get("type") != TYPE:
        return []
    meta = secret["metadata"]
    notes = meta.get("annotations") or {}
    account = view.get("serviceaccounts", namespace, notes.get(ACCOUNT_NAME, ""))
    known = notes.get(ACCOUNT_UID)
    if account is None or known not in (None, "", account["metadata"]["uid"]):
        return [Delete("secrets", namespace, name, meta["uid"])]
    from base64 import b64encode

    wanted = {
        "ca.crt": b64encode(certificate.encode()).decode(),
        "namespace": b64encode(namespace.encode()).decode(),
        "token": b64encode(_token(meta["uid"]).encode()).decode(),
    }
    data = {**wanted, **(secret.get("data") or {}), "ca.crt": wanted["ca.crt"]}
    annotations = {**notes, ACCOUNT_UID: account["metadata"]["uid"]}
    filled = {**secret, "data": data, "metadata": {**meta, "annotations": annotations}}
    return [] if filled == secret else [Update(filled)]


def _token(uid: str) -> str:
    """Means something to minikctl only: nothing here checks it."""
    from minikctl.core.randomness import digest

    return "minikctl." + "".join(digest(uid, "token", str(n)).hex() for n in range(4))
