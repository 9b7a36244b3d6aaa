"""The options of one invocation: parsed flags as attributes, positional arguments, and the command's own usage
errors."""

from __future__ import annotations

from minikctl.cli import _values
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.pflag import Flag, Parsed
    from minikctl.core.errors import UsageError


class Opts:
    """`opts.dry_run` is the value of `--dry-run` (given or default), `opts.for_` that of `--for` (Python's keywords
    get a `_`).

    Types: bool, int, str, list[str] (stringSlice, stringArray), dict[str, str], durations as seconds (float).
    """

    def __init__(self, path: tuple[str, ...], parsed: Parsed, flags: dict[str, Flag], program: str) -> None:
        self.path = path
        self.args = parsed.args
        self.dash = parsed.dash
        self.program = program
        self._given = parsed.values
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Flags are looked up when asked for: most of them never are."""
        flag = self._flags.get(name.rstrip("_").replace("_", "-"))
        if flag is None or name.startswith("__"):
            raise AttributeError(name)
        value = self._given.get(flag.name)
        if value is None:
            value = _values.default(flag.kind, flag.default)
        setattr(self, name, value)
        return value

    def put(self, flag: str, value: _values.Value) -> None:
        """As if `--flag` had been given: one flag stands for another."""
        setattr(self, flag, value)

    def changed(self, flag: str) -> bool:
        """Was `--flag` on the command line?"""
        return flag in self._given

    def changed_globally(self, flag: str) -> bool:
        """Was the program's `--flag` given, not one that the command has itself (`create rolebinding --user`)?"""
        from minikctl.cli import table

        return flag in self._given and all(own.name != flag for own in table.own_flags(self.path))

    def has(self, flag: str) -> bool:
        """Does this command have `--flag`?"""
        return flag in self._flags

    def given(self) -> dict[str, _values.Value]:
        """The flags on the command line, by long name, in order."""
        return self._given

    @property
    def command(self) -> str:
        """`kubectl create deployment`."""
        return " ".join((self.program, *self.path))

    @property
    def before_dash(self) -> list[str]:
        """The arguments before `--` (all of them without one)."""
        return self.args if self.dash < 0 else self.args[: self.dash]

    @property
    def after_dash(self) -> list[str]:
        return [] if self.dash < 0 else self.args[self.dash :]

    def usage_error(self, message: str) -> UsageError:
        """A mistake in the arguments; raise it: `error: message` + `See 'kubectl get -h' for help and examples`."""
        from minikctl.core.errors import UsageError

        return UsageError(message, f"See '{self.command} -h' for help and examples")

    def name_arg(self) -> str:
        """The one NAME of a generator. source: kubectl NameFromCommandArgs"""
        names = self.before_dash
        if len(names) != 1:
            raise self.usage_error(f"exactly one NAME is required, got {len(names)}")
        return names[0]

    def no_args(self) -> None:
        if self.args:
            raise self.usage_error(f"unexpected arguments: [{' '.join(self.args)}]")
