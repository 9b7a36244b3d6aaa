"""`replace`: replace resources by what files say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        Args,
        Cascade,
        DryRun,
        FieldManager,
        Force,
        GracePeriod,
        Raw,
        SaveConfig,
        Subresource,
        Timeout,
        Validate,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "-f FILENAME [options]"


def command(
    args: Args = None,
    *,
    cascade: Cascade = "background",
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-replace",
    force: Force = False,
    grace_period: GracePeriod = -1,
    raw: Raw = "",
    save_config: SaveConfig = False,
    subresource: Subresource = "",
    timeout: Timeout = "0s",
    validate: Validate = "strict",
    wait: Annotated[bool, Option("--wait", help="Wait until what was deleted is gone.")] = False,
) -> None:
    """Replace resources by what files say.

    The file must hold the whole object. --force deletes the old one and creates it anew.

    Examples:
      # From a file
      kubectl replace -f web.yaml

      # Delete first
      kubectl replace --force -f pod.yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `replace` yet")
