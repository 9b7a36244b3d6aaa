"""`rollout resume`: let a paused rollout go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, FieldManager, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "RESOURCE [options]"


def command(
    args: Args = None,
    *,
    field_manager: FieldManager = "kubectl-rollout",
    selector: Selector = "",
) -> None:
    """Let a paused rollout go on.

    Examples:
      # Resume a deployment
      kubectl rollout resume deployment/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `rollout resume` yet")
