"""Questions to the authorizer: reviews are posted and answered at once, nothing is stored."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client._base import Client

Obj = dict[str, Any]


def ask(client: Client, kind: str, spec: Obj | None) -> Obj:
    """The review with its status."""
    import json

    group = "authentication.k8s.io" if kind == "SelfSubjectReview" else "authorization.k8s.io"
    body: Obj = {"kind": kind, "apiVersion": f"{group}/v1", "metadata": {}}
    if spec is not None:
        body["spec"] = spec
    path = f"/apis/{group}/v1/{kind.lower()}s"
    answer: Obj = json.loads(client.raw("POST", path, json.dumps(body).encode()))
    if not (answer.get("metadata") or {}).get("creationTimestamp"):
        (answer.get("metadata") or {}).pop("creationTimestamp", None)
    return answer


def rows(status: Obj) -> list[list[str]]:
    """The rules of a SelfSubjectRulesReview as cells: resources, paths, names, verbs."""
    from minikctl.describe import role

    return role.rows([*(status.get("resourceRules") or ()), *(status.get("nonResourceRules") or ())])
