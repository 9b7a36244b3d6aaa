"""`set serviceaccount`: set the service account of pod templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, DryRun, FieldManager, Local, Record
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("sa",)
BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    local: Local = False,
    record: Record = False,
) -> None:
    """Set the service account of pod templates.

    Examples:
      # Let a deployment run as robot
      kubectl set serviceaccount deployment web robot
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `set serviceaccount` yet")
