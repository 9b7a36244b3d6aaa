"""`create clusterrolebinding`: create a cluster role binding."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, ClusterRole, GroupSubjects, ServiceAccountSubjects, UserSubjects
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = (
    "NAME --clusterrole=NAME [--user=username] [--group=groupname] "
    "[--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]"
)


def command(
    args: Args = None,
    *,
    clusterrole: ClusterRole,
    group: GroupSubjects = None,
    serviceaccount: ServiceAccountSubjects = None,
    user: UserSubjects = None,
) -> None:
    """Create a cluster role binding.

    Examples:
      # Make two users and a group administrators
      kubectl create clusterrolebinding admins --clusterrole=cluster-admin --user=ann --user=bob --group=ops
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators import subjects

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    binding = subjects.binding("ClusterRoleBinding", name, opts, "ClusterRole", opts.clusterrole)
    resource = typed("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", namespaced=False)
    generator.create(resource, binding, "failed to create clusterrolebinding: ")
    return 0
