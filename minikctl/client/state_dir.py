"""Which state directory a command uses."""

from __future__ import annotations

from os.path import isdir

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts


def find(opts: Opts, env: Env) -> str:
    """--state, $MINIKCTL_STATE, ./state where there is one, else the user's own below $XDG_STATE_HOME."""
    given = opts.state or env.environ.get("MINIKCTL_STATE", "")
    if given:
        return env.path(given)
    here = env.path("state")
    if isdir(here):
        return here
    home = env.environ.get("HOME") or "/"
    return f"{env.environ.get('XDG_STATE_HOME') or home + '/.local/state'}/minikctl"
