"""`create quota`: create a resource quota."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("resourcequota",)
BUNDLES = ("generator",)
USAGE = "NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    hard: Annotated[str, Option("--hard", help="The limits, as resource=quantity pairs.")] = "",
    scopes: Annotated[str, Option("--scopes", help="The scopes of the objects that the quota counts.")] = "",
) -> None:
    """Create a resource quota.

    Examples:
      # Limit pods and memory
      kubectl create quota small --hard=pods=10,requests.memory=4Gi
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators import amounts

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    if not name:
        raise CliError("name must be specified")
    spec: dict[str, Any] = {}
    if opts.hard:
        spec["hard"] = amounts.parse(opts.hard)
    if opts.scopes:
        spec["scopes"] = opts.scopes.split(",")
        if "" in spec["scopes"]:
            raise CliError('invalid resource quota scope ""')
    quota = {"kind": "ResourceQuota", "apiVersion": "v1", "metadata": {"name": name}, "spec": spec, "status": {}}
    generator.create(typed("v1", "ResourceQuota", "resourcequotas"), quota, "failed to create quota: ")
    return 0
