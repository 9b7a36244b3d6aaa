"""What verbs that delete share: --cascade as a propagation policy, DeleteOptions, and the line that is printed."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.client.builder import Info

Obj = dict[str, Any]

_TAILS = {"client": " (dry run)", "server": " (server dry run)"}
_POLICIES = {
    "true": "Background",
    "background": "Background",
    "foreground": "Foreground",
    "false": "Orphan",
    "orphan": "Orphan",
}


def propagation(cascade: str, env: Env) -> str:
    """The propagation policy that --cascade names; the old true and false are warned of."""
    if cascade in ("true", "false"):
        new = "background" if cascade == "true" else "orphan"
        env.stderr.write(
            f"warning: --cascade={cascade} is deprecated (boolean value) and can be replaced with --cascade={new}.\n"
        )
    if cascade not in _POLICIES:
        raise CliError(f'invalid cascade value ({cascade}). Must be "background", "foreground", or "orphan"')
    return _POLICIES[cascade]


def options(policy: str, grace: int, strategy: str) -> Obj:
    """A DeleteOptions body; a negative `grace` leaves it to the object."""
    out: Obj = {"propagationPolicy": policy}
    if grace >= 0:
        out["gracePeriodSeconds"] = grace
    if strategy == "server":
        out["dryRun"] = ["All"]
    return out


def told(info: Info, strategy: str = "none", forced: bool = False) -> str:
    """`deployment.apps "web" deleted from default namespace`."""
    where = f" from {info.namespace} namespace" if info.resource.namespaced else ""
    verb = "force deleted" if forced else "deleted"
    return f'{info.resource.printed} "{info.name}" {verb}{where}{_TAILS.get(strategy, "")}\n'
