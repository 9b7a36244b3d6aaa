"""Help pages in kubectl's layout, plain text. The words are in `_pages`, compiled from the declarations; flags and
defaults in the command table."""

from __future__ import annotations

from minikctl.cli import table
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import TextIO

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.cli.pflag import Flag

Path = tuple[str, ...]


class Page(NamedTuple):
    usage: str
    aliases: list[str]
    hidden: bool
    flags: dict[str, str]  # help by name, of the visible ones
    text: str  # the first line, prose
    examples: str

    @property
    def short(self) -> str:
        return self.text.split("\n", 1)[0].rstrip(".")


def read(path: Path, program: str) -> Page:
    """The texts of a command, with the program's name in its examples."""
    from minikctl.cli._pages import PAGES

    usage, aliases, hidden, count, *lines = PAGES[" ".join(path)].split("\n")
    flags = dict(line.split("\t", 1) for line in lines[: int(count)])
    text, _, examples = "\n".join(lines[int(count) :]).partition("\n\nExamples:\n")
    named = [_named(line, program) for line in examples.split("\n")] if examples else []
    return Page(usage, aliases.split(), bool(hidden), flags, text.replace("{name}", program), "\n".join(named))


def _named(line: str, program: str) -> str:
    for name in ("kubectl ", "minikctl "):
        if line.startswith("  " + name):
            return f"  {program} {line[2 + len(name) :]}"
    return line.replace(" kubectl ", f" {program} ")


def page(path: Path, program: str) -> str:
    """The whole help page of a command."""
    command = table.command(path)
    texts = read(path, program)
    parts = [_prose(texts.text)]
    if texts.aliases:
        parts.append(f"Aliases:\n{', '.join([path[-1], *texts.aliases])}")
    if texts.examples:
        parts.append("Examples:\n" + "\n".join(line or "  " for line in texts.examples.split("\n")))
    if not path:
        parts += _root_lists(program)
    elif command.children:
        parts.append("Available Commands:\n" + _list(path, command.names, program))
    own = _options(table.own_flags(path), texts.flags) if path else ""
    if own:
        parts.append("Options:\n" + own.rstrip("\n"))
    parts.append(f"Usage:\n  {' '.join((program, *path, texts.usage)).rstrip()}")
    return "\n\n".join(parts) + "\n\n" + _footer(path, bool(command.children), program)


def options(program: str) -> str:
    """`kubectl options`."""
    texts = read((), program)
    return "The following options can be passed to any command:\n\n" + _options(table.own_flags(()), texts.flags)


def group(opts: Opts, env: Env, stream: TextIO) -> int:
    """A command that only has subcommands, called without one (help on `stream`) or with one that there is not."""
    if opts.args:
        raise opts.usage_error(f'unknown command "{" ".join(opts.args)}"')
    stream.write(page(opts.path, env.called))
    return 1


def topic(opts: Opts, env: Env) -> int:
    """`kubectl help WORDS`: the page of the command that the words lead to. source: cobra's help command"""
    path: Path = ()
    for word in opts.args:
        child = table.command(path).child(word)
        if child is None:
            break
        path = (*path, child)
    if opts.args and not path:
        env.stderr.write("Unknown help topic [" + " ".join(f"`{word}`" for word in opts.args) + "]\n")
    env.stdout.write(page(path, env.called))
    return 0


def _prose(text: str) -> str:
    """kubectl sets every paragraph but the first in by one blank."""
    first, *others = text.split("\n\n")
    return "\n\n".join([first, *(" " + " ".join(other.split("\n")) for other in others)])


def _root_lists(program: str) -> list[str]:
    from minikctl.cli.commands import GROUPS, OTHERS

    parts = [f"{title}:\n" + _list((), list(names), program) for title, names in GROUPS.items()]
    parts.append("Subcommands provided by plugins:")
    return [*parts, "Other Commands:\n" + _list((), sorted({*OTHERS} - {"help", "options"}), program)]


def _list(path: Path, names: list[str], program: str) -> str:
    """The short descriptions of subcommands, in a column that all groups of the page share."""
    pages = {name: read((*path, name), program) for name in names}
    shown = [name for name in names if not pages[name].hidden]
    width = max(11, *(len(name) for name in table.command(path).names)) + 3
    return "\n".join(f"  {name:<{width}}{pages[name].short}" for name in shown)


def _options(flags: object, texts: dict[str, str]) -> str:
    return "".join(f"    {_heading(flag)}:\n\t{texts[flag.name]}\n\n" for flag in flags if flag.name in texts)  # type: ignore[attr-defined]


def _heading(flag: Flag) -> str:
    """`-o, --output=''`: strings in quotes, lists in brackets."""
    short = f"-{flag.short}, " if flag.short else ""
    value = flag.default
    if flag.kind == "string":
        value = f"'{value}'"
    elif flag.kind in ("stringSlice", "stringArray", "stringToString"):
        value = f"[{value}]"
    elif flag.required and not value:
        value = {"bool": "false", "int": "0", "int32": "0", "duration": "0s"}.get(flag.kind, "")
    return f"{short}--{flag.name}={value}"


def _footer(path: Path, group: bool, program: str) -> str:
    command = " ".join((program, *path))
    lines = [f'Use "{command} <command> --help" for more information about a given command.'] if group else []
    return "\n".join(
        [*lines, f'Use "{program} options" for a list of global command-line options (applies to all commands).', ""]
    )
