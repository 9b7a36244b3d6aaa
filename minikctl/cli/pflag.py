"""Flags as kubectl's command line reads them (spf13/pflag): pure, knows no command.

`-owide`, `-o=wide`, `--watch=false`, a bare `--dry-run`, flags anywhere, `--`; values keep pflag's types and its
wording of errors.
"""

from __future__ import annotations

from minikctl.cli import _values
from minikctl.cli._values import go_quote
from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from minikctl.cli._values import Value


class Flag(NamedTuple):
    """One flag. `bare` is the value it has when it is given without one ("" = it needs one); `deprecated` the text of
    the notice."""

    name: str
    short: str = ""
    kind: str = "string"
    default: str = ""
    bare: str = ""
    deprecated: str = ""
    required: bool = False


class FlagError(Exception):
    """The command line is not in order; the text is pflag's."""


class Parsed(NamedTuple):
    values: dict[str, Value]  # of the flags that were given
    args: list[str]
    dash: int  # how many args stood before `--`; -1 without one
    notices: list[str]  # about deprecated flags, in order


def parse(argv: Sequence[str], flags: Mapping[str, Flag]) -> Parsed:
    """Read a command's argv; `flags` by long name, and by `-x` for shorthands."""
    parsed = Parsed({}, [], -1, [])
    rest = list(reversed(argv))
    while rest:
        word = rest.pop()
        if word == "--":
            before = len(parsed.args)
            return parsed._replace(args=parsed.args + rest[::-1], dash=before)
        if word.startswith("--"):
            _long(word, rest, flags, parsed)
        elif word.startswith("-") and word != "-":
            _shorts(word[1:], rest, flags, parsed)
        else:
            parsed.args.append(word)
    return parsed


def _long(word: str, rest: list[str], flags: Mapping[str, Flag], parsed: Parsed) -> None:
    name, equals, value = word[2:].partition("=")
    if not name or name[0] == "-":
        raise FlagError(f"bad flag syntax: {word}")
    flag = flags.get(name.replace("_", "-"))
    if flag is None:
        raise FlagError(f"unknown flag: --{name}")
    if not equals:
        if flag.bare:
            value = flag.bare
        elif rest:
            value = rest.pop()
        else:
            raise FlagError(f"flag needs an argument: {word}")
    _set(flag, value, parsed)


def _shorts(letters: str, rest: list[str], flags: Mapping[str, Flag], parsed: Parsed) -> None:
    while letters:
        letter, tail = letters[0], letters[1:]
        flag = flags.get("-" + letter)
        if flag is None:
            byte = chr(letter.encode("utf-8", "surrogateescape")[0])  # pflag looks at bytes
            raise FlagError(f"unknown shorthand flag: {go_quote(byte, chr(39))} in -{letters}")
        if len(letters) > 2 and tail[0] == "=":
            value, tail = tail[1:], ""
        elif flag.bare:
            value = flag.bare
        elif tail:
            value, tail = tail, ""
        elif rest:
            value = rest.pop()
        else:
            raise FlagError(f"flag needs an argument: {go_quote(letter, chr(39))} in -{letters}")
        if flag.deprecated:
            parsed.notices.append(f"Flag shorthand -{letter} has been deprecated, {flag.deprecated}")
        _set(flag, value, parsed)
        letters = tail


def _set(flag: Flag, text: str, parsed: Parsed) -> None:
    try:
        parsed.values[flag.name] = _values.read(flag.kind, text, parsed.values.get(flag.name))
    except ValueError as error:
        shown = f"-{flag.short}, --{flag.name}" if flag.short and not flag.deprecated else f"--{flag.name}"
        raise FlagError(f'invalid argument {go_quote(text)} for "{shown}" flag: {error}') from None
    if flag.deprecated:
        parsed.notices.append(f"Flag --{flag.name} has been deprecated, {flag.deprecated}")


def words_without_flags(argv: Sequence[str], flags: Mapping[str, Flag]) -> list[int]:
    """The positions in argv of what is no flag and no flag's value, as far as `flags` tells: where cobra looks for a
    command's name.

    A flag that is not known is taken to have a value.
    """
    places = []
    at = 0
    while at < len(argv):
        word = argv[at]
        if word == "--":
            break
        if word.startswith("-"):
            flag = None
            if word.startswith("--"):
                flag, alone = flags.get(word[2:].replace("_", "-")), "=" not in word
            else:
                flag, alone = flags.get(word), len(word) == 2
            if alone and not (flag and flag.bare):
                at += 1
        elif word:
            places.append(at)
        at += 1
    return places
