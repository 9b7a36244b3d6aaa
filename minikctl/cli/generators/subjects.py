"""--user, --group, --serviceaccount: whom a role binding is for."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.opts import Opts

Obj = dict[str, Any]

RBAC = "rbac.authorization.k8s.io"


def named(kind: str, name: str) -> Obj:
    return {"kind": kind, "apiGroup": RBAC, "name": name}


def account(text: str) -> Obj:
    """`namespace:name` of a service account."""
    parts = text.split(":")
    if len(parts) != 2 or not parts[0] or not parts[1]:
        raise CliError("serviceaccount must be <namespace>:<name>")
    return {"kind": "ServiceAccount", "name": parts[1], "namespace": parts[0]}


def from_flags(opts: Opts) -> list[Obj]:
    out = [named("User", name) for name in opts.user]
    out += [named("Group", name) for name in opts.group]
    return out + [account(text) for text in opts.serviceaccount]


def binding(kind: str, name: str, opts: Opts, role_kind: str, role: str) -> Obj:
    """A RoleBinding or ClusterRoleBinding of the subjects that the flags name."""
    found = from_flags(opts)
    return {
        "kind": kind,
        "apiVersion": f"{RBAC}/v1",
        "metadata": {"name": name},
        **({"subjects": found} if found else {}),
        "roleRef": {"apiGroup": RBAC, "kind": role_kind, "name": role},
    }
