"""`set subject`: add subjects to role bindings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        All,
        Args,
        DryRun,
        FieldManager,
        GroupSubjects,
        Local,
        Selector,
        ServiceAccountSubjects,
        UserSubjects,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = (
    "(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] "
    "[--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]"
)


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    group: GroupSubjects = None,
    local: Local = False,
    selector: Selector = "",
    serviceaccount: ServiceAccountSubjects = None,
    user: UserSubjects = None,
) -> None:
    """Add subjects to role bindings.

    Examples:
      # One more user
      kubectl set subject rolebinding view --user=ann
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `set subject` yet")
