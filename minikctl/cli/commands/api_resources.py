"""`api-resources`: list the resources that the server has."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, NoHeaders, ShowManagedFields, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    api_group: Annotated[str, Option("--api-group", help="Only the resources of this group.")] = "",
    cached: Annotated[bool, Option("--cached", help="Use the stored list of resources where there is one.")] = False,
    categories: Annotated[Strings, Option("--categories", help="Only the resources of these categories.")] = None,
    namespaced: Annotated[
        bool, Option("--namespaced", help="Only resources that live in namespaces; false for the others.")
    ] = True,
    no_headers: NoHeaders = False,
    output: Annotated[str, Option("--output", "-o", help="The format: wide, name, json, yaml or kyaml.")] = "",
    show_managed_fields: ShowManagedFields = False,
    sort_by: Annotated[str, Option("--sort-by", help="Sort by name or kind.")] = "",
    verbs: Annotated[Strings, Option("--verbs", help="Only resources that have all these verbs.")] = None,
) -> None:
    """List the resources that the server has.

    Examples:
      # All of them
      kubectl api-resources

      # Those of a group, with verbs
      kubectl api-resources --api-group=apps -o wide
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `api-resources` yet")
