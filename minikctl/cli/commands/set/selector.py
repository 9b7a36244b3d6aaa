"""`set selector`: set the selector of a service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, DryRun, FieldManager, Filename, Local, Record, Recursive, ResourceVersion
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version] [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    filename: Filename = None,
    local: Local = False,
    record: Record = False,
    recursive: Recursive = True,
    resource_version: ResourceVersion = "",
) -> None:
    """Set the selector of a service.

    Examples:
      # Send a service to other pods
      kubectl set selector service web app=web,track=stable
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `set selector` yet")
