"""Built-in cluster roles and bindings as objects: they are shown without being stored, until somebody changes one.

Deliberately different: only those that users meet, not the components' own; none can be deleted.
"""

from __future__ import annotations

from minikctl.apiserver.builtin_roles import BOUND, ROLES, rules_of
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.server import ApiServer
    from minikctl.kinds._kind import Kind

Obj = dict[str, Any]

_GROUP = "rbac.authorization.k8s.io"
_AGGREGATED = {"admin": ("admin",), "edit": ("edit", "admin"), "view": ("view", "edit")}  # and what each goes into


def one(api: ApiServer, kind: Kind, name: str) -> Obj | None:
    """None where nothing of this name is built in."""
    if kind.plural == "clusterroles":
        return _role(api, name) if name in ROLES else None
    groups = [group for role, group in BOUND if role == name]
    return _binding(api, name, groups) if groups else None


def objects(api: ApiServer, kind: Kind) -> list[Obj]:
    """Those that are stored and the built-in ones beside them, by name."""
    stored = {obj["metadata"]["name"]: obj for obj in api.tx.list(kind.resource, "")}
    names = ROLES if kind.plural == "clusterroles" else {role for role, _ in BOUND}
    found = {name: obj for name in names if name not in stored and (obj := one(api, kind, name)) is not None}
    return [obj for _, obj in sorted({**stored, **found}.items())]


def _role(api: ApiServer, name: str) -> Obj:
    obj = _head(api, "ClusterRole", name)
    grown = _AGGREGATED.get(name)
    if grown is not None:
        select = f"rbac.authorization.k8s.io/aggregate-to-{name}"
        obj["aggregationRule"] = {"clusterRoleSelectors": [{"matchLabels": {select: "true"}}]}
        into = {f"rbac.authorization.k8s.io/aggregate-to-{other}": "true" for other in grown[1:]}
        obj["metadata"]["labels"] |= into
    return {**obj, "rules": rules_of(name)}


def _binding(api: ApiServer, name: str, groups: list[str]) -> Obj:
    subjects = [{"apiGroup": _GROUP, "kind": "Group", "name": group} for group in groups]
    ref = {"apiGroup": _GROUP, "kind": "ClusterRole", "name": name}
    return {**_head(api, "ClusterRoleBinding", name), "roleRef": ref, "subjects": subjects}


def _head(api: ApiServer, kind: str, name: str) -> Obj:
    from minikctl.core.names import uuid4
    from minikctl.core.randomness import digest

    first = (api.tx.get(Key("namespaces", "", "default")) or {"metadata": {}})["metadata"]
    metadata = {
        "annotations": {"rbac.authorization.kubernetes.io/autoupdate": "true"},
        "creationTimestamp": first.get("creationTimestamp"),
        "labels": {"kubernetes.io/bootstrapping": "rbac-defaults"},
        "name": name,
        "resourceVersion": first.get("resourceVersion", "1"),
        "uid": uuid4(digest(api.world.seed, "builtin", kind, name)),
    }
    return {"apiVersion": f"{_GROUP}/v1", "kind": kind, "metadata": metadata}
