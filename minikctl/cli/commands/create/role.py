"""`create role`: create a role of the namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, ResourceNames, RuleResources, RuleVerbs
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = (
    "NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename] "
    "[--dry-run=server|client|none] [options]"
)


def command(
    args: Args = None,
    *,
    resource: RuleResources = None,
    resource_name: ResourceNames = None,
    verb: RuleVerbs = None,
) -> None:
    """Create a role of the namespace.

    Examples:
      # May read pods
      kubectl create role reader --verb=get --verb=list --verb=watch --resource=pods
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create role` yet")
