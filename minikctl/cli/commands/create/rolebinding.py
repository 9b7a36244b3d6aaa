"""`create rolebinding`: bind a role or cluster role in the namespace."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, ClusterRole, GroupSubjects, ServiceAccountSubjects, UserSubjects
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = (
    "NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname] "
    "[--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]"
)


def command(
    args: Args = None,
    *,
    clusterrole: ClusterRole = "",
    group: GroupSubjects = None,
    role: Annotated[str, Option("--role", help="The role that is bound.")] = "",
    serviceaccount: ServiceAccountSubjects = None,
    user: UserSubjects = None,
) -> None:
    """Bind a role or cluster role in the namespace.

    Examples:
      # Give ann the cluster role view here
      kubectl create rolebinding ann-view --clusterrole=view --user=ann
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators import subjects

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    if not name:
        raise CliError("name must be specified")
    if bool(opts.clusterrole) == bool(opts.role):
        raise CliError("exactly one of clusterrole or role must be specified")
    kind = "Role" if opts.role else "ClusterRole"
    binding = subjects.binding("RoleBinding", name, opts, kind, opts.role or opts.clusterrole)
    resource = typed("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings")
    generator.create(resource, binding, "failed to create rolebinding: ")
    return 0
