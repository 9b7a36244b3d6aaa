"""`sim images`: show or change what the simulation knows of images."""

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

IMAGES = "images"
USAGE = "[set PATTERN RULE... | unset PATTERN] [options]"


def command(
    args: Args = None,
) -> None:
    """Show or change what the simulation knows of images.

    Examples:
      # Which images fail, crash or end by themselves?
      minikctl sim images

      # Let a pull fail, a program crash, a pull take its time
      minikctl sim images set 'shop/web:2.*' missing
      minikctl sim images set 'shop/worker' exit=1
      minikctl sim images set 'shop/big:*' pull=40s
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    session = session_of(client)
    args = list(opts.args)
    if args[:1] == ["set"] and len(args) >= 3:
        return _set(session, args[1], args[2:])
    if args[:1] == ["unset"] and len(args) == 2:
        return _unset(session, args[1])
    if args:
        raise opts.usage_error(f"unexpected arguments: [{' '.join(args)}]")
    return _show(session, env)


def _rules(session: Session) -> dict[str, Any]:
    return dict(session.read().world.settings.get(IMAGES) or {})


def _set(session: Session, pattern: str, words: list[str]) -> int:
    rule: dict[str, Any] = {}
    for word in words:
        name, _, text = word.partition("=")
        rule[name] = _value(name, text)
    change_settings(session, {IMAGES: {**_rules(session), pattern: rule}})
    return 0


def _value(name: str, text: str) -> Any:
    """missing, exit=CODE, pull=DURATION, start=DURATION, ready=true|false|DURATION."""
    if name == "missing" and text in ("", "true", "false"):
        return text != "false"
    if name == "exit" and text.isascii() and text.isdigit() and int(text) < 256:
        return int(text)
    if name == "ready" and text in ("true", "false"):
        return text == "true"
    if name in ("pull", "start", "ready"):
        from minikctl.core.duration import DurationError, go_parse

        try:
            go_parse(text)
        except DurationError as e:
            raise CliError(str(e)) from None
        return text
    raise CliError(f'"{name}" is none of: missing, exit=CODE, pull=DURATION, start=DURATION, ready=true|false|DURATION')


def _unset(session: Session, pattern: str) -> int:
    rules = _rules(session)
    if pattern not in rules:
        raise CliError(f'there is no rule for "{pattern}"')
    del rules[pattern]
    change_settings(session, {IMAGES: rules})
    return 0


def _show(session: Session, env: Env) -> int:
    from minikctl.core.image_catalogue import describe
    from minikctl.printers.tabwriter import TabWriter

    writer = TabWriter(6, 4, 3)
    writer.line(["IMAGE", "RULE"])
    for pattern, rule in sorted(_rules(session).items()):
        words = [name if value is True else f"{name}={str(value).lower()}" for name, value in sorted(rule.items())]
        writer.line([pattern, ", ".join(words)])
    for pattern, text in describe():
        writer.line([pattern, text])
    env.stdout.write(writer.flush())
    return 0
