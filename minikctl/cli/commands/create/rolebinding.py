"""`create rolebinding`: bind a role or cluster role in the namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

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
    raise CliError("minikctl does not do `create rolebinding` yet")
