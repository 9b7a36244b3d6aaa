"""`rollout restart`: replace all pods by new ones of the same template."""

from __future__ import annotations

from minikctl.cli.rollouts import changing
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, FieldManager, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]
RESTARTED_AT = "kubectl.kubernetes.io/restartedAt"
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
    """Replace all pods by new ones of the same template.

    Examples:
      # Restart a deployment
      kubectl rollout restart deployment/web

      # Everything with a label
      kubectl rollout restart deployment -l app=web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    return changing.run(opts, client, env, "restarted", lambda obj: _patch(obj, client.now()))


def _patch(obj: Obj, now: int) -> Obj | str:
    if obj["kind"] not in ("Deployment", "DaemonSet", "StatefulSet"):
        return "restarting is not supported"
    if obj["spec"].get("paused"):
        return "can't restart paused deployment (run rollout resume first)"
    at = rfc3339(now)
    meta = obj["spec"]["template"].get("metadata") or {}
    if (meta.get("annotations") or {}).get(RESTARTED_AT) == at:
        return {}
    return {"spec": {"template": {"metadata": {"annotations": {RESTARTED_AT: at}}}}}
