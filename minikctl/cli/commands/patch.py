"""`patch`: change single fields of resources with a patch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun, FieldManager, Local, Record, Subresource
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME) [-p PATCH|--patch-file FILE] [options]"


def command(
    args: Args = None,
    *,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-patch",
    local: Local = False,
    patch: Annotated[str, Option("--patch", "-p", help="The patch, in JSON or YAML.")] = "",
    patch_file: Annotated[str, Option("--patch-file", help="A file with the patch.")] = "",
    record: Record = False,
    subresource: Subresource = "",
    type: Annotated[str, Option("--type", help="How the patch is meant: json, merge or strategic.")] = "strategic",
) -> None:
    """Change single fields of resources with a patch.

    strategic merges by the schema, merge is JSON merge patch (RFC 7386), json is JSON patch (RFC 6902).

    Examples:
      # Mark a node
      kubectl patch node node-1 -p '{"spec":{"unschedulable":true}}'

      # A JSON patch
      kubectl patch deployment web --type=json -p='[{"op":"replace","path":"/spec/replicas","value":2}]'

      # The scale subresource
      kubectl patch deployment web --subresource=scale --type=merge -p '{"spec":{"replicas":2}}'
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `patch` yet")
