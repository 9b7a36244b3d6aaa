"""`create service externalname`: create a service that stands for a DNS name outside."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Tcp
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = "NAME --external-name external.name [--dry-run=server|client|none] [options]"


def command(
    args: Args = None,
    *,
    external_name: Annotated[str, Option("--external-name", help="The DNS name that the service stands for.")],
    tcp: Tcp = None,
) -> None:
    """Create a service that stands for a DNS name outside.

    Examples:
      # Another name for a database
      kubectl create service externalname db --external-name=db.example.com
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators.ports import create

    return create(opts, client, env, "ExternalName", {"externalName": opts.external_name})
