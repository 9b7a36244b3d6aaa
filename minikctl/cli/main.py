"""From argv to an exit code: find the command (as cobra does), read its flags, run it, print what failed. Knows no
verb."""

from __future__ import annotations

from minikctl.cli import pflag, table
from minikctl.core.errors import CliError, StateError
from minikctl.core.typed import TYPE_CHECKING, Any, cast

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

        return completion.complete(argv[1:], env, argv[0] == "__complete", _lazily)
    defaults: list[str] = []
    if _may_have_preferences(argv, env):
        from minikctl.cli import kuberc

        argv, defaults = kuberc.apply(argv, env)
    command, rest = _found(argv, env)
    rest = [*defaults, *rest]
    flags = table.flags(command.path)
    opts = _options(command, rest, flags, env)
    if opts.help:
        from minikctl.cli import help as pages

        env.stdout.write(pages.page(command.path, env.called))
        return 0
    _require(opts, flags)
    if env.terminal:
        from minikctl.cli import colour

        colour.begin(opts, env)
    client = LazyClient(opts, env)
    try:
        code = run(command, opts, cast("Client", client), env)
    except StateError as error:
        client.abandon(error)
        raise
    finally:
        client.finish()
    if opts.warnings_as_errors and env.warnings:
        raise CliError(f"{env.warnings} warning{'s' if env.warnings > 1 else ''} received")
    return code


def _may_have_preferences(argv: list[str], env: Env) -> bool:
    """A kuberc file is named, or a real API asked for (by one of few flags): looked at closely only then."""
    if "KUBERC" in env.environ or "MINIKCTL_KUBECONFIG" in env.environ:
        return True
    return any(word.startswith(_REMOTE) for word in argv)


_REMOTE = tuple(
    "-s --kube --context --clu --user --serv --token --cert --client- --insec --pass --tls --as --proxy".split()
)


def run(command: table.Command, opts: Opts, client: Client, env: Env) -> int:
    return int(_module(command).run(opts, client, env))


def _module(command: table.Command) -> Any:
    return __import__(f"minikctl.cli.commands.{command.module}", fromlist=["run"])


def _found(argv: list[str], env: Env) -> tuple[table.Command, list[str]]:
    command, rest = table.find(argv)
    if not command.path:
        words = pflag.words_without_flags(rest, table.flags(()))
        if words:
            _unknown(command, argv, rest[words[0]], env)
    elif command.path == ("create",) and rest and not rest[0].startswith("-"):
        from minikctl.cli import plugins

        plugins.run(argv, env, minimum=2)
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
        raise _flag_error(command, str(error), env) from None
    for notice in parsed.notices:
        env.stderr.write(notice + "\n")
    return Opts(command.path, parsed, flags, _program(command, env))


def _program(command: table.Command, env: Env) -> str:
    """kubectl's commands speak of kubectl, our own of the program that has them."""
    return env.called if command.path[:1] in _OWN else env.name


_OWN = (("serve",), ("shell",), ("sim",))


def _flag_error(command: table.Command, message: str, env: Env) -> CliError:
    """Two commands of kubectl have a hint or an exit code of their own for wrong flags: FLAG_HINT, FLAG_CODE."""
    from minikctl.core.errors import UsageError

    module = _module(command)
    hint = getattr(module, "FLAG_HINT", "See '{command} --help' for usage.")
    error = UsageError(message, hint.format(command=" ".join((_program(command, env), *command.path))))
    error.code = getattr(module, "FLAG_CODE", 1)
    return error


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

            _check_timeout(self._opts.request_timeout)
            real = self.__dict__["_real"] = connect(self._opts, self._env)
            if self._env.output is not None:
                self._env.output.client = real
        return cast("Client", real)

    def abandon(self, error: StateError) -> None:
        """The state failed in the midst of something: what is not durable yet is not going to be."""
        real = self.__dict__.get("_real")
        if real is not None and real.embedded:
            real.abandon(error)

    def finish(self) -> None:
        """Make durable what was done, also when the command failed half-way: the server had already said yes."""
        real, output = self.__dict__.get("_real"), self._env.output
        if real is None:
            return
        try:
            real.commit()
        except Exception:
            if output is not None:
                output.drop()
            raise
        finally:
            if output is not None:
                output.client = None
            real.close()


def _check_timeout(text: str) -> None:
    """Seconds as a plain number, or a duration. source: client-go ParseTimeout"""
    from minikctl.cli._values import read_duration

    try:
        if not text.isdecimal():
            read_duration(text)
    except ValueError:
        raise CliError(
            "Invalid timeout value. Timeout must be a single integer in seconds, or an integer followed by a "
            "corresponding time unit (e.g. 1s | 2m | 3h)"
        ) from None


def _lazily(opts: Opts, env: Env) -> Client:
    return cast("Client", LazyClient(opts, env))


def _fail(error: Exception, env: Env) -> int:
    from minikctl.cli import failure
    from minikctl.core.errors import AggregateError, ApiError

    if isinstance(error, StateError) and env.output is not None:
        env.output.drop()  # what is still held back may tell of what has not been kept
    if not isinstance(error, (ApiError, CliError, AggregateError, StateError)):
        if env.debug:
            import traceback

            env.stderr.write("".join(traceback.format_exception(error)))
        error = CliError(f"internal error: {type(error).__name__}: {' '.join(str(error).split())}")
    return failure.report(error, env)
