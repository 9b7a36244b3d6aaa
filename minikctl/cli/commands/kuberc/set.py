"""`kuberc set`: set values in the kuberc file."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import ARRAY, Args, KubercFile, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

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
    ] = "",
) -> None:
    """Set values in the kuberc file.

    Examples:
      # get prints wide tables
      kubectl kuberc set --section=defaults --command=get --option=output=wide
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `kuberc set` yet")
