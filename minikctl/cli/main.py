"""From argv to an exit code: find the command (as cobra does), read its flags, run it, print what failed. Knows no
verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from minikctl.cli import pflag, table
from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client


def main(argv: Sequence[str], env: Env) -> int:
    """Run one command line (without the program's name). Never raises but for KeyboardInterrupt and a closed pipe."""
    try:
        return _command(list(argv), env)
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:
        return _fail(error, env)


def _command(argv: list[str], env: Env) -> int:
    if argv[:1] in (["__complete"], ["__completeNoDesc"]):
        from minikctl.cli import completion

        return completion.complete(argv[1:], env, describe=argv[0] == "__complete", client_for=_client_for)
    command, rest = find(argv, env)
    flags = table.flags(command.path)
    opts = _options(command, rest, flags, env)
    if opts.help:
        from minikctl.cli import help as pages

        env.stdout.write(pages.page(command.path, env.name))
        return 0
    _require(opts, flags)
    client = LazyClient(opts, env)
    try:
        return run(command, opts, cast("Client", client), env)
    finally:
        client.finish()


def run(command: table.Command, opts: Opts, client: Client, env: Env) -> int:
    module = __import__(f"minikctl.cli.commands.{command.module}", fromlist=["run"])
    return int(module.run(opts, client, env))


def find(argv: list[str], env: Env) -> tuple[table.Command, list[str]]:
    """The command that argv names, and argv without its name. source: cobra Find, stripFlags, argsMinusFirstX"""
    command, rest = table.command(()), argv
    while command.children:
        places = pflag.words_without_flags(rest, table.flags(command.path))
        name = command.child(rest[places[0]]) if places else None
        if name is None:
            break
        rest = rest[: places[0]] + rest[places[0] + 1 :]
        command = table.command((*command.path, name))
    if not command.path and places:
        _unknown(command, argv, argv[places[0]], env)
    return command, rest


def _unknown(root: table.Command, argv: list[str], word: str, env: Env) -> None:
    from minikctl.cli import plugins, suggest

    plugins.run(argv, env)
    text = f'unknown command "{word}" for "{env.name}"'
    similar = suggest.similar(word, root.names)
    if similar:
        text += "\n\nDid you mean this?\n" + "".join(f"\t{name}\n" for name in similar)
    raise CliError(text)


def _options(command: table.Command, rest: list[str], flags: dict[str, pflag.Flag], env: Env) -> Opts:
    from minikctl.cli.opts import Opts

    try:
        parsed = pflag.parse(rest, flags)
    except pflag.FlagError as error:
        from minikctl.core.errors import UsageError

        shown = " ".join((env.name, *command.path))
        raise UsageError(str(error), f"See '{shown} --help' for usage.") from None
    for notice in parsed.notices:
        env.stderr.write(notice + "\n")
    return Opts(command.path, parsed, flags, env.name)


def _require(opts: Opts, flags: dict[str, pflag.Flag]) -> None:
    missing = sorted({f.name for f in flags.values() if f.required and not opts.changed(f.name)})
    if missing:
        names = ", ".join(f'"{name}"' for name in missing)
        raise CliError(f"required flag(s) {names} not set")


class LazyClient:
    """Stands for the Client until a verb first asks something of it: many commands never do."""

    def __init__(self, opts: Opts, env: Env) -> None:
        self._opts, self._env = opts, env

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.connected(), name)

    def connected(self) -> Client:
        """The real one."""
        real = self.__dict__.get("_real")
        if real is None:
            from minikctl.client import connect

            real = self.__dict__["_real"] = connect(self._opts, self._env)
        return cast("Client", real)

    def finish(self) -> None:
        """Make durable what was done, also when the command failed half-way: the server had already said yes."""
        real = self.__dict__.get("_real")
        if real is not None:
            try:
                real.commit()
            finally:
                real.close()


def _client_for(opts: Opts, env: Env) -> Client:
    return cast("Client", LazyClient(opts, env))


def _fail(error: Exception, env: Env) -> int:
    from minikctl.cli import failure
    from minikctl.core.errors import AggregateError, ApiError

    if not isinstance(error, (ApiError, CliError, AggregateError)):
        if env.debug:
            import traceback

            env.stderr.write("".join(traceback.format_exception(error)))
        error = CliError(f"internal error: {type(error).__name__}: {' '.join(str(error).split())}")
    return failure.report(error, env)
