"""Roles and their bindings: stored and checked; everything is allowed here anyway. Pure.

source: Kubernetes' rbac/v1 defaults and validation, observed on v1.36
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds._cells import age, name_and_creation
from minikctl.kinds._kind import Column, Kind, Served, deprecation

if TYPE_CHECKING:
    from minikctl.core.errors import FieldError

Obj = dict[str, Any]

_GROUP = "rbac.authorization.k8s.io"


def binding_row(obj: Obj, now: int) -> list[Any]:
    """NAME ROLE AGE USERS GROUPS SERVICEACCOUNTS."""
    ref = obj.get("roleRef") or {}
    who: dict[str, list[str]] = {"User": [], "Group": [], "ServiceAccount": []}
    for subject in obj.get("subjects") or ():
        name = subject.get("name", "")
        if subject.get("kind") == "ServiceAccount":
            name = f"{subject.get('namespace', '')}/{name}"
        who.setdefault(subject.get("kind", ""), []).append(name)
    return [
        obj["metadata"]["name"],
        f"{ref.get('kind', '')}/{ref.get('name', '')}",
        age(obj, now),
        *(", ".join(who[kind]) for kind in ("User", "Group", "ServiceAccount")),
    ]


def default_binding(obj: Obj) -> None:
    ref: Obj = obj.setdefault("roleRef", {})
    ref["apiGroup"] = ref.get("apiGroup") or _GROUP
    for subject in obj.get("subjects") or ():
        if subject.get("kind") in ("User", "Group"):
            subject["apiGroup"] = subject.get("apiGroup") or _GROUP


def default_role(obj: Obj) -> None:
    obj.setdefault("rules", None)


def _rules(obj: Obj, namespaced: bool) -> list[FieldError]:
    from minikctl.core.errors import invalid_value, required

    out: list[FieldError] = []
    for i, rule in enumerate(obj.get("rules") or ()):
        path = f"rules[{i}]"
        if not rule.get("verbs"):
            out.append(required(f"{path}.verbs", "verbs must contain at least one value"))
        urls = rule.get("nonResourceURLs")
        if urls:
            if namespaced:
                why = "namespaced rules cannot apply to non-resource URLs"
                out.append(invalid_value(f"{path}.nonResourceURLs", urls, why))
            if rule.get("apiGroups") or rule.get("resources") or rule.get("resourceNames"):
                why = "rules cannot apply to both regular resources and non-resource URLs"
                out.append(invalid_value(f"{path}.nonResourceURLs", urls, why))
            continue
        if not rule.get("apiGroups"):
            out.append(required(f"{path}.apiGroups", "resource rules must supply at least one api group"))
        if not rule.get("resources"):
            out.append(required(f"{path}.resources", "resource rules must supply at least one resource"))
    return out


def validate_role(obj: Obj) -> list[FieldError]:
    return _rules(obj, namespaced=True)


def validate_cluster_role(obj: Obj) -> list[FieldError]:
    return _rules(obj, namespaced=False)


def _binding(obj: Obj, roles: list[str], namespaced: bool) -> list[FieldError]:
    from minikctl.core.errors import not_supported, required

    ref = obj["roleRef"]
    out: list[FieldError] = []
    if ref.get("apiGroup") != _GROUP:
        out.append(not_supported("roleRef.apiGroup", ref.get("apiGroup"), [_GROUP]))
    if ref.get("kind") not in roles:
        out.append(not_supported("roleRef.kind", ref.get("kind") or "", roles))
    if not ref.get("name"):
        out.append(required("roleRef.name"))
    for i, subject in enumerate(obj.get("subjects") or ()):
        out += _subject(subject, f"subjects[{i}]", namespaced)
    return out


def _subject(subject: Obj, path: str, namespaced: bool) -> list[FieldError]:
    from minikctl.core.errors import not_supported, required
    from minikctl.kinds import _checks

    kind, name = subject.get("kind") or "", subject.get("name") or ""
    out: list[FieldError] = []
    if not name:
        out.append(required(f"{path}.name"))
    if kind == "ServiceAccount":
        if name:
            out += _checks.dns_subdomain(f"{path}.name", name)
        if subject.get("apiGroup"):
            out.append(not_supported(f"{path}.apiGroup", subject["apiGroup"], [""]))
        if not namespaced and not subject.get("namespace"):
            out.append(required(f"{path}.namespace"))
    elif kind in ("User", "Group"):
        if subject.get("apiGroup") != _GROUP:
            out.append(not_supported(f"{path}.apiGroup", subject.get("apiGroup") or "", [_GROUP]))
    else:
        out.append(not_supported(f"{path}.kind", kind, ["ServiceAccount", "User", "Group"]))
    return out


def validate_role_binding(obj: Obj) -> list[FieldError]:
    return _binding(obj, ["Role", "ClusterRole"], namespaced=True)


def validate_cluster_role_binding(obj: Obj) -> list[FieldError]:
    return _binding(obj, ["ClusterRole"], namespaced=False)


def validate_binding_update(new: Obj, old: Obj) -> list[FieldError]:
    from minikctl.core.errors import invalid_value

    if new["roleRef"] == old.get("roleRef"):
        return []
    from minikctl.kinds._internal import shown

    return [invalid_value("roleRef", shown(new["roleRef"], "rbac/v1.RoleRef"), "cannot change roleRef")]


def _versions(kind: str) -> tuple[Served, ...]:
    return (
        Served("v1"),
        Served(
            "v1beta1",
            deprecated=deprecation(f"{_GROUP}/v1beta1", kind, "1.17", "1.22", f"{_GROUP}/v1"),
            legacy=True,
        ),
    )


_ROLE_COLUMNS = (Column("Name", format="name"), Column("Created At", "date"))
_BINDING_COLUMNS = (
    Column("Name", format="name"),
    Column("Role"),
    Column("Age"),
    Column("Users", priority=1),
    Column("Groups", priority=1),
    Column("ServiceAccounts", priority=1),
)

ROLE = Kind(
    group=_GROUP,
    kind="Role",
    plural="roles",
    versions=_versions("Role"),
    columns=_ROLE_COLUMNS,
    row=name_and_creation,
    default=default_role,
    validate=validate_role,
    spec_fields=(),
    has_status=False,
    name_check="path",
)
CLUSTER_ROLE = ROLE._replace(
    kind="ClusterRole",
    plural="clusterroles",
    versions=_versions("ClusterRole"),
    namespaced=False,
    validate=validate_cluster_role,
    builtin=True,
)
ROLE_BINDING = Kind(
    group=_GROUP,
    kind="RoleBinding",
    plural="rolebindings",
    versions=_versions("RoleBinding"),
    columns=_BINDING_COLUMNS,
    row=binding_row,
    default=default_binding,
    validate=validate_role_binding,
    validate_update=validate_binding_update,
    spec_fields=(),
    has_status=False,
    name_check="path",
)
CLUSTER_ROLE_BINDING = ROLE_BINDING._replace(
    kind="ClusterRoleBinding",
    plural="clusterrolebindings",
    versions=_versions("ClusterRoleBinding"),
    namespaced=False,
    validate=validate_cluster_role_binding,
    builtin=True,
)
KINDS = (ROLE, CLUSTER_ROLE, ROLE_BINDING, CLUSTER_ROLE_BINDING)
