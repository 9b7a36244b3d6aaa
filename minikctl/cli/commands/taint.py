"""`taint`: change the taints of nodes."""

from __future__ import annotations

from minikctl.cli.nodes import tainting
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, DryRun, FieldManager, Overwrite, Selector, Validate
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = "NODE NAME KEY_1=VAL_1:TAINT_EFFECT_1 ... KEY_N=VAL_N:TAINT_EFFECT_N [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-taint",
    overwrite: Overwrite = False,
    selector: Selector = "",
    validate: Validate = "strict",
) -> None:
    """Change the taints of nodes.

    KEY=VALUE:EFFECT sets, KEY:EFFECT- or KEY- removes. Effects are NoSchedule, PreferNoSchedule and NoExecute.

    Examples:
      # Set a taint
      kubectl taint node node-1 dedicated=db:NoSchedule

      # Remove it
      kubectl taint node node-1 dedicated-
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return tainting.run(opts, client, env)
