"""`set resources`: set requests and limits of pod templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, ContainersPattern, DryRun, FieldManager, Local, Record, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS] [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    containers: ContainersPattern = "*",
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    limits: Annotated[
        str, Option("--limits", help="What a container may use at most, e.g. cpu=200m,memory=512Mi.")
    ] = "",
    local: Local = False,
    record: Record = False,
    requests: Annotated[
        str, Option("--requests", help="What a container is promised, e.g. cpu=100m,memory=256Mi.")
    ] = "",
    selector: Selector = "",
) -> None:
    """Set requests and limits of pod templates.

    Examples:
      # Both for every container
      kubectl set resources deployment web --requests=cpu=100m --limits=cpu=200m,memory=512Mi
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `set resources` yet")
