"""RBAC: what somebody may do whom a request impersonates. The user of the command line is of system:masters and may do
everything, so nothing asks here for him.

source: Kubernetes' RBAC authorizer and impersonation, v1.36
"""

from __future__ import annotations

from minikctl.core.errors import ApiError, forbidden
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.storage.transaction import Tx

Obj = dict[str, Any]

_RBAC = "rbac.authorization.k8s.io"
_ACCOUNT = "system:serviceaccount:"
AUTHENTICATED, UNAUTHENTICATED = "system:authenticated", "system:unauthenticated"


class User(NamedTuple):
    """Somebody as the server knows him."""

    name: str
    groups: tuple[str, ...]


class Action(NamedTuple):
    """What somebody wants: of a resource, or (verb and path) of a URL. namespace "": in all, or in none."""

    verb: str
    group: str = ""
    resource: str = ""
    subresource: str = ""
    namespace: str = ""
    name: str = ""
    path: str = ""

    @property
    def what(self) -> str:
        return f"{self.resource}/{self.subresource}" if self.subresource else self.resource


def impersonated(name: str, groups: tuple[str, ...] = ()) -> User:
    """Service accounts have groups of their own; everybody is either known or not."""
    if not groups and name.startswith(_ACCOUNT) and name.count(":") == 3:
        groups = ("system:serviceaccounts", f"system:serviceaccounts:{name.split(':')[2]}")
    if AUTHENTICATED in groups or UNAUTHENTICATED in groups:
        return User(name, groups)
    return User(name, (*groups, UNAUTHENTICATED if name == "system:anonymous" else AUTHENTICATED))


def check(tx: Tx, user: User, action: Action) -> None:
    """ApiError 403 for what the user may not do."""
    allowed, why = decide(tx, user, action)
    if allowed:
        return
    because = f": {why}" if why else ""
    if action.path:
        raise forbidden_path(user, action, because)
    where = f'in the namespace "{action.namespace}"' if action.namespace else "at the cluster scope"
    said = f'User "{user.name}" cannot {action.verb} resource "{action.what}" in API group "{action.group}" {where}'
    raise forbidden(action.resource, action.group, action.name, said + because)


def forbidden_path(user: User, action: Action, because: str) -> ApiError:
    said = f'forbidden: User "{user.name}" cannot {action.verb} path "{action.path}"{because}'
    return ApiError(403, "Forbidden", said)


def decide(tx: Tx, user: User, action: Action) -> tuple[bool, str]:
    """(whether it is allowed, what is wrong with the bindings if it is not)."""
    if "system:masters" in user.groups:
        return True, ""
    problems = []
    for role_ref, rules in granted(tx, user, action.namespace):
        if rules is None:
            problems.append(f'{role_ref["kind"].lower()}.{_RBAC} "{role_ref["name"]}" not found')
        elif any(_covers(rule, action) for rule in rules):
            return True, ""
    problems = list(dict.fromkeys(problems))
    told = problems[0] if len(problems) == 1 else f"[{', '.join(problems)}]"
    return False, f"RBAC: {told}" if problems else ""


def granted(tx: Tx, user: User, namespace: str) -> Iterator[tuple[Obj, list[Obj] | None]]:
    """The roles that are bound to a user, with their rules; None for a role that is not there."""
    from minikctl.apiserver.builtin_roles import BOUND, rules_of

    for name, group in BOUND:
        if group in user.groups:
            yield {"kind": "ClusterRole", "name": name}, rules_of(name)
    bindings = list(tx.list(f"clusterrolebindings.{_RBAC}", ""))
    if namespace:
        bindings += tx.list(f"rolebindings.{_RBAC}", namespace)
    for binding in bindings:
        own = binding["metadata"].get("namespace", "")
        if any(_is(subject, user, own) for subject in binding.get("subjects") or ()):
            yield binding["roleRef"], _rules(tx, binding["roleRef"], own)


def _rules(tx: Tx, ref: Obj, namespace: str) -> list[Obj] | None:
    from minikctl.apiserver.builtin_roles import rules_of

    plural = "roles" if ref["kind"] == "Role" else "clusterroles"
    role = tx.get(Key(f"{plural}.{_RBAC}", namespace if plural == "roles" else "", ref["name"]))
    if role is None:
        return rules_of(ref["name"]) if plural == "clusterroles" else None
    return _aggregated(tx, role) if role.get("aggregationRule") else role.get("rules") or []


def _aggregated(tx: Tx, role: Obj) -> list[Obj]:
    """The rules of all cluster roles that the role gathers by their labels."""
    from minikctl.core.selectors import from_label_selector

    selectors = [from_label_selector(s) for s in role["aggregationRule"].get("clusterRoleSelectors") or ()]
    out: list[Obj] = []
    for other in tx.list(f"clusterroles.{_RBAC}", ""):
        labels = other["metadata"].get("labels") or {}
        if other is not role and any(selector.matches(labels) for selector in selectors):
            out += other.get("rules") or []
    return out


def _is(subject: Obj, user: User, namespace: str) -> bool:
    kind, name = subject.get("kind"), subject.get("name", "")
    if kind == "User":
        return bool(user.name == name)
    if kind == "Group":
        return name in user.groups
    return bool(kind == "ServiceAccount" and user.name == f"{_ACCOUNT}{subject.get('namespace') or namespace}:{name}")


def _covers(rule: Obj, action: Action) -> bool:
    verbs = rule.get("verbs") or ()
    if "*" not in verbs and action.verb not in verbs:
        return False
    if action.path:
        return any(_fits(url, action.path) for url in rule.get("nonResourceURLs") or ())
    groups, resources = rule.get("apiGroups") or (), rule.get("resources") or ()
    names = rule.get("resourceNames") or ()
    return (
        ("*" in groups or action.group in groups)
        and any(_is_resource(resource, action) for resource in resources)
        and (not names or action.name in names)
    )


def _is_resource(resource: str, action: Action) -> bool:
    """`*/scale` stands for that subresource of everything."""
    return resource in ("*", action.what) or bool(action.subresource and resource == f"*/{action.subresource}")


def _fits(url: str, path: str) -> bool:
    return path.startswith(url[:-1]) if url.endswith("*") else url == path
