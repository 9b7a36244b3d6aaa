"""`kuberc set`: set values in the kuberc file."""

from __future__ import annotations

from minikctl.cli import preferences
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import ARRAY, Args, KubercFile, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

USAGE = "--section (defaults|aliases) --command COMMAND [options]"


def command(
    args: Args = None,
    *,
    allowlist_entry: Annotated[
        Strings, Option("--allowlist-entry", help="An entry of the plugin allow list; can be repeated."), ARRAY
    ] = None,
    appendarg: Annotated[
        Strings,
        Option("--appendarg", help="An argument that the alias puts behind those typed; can be repeated."),
        ARRAY,
    ] = None,
    command: Annotated[
        str, Option("--command", help='The command whose defaults or alias are set, e.g. "get" or "create role".')
    ] = "",
    kuberc: KubercFile = "",
    name: Annotated[str, Option("--name", help="The name of the alias.")] = "",
    option: Annotated[
        Strings, Option("--option", help="A flag of the command with its value, as flag=value; can be repeated."), ARRAY
    ] = None,
    overwrite: Annotated[bool, Option("--overwrite", help="Replace an entry that is there already.")] = False,
    policy: Annotated[
        str, Option("--policy", help="The policy of the plugin allow list: AllowAll, DenyAll or Allowlist.")
    ] = "",
    prependarg: Annotated[
        Strings,
        Option("--prependarg", help="An argument that the alias puts before those typed; can be repeated."),
        ARRAY,
    ] = None,
    section: Annotated[
        str, Option("--section", help="The part of the file to set: defaults, aliases or credentialPlugin.")
    ],
) -> None:
    """Set values in the kuberc file.

    Examples:
      # get prints wide tables
      kubectl kuberc set --section=defaults --command=get --option=output=wide
    """


_SECTIONS = ("defaults", "aliases", "credentialplugin")


def run(opts: Opts, client: Client, env: Env) -> int:
    path, found = preferences.read(opts, env)
    _check(opts)
    held = found or preferences.new()
    if opts.section == "credentialplugin":
        _set_policy(opts, held)
    elif opts.section == "defaults":
        _set_defaults(opts, held)
    else:
        _set_alias(opts, held)
    preferences.write(path, held)
    env.stdout.write(f"Updated {path}\n")
    return 0


def _check(opts: Opts) -> None:
    """In kubectl's order."""
    if opts.section not in _SECTIONS:
        raise CliError(f'--section must be "defaults", "aliases", or "credentialplugin", got: {opts.section}')
    if opts.section == "credentialplugin":
        if opts.policy not in preferences.POLICIES:
            raise CliError(f' --policy must be  "AllowAll", "DenyAll", or "Allowlist", got: {opts.policy}')
        return
    if not _command(opts):
        raise CliError("--command is required when --section=aliases or --section=defaults")
    if opts.section == "aliases" and not opts.name:
        raise CliError("--name is required when --section=aliases")
    if opts.section == "defaults" and opts.name:
        raise CliError("--name should not be specified when --section=defaults")
    if opts.section == "defaults" and (opts.prependarg or opts.appendarg):
        raise CliError("--prependarg and --appendarg are only valid for --section=aliases")


def _command(opts: Opts) -> str:
    """The value of --command; `opts.command` is what this very command is called."""
    return str(opts.given().get("command") or "")


def _options(opts: Opts) -> list[Obj]:
    out = []
    for text in opts.option:
        name, equals, value = text.partition("=")
        if not equals:
            raise CliError(f'invalid option format "{text}", expected flag=value')
        out.append({"default": value, "name": name})
    return out


def _set_defaults(opts: Opts, held: Obj) -> None:
    entry = {"command": _command(opts), "options": _options(opts) or None}
    every = held["defaults"] = list(held.get("defaults") or ())
    for position, one in enumerate(every):
        if one.get("command") == entry["command"]:
            if not opts.overwrite:
                raise CliError(f'defaults for command "{_command(opts)}" already exist, use --overwrite to replace')
            every[position] = entry
            return
    every.append(entry)


def _set_alias(opts: Opts, held: Obj) -> None:
    """With --overwrite only what is given changes."""
    given: Obj = {"command": _command(opts), "name": opts.name}
    for field, value in (("appendArgs", opts.appendarg), ("options", _options(opts)), ("prependArgs", opts.prependarg)):
        if value:
            given[field] = list(value)
    every = held["aliases"] = list(held.get("aliases") or ())
    for position, one in enumerate(every):
        if one.get("name") == opts.name:
            if not opts.overwrite:
                raise CliError(f'alias "{opts.name}" already exists, use --overwrite to replace')
            merged = {**one, **given}
            every[position] = {key: merged[key] for key in sorted(merged)}
            return
    every.append({key: given[key] for key in sorted(given)})


def _set_policy(opts: Opts, held: Obj) -> None:
    entries = []
    for text in opts.allowlist_entry:
        field, equals, value = text.partition("=")
        if not equals:
            raise CliError(f'improperly formatted allowlist entry: "{text}"')
        entries.append({field: value})
    held["credentialPluginPolicy"] = opts.policy
    if entries:
        held["credentialPluginAllowlist"] = entries
