"""A kuberc file obeyed: aliases become commands, defaults become flags. source: kubectl pkg/kuberc, v1.37

The user's own ~/.kube/kuberc counts only for commands on a real API, which are asked for by name; the embedded server
obeys the file of --kuberc or $KUBERC alone (decisions/0008).
"""

from __future__ import annotations

from minikctl.cli import pflag, preferences, table
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env

Obj = dict[str, Any]

OFF = "disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive"


def apply(argv: list[str], env: Env) -> tuple[list[str], list[str]]:
    """(argv without aliases, flags that stand before those of the command line). CliError as kubectl words it."""
    if env.environ.get("KUBECTL_KUBERC") == "false" or not argv:
        return argv, []
    found = _file(argv, env)
    if found is None:
        return argv, []
    _validate(found)
    aliased = _aliased(argv, found, env)
    if aliased is not None:
        return aliased
    return argv, _defaults(argv, found, env)


# --- the file


def _file(argv: list[str], env: Env) -> Obj | None:
    named = _named(argv)
    told = env.environ.get("KUBERC", "")
    if told == "off":
        if named:
            raise _error(f"kuberc error {OFF}")
        return None
    if named or told:
        return preferences.load(env.path(named or told), env, named or told)
    if not _remote(argv, env):
        return None
    home = env.environ.get("HOME", "")
    return preferences.load(f"{home}/.kube/kuberc", env) if home else None


def _named(argv: list[str]) -> str:
    for number, word in enumerate(argv):
        if word == "--":
            break
        if word == "--kuberc" or word.startswith("--kuberc="):
            value = word[9:] if "=" in word else argv[number + 1] if number + 1 < len(argv) else ""
            if not value:
                raise _error("kuberc file is not found")
            return value
    return ""


def _remote(argv: list[str], env: Env) -> bool:
    """Whether the words ask for a real API; `create rolebinding --user` does not."""
    if env.environ.get("MINIKCTL_KUBECONFIG"):
        return True
    from minikctl.client import REMOTE_FLAGS

    command, rest = table.find(argv)
    own = {flag.name for flag in table.own_flags(command.path)} if command.path else set()
    before = rest[: rest.index("--")] if "--" in rest else rest
    given = {word[2:].partition("=")[0] for word in before if word.startswith("--")}
    short = any(word.startswith("-s") and not word.startswith("--") for word in before)
    return bool((given - own) & {*REMOTE_FLAGS}) or (short and "s" not in own)


def _validate(found: Obj) -> None:
    names: set[str] = set()
    for alias in _list(found, "aliases"):
        name = str(alias.get("name", ""))
        if not (name.isascii() and name.isalpha()):
            raise _error("invalid alias name, can only include alphabetical characters")
        _validate_flags(alias)
        if name in names:
            raise _error(f"duplicate alias name {name}")
        names.add(name)
    for default in _list(found, "defaults"):
        _validate_flags(default)


def _validate_flags(one: Obj) -> None:
    for option in _list(one, "options"):
        if str(option.get("name", "")).startswith("-"):
            raise _error(f"flag name {option['name']} should be in long form without dashes")


# --- aliases


def _aliased(argv: list[str], found: Obj, env: Env) -> tuple[list[str], list[str]] | None:
    """None where the command line names a command that there is, or no alias."""
    if table.find(argv)[0].path:
        return None
    at = next((n for n, word in enumerate(argv) if not word.startswith("-")), None)
    if at is None:
        return None
    alias = next((a for a in _list(found, "aliases") if a.get("name") == argv[at]), None)
    if alias is None:
        return None
    words = str(alias.get("command", "")).split()
    command, _ = table.find(words)
    if not command.path:
        raise _error(f'command "{" ".join(words)}" not found to set alias "{alias["name"]}": [{" ".join(words)}]')
    flags = table.flags(command.path)
    extra = []
    for option in _list(alias, "options"):
        name, value = str(option.get("name", "")), str(option.get("default", ""))
        if name not in flags:
            raise _error(f"invalid alias flag {name} in alias {env.name}")
        if not _given(flags[name], flags, argv):
            what = f"could not apply value {value} to flag {name} in alias {env.name} err: "
            extra.append(_flag(name, value, flags, what))
    _not_overridden(alias, found, env)
    before, after = _texts(alias, "prependArgs"), _texts(alias, "appendArgs")
    return [*argv[:at], *command.path, *before, *argv[at + 1 :], *after], extra


def _not_overridden(alias: Obj, found: Obj, env: Env) -> None:
    """Defaults are for commands, not for aliases."""
    for default in _list(found, "defaults"):
        wanted = str(default.get("command", ""))
        if wanted.split()[:1] == [alias["name"]]:
            raise _error(f"alias {alias['name']} can not be overridden")
        if not table.find(wanted.split())[0].path:
            _unknown(wanted, env)


# --- defaults


def _unknown(wanted: str, env: Env) -> None:
    env.stderr.write(f'Warning: command "{wanted}" not found to set kuberc override\n')


def _defaults(argv: list[str], found: Obj, env: Env) -> list[str]:
    command, _ = table.find(argv)
    extra: list[str] = []
    if not command.path and any(not word.startswith("-") for word in argv):
        return extra  # it will be told that there is no such command
    for default in _list(found, "defaults"):
        wanted = str(default.get("command", ""))
        other, _ = table.find(wanted.split())
        if not other.path:
            _unknown(wanted, env)
            continue
        if other.path[-1:] != command.path[-1:]:  # kubectl, too, goes by the last word
            continue
        flags = table.flags(command.path)
        for option in _list(default, "options"):
            name, value = str(option.get("name", "")), str(option.get("default", ""))
            if name not in flags:
                raise _error(f"invalid flag {name} for command {wanted}")
            if not _given(flags[name], flags, argv):
                what = f"could not apply override value {value} to flag {name} in command {wanted} err: "
                extra.append(_flag(name, value, flags, what))
    return extra


def _flag(name: str, value: str, flags: dict[str, pflag.Flag], what: str) -> str:
    word = f"--{name}={value}"
    try:
        pflag.parse([word], flags)
    except pflag.FlagError as error:
        raise _error(what + str(error)) from None
    return word


def _given(flag: pflag.Flag, flags: dict[str, pflag.Flag], argv: list[str]) -> bool:
    """Whether the command line has it already. source: kubectl searchInArgs"""
    for word in argv:
        if word == f"--{flag.name}" or word.startswith(f"--{flag.name}="):
            return True
        if not flag.short or word.startswith("--"):
            continue
        letters = word[1:] if word.startswith("-") else ""
        if letters.startswith(flag.short) or (letters.isascii() and letters.isalpha() and flag.short in letters):
            return True
    return False


# --- values of the file, which a hand has written


def _list(of: Obj, field: str) -> list[Obj]:
    value = of.get(field)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(of: Obj, field: str) -> list[str]:
    value = of.get(field)
    return [str(one) for one in value] if isinstance(value, list) else []


def _error(why: str) -> CliError:
    return CliError(f"error occurred while applying preferences {why}", bare=True)
