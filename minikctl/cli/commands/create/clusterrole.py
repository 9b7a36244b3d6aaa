"""`create clusterrole`: create a cluster role."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

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
    from minikctl.cli.generators import policy_rules

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    urls = list(dict.fromkeys(opts.non_resource_url))
    _check(opts, name, urls, client, env)
    role: dict[str, Any] = {
        "kind": "ClusterRole",
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "metadata": {"name": name},
    }
    if opts.aggregation_rule:
        selectors = [{"matchLabels": opts.aggregation_rule}]
        role.update(rules=None, aggregationRule={"clusterRoleSelectors": selectors})
    else:
        role["rules"] = policy_rules.rules(opts, client, urls)
    generator.create(typed("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", namespaced=False), role)
    return 0


def _check(opts: Opts, name: str, urls: list[str], client: Client, env: Env) -> None:
    from minikctl.cli.generators import policy_rules

    verbs, resources = policy_rules.verbs(opts), policy_rules.resources(opts)
    if not name:
        raise CliError("name must be specified")
    if opts.aggregation_rule:
        if urls or verbs or resources or opts.resource_name:
            raise CliError(
                "aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames"
            )
        return
    if not verbs:
        raise CliError("at least one verb must be specified")
    if not resources and not urls:
        raise CliError("one of resource or nonResourceURL must be specified")
    if resources:
        policy_rules.check_resources(resources, verbs, client, env)
    policy_rules.check_urls(urls, verbs)
