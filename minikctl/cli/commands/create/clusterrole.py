"""`create clusterrole`: create a cluster role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Pflag, ResourceNames, RuleResources, RuleVerbs, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = (
    "NAME --verb=verb --resource=resource.group [--resource-name=resourcename] [--dry-run=server|client|none] [options]"
)


def command(
    args: Args = None,
    *,
    aggregation_rule: Annotated[
        Strings,
        Option("--aggregation-rule", help="Labels of the cluster roles that this one gathers, as key=value pairs."),
        Pflag("mapStringString"),
    ] = None,
    non_resource_url: Annotated[Strings, Option("--non-resource-url", help="A path that the rule is for.")] = None,
    resource: RuleResources = None,
    resource_name: ResourceNames = None,
    verb: RuleVerbs = None,
) -> None:
    """Create a cluster role.

    Examples:
      # A cluster role that may read pods
      kubectl create clusterrole reader --verb=get,list,watch --resource=pods

      # One that gathers others by label
      kubectl create clusterrole monitor --aggregation-rule=monitoring=yes
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create clusterrole` yet")
