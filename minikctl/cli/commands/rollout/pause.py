"""`rollout pause`: stop a rollout half-way."""

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
    """Stop a rollout half-way.

    Changes of the template are kept but not acted on until the rollout is resumed. Deployments only.

    Examples:
      # Pause a deployment
      kubectl rollout pause deployment/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return changing.run(opts, client, env, "paused", _patch)


def _patch(obj: Obj) -> Obj | str:
    if obj["kind"] != "Deployment":
        return "pausing is not supported"
    return "is already paused" if obj["spec"].get("paused") else {"spec": {"paused": True}}
