"""`sim sleep`: what `sleep` is within `shell`, so that a waiting script goes on under a manual clock."""

from __future__ import annotations

from minikctl.cli.commands.sim._session import session_of
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "NUMBER[s|m|h|d]... [options]"
SECOND = 1_000_000
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST = 10**9  # seconds: thirty years are for ever


def command(args: Args = None) -> None:
    """Sleep as the sleep of a shell does: a manual clock is moved, a real one waited for.

    It is what sleep does in the shell that `shell` opens.

    Examples:
      # Half a minute
      minikctl sim sleep 30

      # An hour and a half
      minikctl sim sleep 1h 30m
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.args:
        raise opts.usage_error("sleep: missing operand")
    seconds = sum(_seconds(word) for word in opts.args)
    if seconds >= _LONGEST:
        from minikctl.sim.clock import sleep

        while True:  # until it is stopped
            sleep(_LONGEST // 1000 * SECOND)
    from minikctl.sim.passing import pass_time

    pass_time(session_of(client), int(seconds * SECOND))
    return 0


def _seconds(word: str) -> float:
    """`5`, `0.5`, `2m`, `infinity`. source: coreutils sleep"""
    unit = _UNITS.get(word[-1:])
    try:
        found = float(word[:-1] if unit else word) * (unit or 1)
    except ValueError:
        found = -1
    if not found >= 0:
        raise CliError(f"sleep: invalid time interval '{word}'")
    return found
