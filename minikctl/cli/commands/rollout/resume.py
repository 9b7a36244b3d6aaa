"""`rollout resume`: let a paused rollout go on."""

from __future__ import annotations

from minikctl.cli.rollouts import changing
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, FieldManager, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]
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
    return changing.run(opts, client, env, "resumed", _patch)


def _patch(obj: Obj) -> Obj | str:
    if obj["kind"] != "Deployment":
        return "resuming is not supported"
    return {"spec": {"paused": None}} if obj["spec"].get("paused") else "is not paused"
