"""`sim load`: show or change what the simulated programs use of CPU and memory."""

from __future__ import annotations

from minikctl.cli.commands.sim._session import change_settings, session_of
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.sim.session import Session

Rules = dict[str, dict[str, str]]

AMOUNTS = ("cpu", "memory", "total-cpu", "total-memory")
USAGE = "[set TYPE/NAME AMOUNT... | unset TYPE/NAME] [options]"


def command(
    args: Args = None,
) -> None:
    """Show or change what the simulated programs use of CPU and memory.

    A load is put on a pod, or on what has pods. cpu and memory are what each pod uses; total-cpu and total-memory are
    shared by those of them that are ready, so that more replicas relieve each. A load brings a metrics server with it
    (the setting "metrics"): `top` and autoscalers know of it 15 to 30 seconds after a pod has started.

    Examples:
      # What is there?
      minikctl sim load

      # A rush on a deployment: an autoscaler that it has makes it larger
      minikctl sim load set deployment/web total-cpu=2

      # Each pod of a stateful set uses a quarter of a CPU and 300 MiB
      minikctl sim load set statefulset/db cpu=250m memory=300Mi

      # The rush is over
      minikctl sim load unset deployment/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    session = session_of(client)
    args = list(opts.args)
    if args[:1] == ["set"] and len(args) >= 3:
        return _set(session, _place(client, args[1], there=True), args[2:])
    if args[:1] == ["unset"] and len(args) == 2:
        return _unset(session, _place(client, args[1]), args[1])
    if args:
        raise opts.usage_error(f"unexpected arguments: [{' '.join(args)}]")
    return _show(session, env)


def _place(client: Client, word: str, there: bool = False) -> str:
    """NAMESPACE/RESOURCE/NAME of TYPE/NAME. there: it has to exist."""
    kind, slash, name = word.partition("/")
    if not slash or not name:
        raise CliError(f'"{word}" is not TYPE/NAME')
    resource = client.resolve(kind)
    if not resource.namespaced:
        raise CliError(f"{resource.plural} have no pods that could be under load")
    if there:
        client.get(resource, client.namespace, name)
    group = f".{resource.group}" if resource.group else ""
    return f"{client.namespace}/{resource.plural}{group}/{name}"


def _rules(session: Session) -> Rules:
    from minikctl.apiserver.usage import SETTING

    return dict(session.read().world.settings.get(SETTING) or {})


def _set(session: Session, place: str, words: list[str]) -> int:
    from minikctl.apiserver.usage import SETTING, SWITCH

    load: dict[str, str] = {}
    for word in words:
        name, _, text = word.partition("=")
        if name not in AMOUNTS:
            raise CliError(f'"{name}" is none of: {", ".join(AMOUNTS)}')
        load[name] = _amount(name, text)
    change_settings(session, {SETTING: {**_rules(session), place: load}, SWITCH: True})
    return 0


def _amount(name: str, text: str) -> str:
    from minikctl.core.quantity import QuantityError, canonical, milli

    try:
        amount = canonical(text)
    except QuantityError as e:
        raise CliError(f"{name}: {e}") from None
    if milli(amount) < 0:
        raise CliError(f"{name}: a load is not negative")
    return amount


def _unset(session: Session, place: str, word: str) -> int:
    from minikctl.apiserver.usage import SETTING

    rules = _rules(session)
    if rules.pop(place, None) is None:
        raise CliError(f"there is no load on {word}")
    change_settings(session, {SETTING: rules})
    return 0


def _show(session: Session, env: Env) -> int:
    from minikctl.printers.tabwriter import TabWriter

    rules: dict[str, Any] = _rules(session)
    if not rules:
        env.stderr.write("No loads are set.\n")
        return 0
    writer = TabWriter(6, 4, 3)
    writer.line(["NAMESPACE", "TARGET", "LOAD"])
    for place, load in sorted(rules.items()):
        namespace, _, target = place.partition("/")
        amounts = ", ".join(f"{name}={load[name]}" for name in AMOUNTS if name in load)
        writer.line([namespace, target, amounts])
    env.stdout.write(writer.flush())
    return 0
