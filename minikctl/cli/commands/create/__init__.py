"""`create`: create resources from files or the standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Raw, Record, Selector, WindowsLineEndings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

SUBCOMMANDS = (
    "clusterrole",
    "clusterrolebinding",
    "configmap",
    "cronjob",
    "deployment",
    "ingress",
    "job",
    "namespace",
    "poddisruptionbudget",
    "priorityclass",
    "quota",
    "role",
    "rolebinding",
    "secret",
    "service",
    "serviceaccount",
    "token",
)
BUNDLES = (
    "generator",
    "files",
)
USAGE = "-f FILENAME [options]"


def command(
    args: Args = None,
    *,
    edit: Annotated[bool, Option("--edit", help="Open the object in an editor before it is sent.")] = False,
    raw: Raw = "",
    record: Record = False,
    selector: Selector = "",
    windows_line_endings: WindowsLineEndings = False,
) -> None:
    """Create resources from files or the standard input.

    Takes JSON and YAML. The subcommands make objects of one kind from flags alone.

    Examples:
      # Create what the file holds
      kubectl create -f pod.yaml

      # Create from standard input
      kubectl create -f - < pod.json

      # Create a deployment from flags
      kubectl create deployment web --image=nginx
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create` yet")
