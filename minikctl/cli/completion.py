"""Completion: `__complete`, which a shell's script calls for every TAB, by Cobra's protocol.

Reads the command table and the help texts only; names of objects come from the Client.
"""

from __future__ import annotations

from minikctl.cli import help as pages
from minikctl.cli import pflag, table
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Candidates = list[tuple[str, str]]  # value, description

DEFAULT, NO_SPACE, NO_FILES, FILE_EXTENSIONS = 0, 2, 4, 8
_NAMES = {
    DEFAULT: "ShellCompDirectiveDefault",
    NO_SPACE: "ShellCompDirectiveNoSpace",
    NO_FILES: "ShellCompDirectiveNoFileComp",
    NO_SPACE | NO_FILES: "ShellCompDirectiveNoSpace, ShellCompDirectiveNoFileComp",
    FILE_EXTENSIONS: "ShellCompDirectiveFilterFileExt",
}
_FIXED = {
    "output": "json yaml kyaml name go-template go-template-file template templatefile "
    "jsonpath jsonpath-as-json jsonpath-file",
    "dry-run": "none client server",
    "cascade": "background orphan foreground",
    "validate": "strict warn ignore",
}
_WIDER: dict[tuple[str, ...], str] = {("get",): " custom-columns custom-columns-file wide", ("api-resources",): " wide"}


def complete(argv: list[str], env: Env, describe: bool, connect: Callable[[Opts, Env], Client]) -> int:
    """Print the candidates for the last word of argv; never fails, because nobody would see it."""
    try:
        found, directive = candidates(argv[:-1], argv[-1] if argv else "", env, connect)
    except Exception as error:
        env.stderr.write(f"[Debug] [Error] {error}\n")
        found, directive = [], DEFAULT
    for value, text in found:
        env.stdout.write(f"{value}\t{text}\n" if describe and text else f"{value}\n")
    env.stdout.write(f":{directive}\n")
    env.stderr.write(f"Completion ended with directive: {_NAMES[directive]}\n")
    return 0


def candidates(
    before: list[str], word: str, env: Env, connect: Callable[[Opts, Env], Client]
) -> tuple[Candidates, int]:
    command, rest = table.find(before)
    flags = table.flags(command.path)
    name, equals, value = word.partition("=")
    flag = flags.get(name[2:] if name.startswith("--") else name) if word.startswith("-") and equals else None
    if flag is None and rest and "--" not in rest:
        flag = _waiting(rest[-1], flags)
        rest, value = (rest[:-1], word) if flag else (rest, word)
    from minikctl.cli.opts import Opts

    parsed = pflag.parse(rest, flags)
    if "--" not in rest and word.startswith("-") and flag is None:
        return list(_flags(command.path, parsed, word, env.called)), NO_FILES
    opts = Opts(command.path, parsed, flags, env.called)
    if flag:
        return _values(flag, value, opts, lambda: connect(opts, env))
    if (command.children and not parsed.args) or command.path == ("help",):
        found = _commands(command if command.children else table.command(tuple(parsed.args)), word, env.called)
        if found or command.path in ((), ("help",)):
            return found, NO_FILES
    from minikctl.cli import _completion_names

    return _completion_names.arguments(opts, word, lambda: connect(opts, env))


def _waiting(word: str, flags: dict[str, pflag.Flag]) -> pflag.Flag | None:
    """The flag in `word` whose value comes next."""
    if not word.startswith("-") or "=" in word or word == "-":
        return None
    flag = flags.get(word[2:] if word.startswith("--") else "-" + word[-1])
    return flag if flag and not flag.bare else None


def _flags(path: tuple[str, ...], parsed: pflag.Parsed, word: str, program: str) -> Iterator[tuple[str, str]]:
    """The flags that begin with `word` and may still be given; while required ones are missing, only these if any."""
    found = list(_all_flags(path, parsed, word, program))
    required = [(value, text) for value, text, flag in found if flag.required]
    yield from required or ((value, text) for value, text, _ in found)


def _all_flags(
    path: tuple[str, ...], parsed: pflag.Parsed, word: str, program: str
) -> Iterator[tuple[str, str, pflag.Flag]]:
    texts = pages.read((), program).flags
    own = {**pages.read(path, program).flags, "help": f"help for {path[-1] if path else program}"}
    mine = sorted([*(table.own_flags(path) if path else ()), table.HELP])
    names = {flag.name for flag in mine}
    inherited = [flag for flag in table.own_flags(()) if flag.name not in names]
    for flag, text in [(f, texts.get(f.name, "")) for f in inherited] + [(f, own.get(f.name, "")) for f in mine]:
        if not text or (flag.name in parsed.values and flag.kind not in ("stringSlice", "stringArray")):
            continue
        for shown in (f"--{flag.name}", f"-{flag.short}" if flag.short else ""):
            if shown.startswith(word) and shown:
                yield shown, text, flag


def _commands(command: table.Command, word: str, program: str) -> Candidates:
    """The subcommands that begin with `word`, by name."""
    names = sorted(name for name in command.names if name.startswith(word))
    texts = [(name, pages.read((*command.path, name), program)) for name in names]
    return [(name, page.short) for name, page in texts if not page.hidden]


def _values(flag: pflag.Flag, word: str, opts: Opts, client: Callable[[], Client]) -> tuple[Candidates, int]:
    """What can stand behind a flag."""
    if flag.name in _FIXED and flag.default != "plaintext":
        words = _FIXED[flag.name] + (_WIDER.get(opts.path, "") if flag.name == "output" else "")
        return [(value, "") for value in words.split() if value.startswith(word)], NO_FILES
    if flag.name == "filename":
        return [("json", ""), ("yaml", ""), ("yml", "")], FILE_EXTENSIONS
    if flag.name == "namespace":
        from minikctl.cli import _completion_names

        return _completion_names.objects("namespaces", word, client()), NO_FILES
    return [], DEFAULT
