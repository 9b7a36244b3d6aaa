"""`create role`: create a role of the namespace."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

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
    from minikctl.cli.generators import policy_rules

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    verbs, resources = policy_rules.verbs(opts), policy_rules.resources(opts)
    if not name:
        raise CliError("name must be specified")
    if not verbs:
        raise CliError("at least one verb must be specified")
    policy_rules.check_resources(resources, verbs, client, env)
    if not resources:
        raise CliError("at least one resource must be specified")
    role = {
        "kind": "Role",
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "metadata": {"name": name},
        "rules": policy_rules.rules(opts, client, []),
    }
    generator.create(typed("rbac.authorization.k8s.io/v1", "Role", "roles"), role)
    return 0
