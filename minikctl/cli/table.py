"""The command table: what the parser must know of a command, decoded from `_compiled` one command at a time.

`_compiled` is written by `python -m minikctl.cli.compile` from the declarations in `commands/`; a test keeps both
equal.
"""

from __future__ import annotations

from minikctl.cli import _compiled, pflag
from minikctl.cli.pflag import Flag
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

HELP = Flag("help", "h", "bool", "false", "true")


class Command(NamedTuple):
    """A command by its path: `("create", "deployment")`; () is the program itself."""

    path: tuple[str, ...]
    module: str  # below minikctl.cli.commands
    children: tuple[str, ...]  # "name" or "alias=name", in the order of declaration

    def child(self, word: str) -> str | None:
        """The name of the subcommand that `word` names."""
        if word in self.children:
            return word
        return next((entry.partition("=")[2] for entry in self.children if entry.startswith(word + "=")), None)

    @property
    def names(self) -> list[str]:
        return [entry for entry in self.children if "=" not in entry]


def command(path: tuple[str, ...]) -> Command:
    module, children, _ = _compiled.COMMANDS[" ".join(path)].split("\n", 2)
    return Command(path, module, tuple(children.split()))


def find(argv: list[str]) -> tuple[Command, list[str]]:
    """The command that argv names, and argv without its name. source: cobra Find, stripFlags, argsMinusFirstX"""
    found, rest = command(()), argv
    while found.children:
        places = pflag.words_without_flags(rest, flags(found.path))
        name = found.child(rest[places[0]]) if places else None
        if name is None:
            break
        rest = rest[: places[0]] + rest[places[0] + 1 :]
        found = command((*found.path, name))
    return found, rest


def own_flags(path: tuple[str, ...]) -> Iterator[Flag]:
    """The flags declared by the command itself (for (): the global ones)."""
    for line in _compiled.COMMANDS[" ".join(path)].split("\n")[2:]:
        if line:
            name, short, kind, default, bare, deprecated, required = line.split("\t")
            yield Flag(name, short, kind, default, bare, deprecated, bool(required))


def flags(path: tuple[str, ...]) -> dict[str, Flag]:
    """All flags that the command takes, by long name and `-x`; its own hide global ones."""
    out: dict[str, Flag] = {}
    for group in ((HELP,), own_flags(()), own_flags(path) if path else ()):
        for flag in group:
            out[flag.name] = flag
            if flag.short:
                out["-" + flag.short] = flag
    return out


def paths() -> list[tuple[str, ...]]:
    """Every command there is."""
    return [tuple(path.split()) for path in _compiled.COMMANDS]
