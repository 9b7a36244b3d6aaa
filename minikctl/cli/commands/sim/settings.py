"""`sim settings`: show or change how the simulation behaves."""

from __future__ import annotations

from minikctl.cli.commands.sim._session import change_settings, session_of
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.sim.session import Session

USAGE = "[get [NAME] | set NAME=VALUE ...] [options]"


def command(
    args: Args = None,
) -> None:
    """Show or change how the simulation behaves.

    Examples:
      # All settings
      minikctl sim settings get

      # Switch the simulated kubelets off
      minikctl sim settings set kubelet=off
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    session = session_of(client)
    args = list(opts.args)
    if args[:1] == ["set"] and len(args) > 1:
        return _set(session, args[1:])
    if args[:1] in ([], ["get"]) and len(args) <= 2:
        return _get(session, args[1:], env)
    raise opts.usage_error(f"unexpected arguments: [{' '.join(args)}]")


def _get(session: Session, names: list[str], env: Env) -> int:
    from minikctl.printers.tabwriter import TabWriter
    from minikctl.sim.settings import SETTINGS, show

    values = session.read().world.settings
    shown = [s for s in SETTINGS if not names or s.name in names]
    if names and not shown:
        raise CliError(f'unknown setting "{names[0]}"; there are: {", ".join(s.name for s in SETTINGS)}')
    if names:
        env.stdout.write(show(values[names[0]]) + "\n")
        return 0
    writer = TabWriter(6, 4, 3)
    writer.line(["NAME", "VALUE", "MEANING"])
    for setting in shown:
        writer.line([setting.name, show(values[setting.name]), setting.meaning])
    env.stdout.write(writer.flush())
    return 0


def _set(session: Session, pairs: list[str]) -> int:
    from minikctl.sim.settings import parse

    changed = {}
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals:
            raise CliError(f'"{pair}" is not NAME=VALUE')
        changed[name] = parse(name, text)
    change_settings(session, changed)
    return 0
