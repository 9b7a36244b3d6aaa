"""Environment variables of `set env`: read from arguments, standard input, config maps and secrets; merged; listed."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from minikctl.cli.env import Env

Obj = dict[str, Any]


class Edits(NamedTuple):
    """What is to become of the variables: those to set, in order, and the names to remove."""

    set: list[Obj]
    remove: list[str]


def split(args: list[str]) -> tuple[list[str], list[str]]:
    """(resources, changes): everything from the first NAME=value or NAME- on is a change."""
    names: list[str] = []
    changes: list[str] = []
    for arg in args:
        if "=" in arg[1:] or arg.endswith("-"):
            changes.append(arg)
        elif changes:
            raise CliError(f"all resources must be specified before environment changes: {' '.join(args)}")
        else:
            names.append(arg)
    return names, changes


def edits(texts: list[str], env: Env) -> Edits:
    """The changes that arguments (and `-`, standard input) ask for."""
    from minikctl.core.go_text import quote_go
    from minikctl.core.names import env_var_name

    out: list[Obj] = []
    names: set[str] = set()
    remove: list[str] = []
    for text in texts:
        name, equals, value = text.partition("=")
        if text == "-":
            out += _from_input(env)
        elif equals:
            wrong = env_var_name(name)
            if wrong:
                raise CliError(f"{quote_go(name)} is not a valid key name: {';'.join(wrong)}")
            names.add(name)
            out.append(_variable(name, value))
        elif text.endswith("-"):
            remove.append(text[:-1])
        else:
            raise CliError(f"unknown environment variable: {text}")
    if names.intersection(remove):
        raise CliError("can not both modify and remove the same environment variable in the same command")
    return Edits(out, remove)


def _from_input(env: Env) -> list[Obj]:
    lines = [line.partition("#")[0].partition("=") for line in env.stdin.read().splitlines()]
    return [_variable(name, value) for name, equals, value in lines if equals]


def _variable(name: str, value: str) -> Obj:
    return {"name": name, "value": value} if value else {"name": name}


def from_object(obj: Obj, keys: list[str], env: Env) -> list[Obj]:
    """A variable for each entry of a config map or secret, by reference; told where its name is another."""
    reference = {"ConfigMap": "configMapKeyRef", "Secret": "secretKeyRef"}.get(obj["kind"])
    if reference is None:
        raise CliError("unsupported resource specified in --from")
    name = obj["metadata"]["name"]
    wanted = [key for key in sorted(obj.get("data") or ()) if not keys or key in keys]
    for key in wanted:
        if _env_name(key) != key:
            env.stderr.write(f"Warning: key {key} transferred to {_env_name(key)}\n")
    return [{"name": _env_name(key), "valueFrom": {reference: {"name": name, "key": key}}} for key in wanted]


def _env_name(key: str) -> str:
    return "".join(c if c == "_" or (c.isascii() and c.isalnum()) else "_" for c in key).upper()


def check_no_overwrite(existing: list[Obj], new: list[Obj]) -> None:
    have = {variable["name"]: variable.get("value", "") for variable in existing}
    for variable in new:
        name = variable["name"]
        if name in have and have[name] != variable.get("value", ""):
            raise CliError(f"'{name}' already has a value ({have[name]}), and --overwrite is false")


def merged(existing: list[Obj], wanted: Edits) -> list[Obj]:
    """Old ones keep their place, new ones follow; of a name given twice the first counts."""
    first: dict[str, Obj] = {}
    for variable in wanted.set:
        first.setdefault(variable["name"], variable)
    out: list[Obj] = []
    covered = set(wanted.remove)
    for variable in [*existing, *wanted.set]:
        name = variable["name"]
        if name in covered:
            continue
        if name in first:
            covered.add(name)
        out.append(first.get(name, variable))
    return out


def reference_text(source: Obj) -> str:
    """Where a variable gets its value from, in words."""
    for field, kind in (("configMapKeyRef", "configmap"), ("secretKeyRef", "secret")):
        if source.get(field):
            return f"{kind} {source[field].get('name', '')}, key {source[field]['key']}"
    if source.get("fieldRef"):
        return f"field path {source['fieldRef']['fieldPath']}"
    if source.get("resourceFieldRef"):
        reference = source["resourceFieldRef"]
        prefix = f"{reference['containerName']}/" if reference.get("containerName") else ""
        return f"resource field {prefix}{reference['resource']}"
    return "invalid valueFrom"
