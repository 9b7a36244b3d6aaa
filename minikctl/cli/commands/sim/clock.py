"""`sim clock`: show, set or move the clock of the simulation."""

from __future__ import annotations

from minikctl.cli.commands.sim._session import session_of
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.sim.session import Session

TOLERANCE = 1_000_000
USAGE = "[real|manual|advance DURATION] [options]"


def command(
    args: Args = None,
    *,
    at: Annotated[str, Option("--at", help="With manual: the time it stands at, in RFC 3339.")] = "",
) -> None:
    """Show, set or move the clock of the simulation.

    A real clock follows the wall clock. A manual one moves when told to, and as far as a command that waits needs it.

    Examples:
      # What time is it there?
      minikctl sim clock

      # Take it in hand
      minikctl sim clock manual --at 2024-01-01T00:00:00Z

      # Ten minutes later
      minikctl sim clock advance 10m
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    session = session_of(client)
    args = list(opts.args)
    verb = args[0] if args else ""
    if verb == "advance" and len(args) == 2:
        return _advance(session, args[1], env)
    if len(args) > 1 or verb not in ("", "real", "manual"):
        raise opts.usage_error(f"unexpected arguments: [{' '.join(args)}]")
    if opts.at and verb != "manual":
        raise opts.usage_error("--at goes with manual")
    if verb == "real":
        _real(session)
    elif verb == "manual":
        _manual(session, opts.at)
    return _show(session, env)


def _real(session: Session) -> None:
    from minikctl.sim import clock as clocks

    session.write()
    now = session.now()
    if now > clocks.wall() + TOLERANCE:
        session.abort()
        raise CliError(
            f"the simulated time ({_text(now)}) is ahead of the real one: it cannot go back. "
            "`sim reset` begins a new cluster"
        )
    session.set_head(clock={"mode": "real"})
    session.commit()


def _manual(session: Session, at: str) -> None:
    from minikctl.core.times import TimeError, parse_rfc3339
    from minikctl.sim.passing import advance

    session.write()
    now = until = session.now()
    if at:
        try:
            until = parse_rfc3339(at)
        except TimeError as e:
            session.abort()
            raise CliError(f'--at: "{at}" is not a time as in 2026-01-02T15:04:05Z: {e}') from None
        if until < now:
            session.abort()
            raise CliError(f"--at: {at} lies before the time reached ({_text(now)}), and time does not go back")
    session.set_head(clock={"mode": "manual", "now": now})
    session.commit()
    if until > now:
        advance(session, until)


def _advance(session: Session, text: str, env: Env) -> int:
    from minikctl.core.duration import DurationError, go_parse
    from minikctl.sim.passing import advance, manual

    try:
        span = go_parse(text)
    except DurationError as e:
        raise CliError(str(e)) from None
    if span < 0:
        raise CliError("time does not go back")
    if not manual(session):
        raise CliError("the clock is real: it moves by itself. `sim clock manual` takes it in hand")
    session.write()
    advance(session, session.now() + span)
    return _show(session, env)


def _show(session: Session, env: Env) -> int:
    from minikctl.sim.passing import manual

    mode = "manual" if manual(session) else "real"
    env.stdout.write(f"{_text(session.now())} ({mode})\n")
    return 0


def _text(now: int) -> str:
    from minikctl.core.times import rfc3339

    return rfc3339(now)
