"""`set image`: set the images of pod templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, DryRun, FieldManager, Local, Record, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    local: Local = False,
    record: Record = False,
    selector: Selector = "",
) -> None:
    """Set the images of pod templates.

    Pairs of container and image; * stands for every container.

    Examples:
      # One container
      kubectl set image deployment/web nginx=nginx:1.27

      # Every container of every deployment
      kubectl set image deployments --all '*=nginx:1.27'
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `set image` yet")
