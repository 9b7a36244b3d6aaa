"""`create secret docker-registry`: create a secret with the account of an image registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AppendHash, Args, FromFile
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("generator",)
USAGE = (
    "NAME --docker-username=user --docker-password=password --docker-email=email [--docker-server=string]"
    " [--from-file=[key=]source] [--dry-run=server|client|none] [options]"
)


def command(
    args: Args = None,
    *,
    append_hash: AppendHash = False,
    docker_email: Annotated[str, Option("--docker-email", help="The e-mail address of the registry account.")] = "",
    docker_password: Annotated[str, Option("--docker-password", help="The password of the registry account.")] = "",
    docker_server: Annotated[
        str, Option("--docker-server", help="The registry's address.")
    ] = "https://index.docker.io/v1/",
    docker_username: Annotated[str, Option("--docker-username", help="The user name of the registry account.")] = "",
    from_file: FromFile = None,
) -> None:
    """Create a secret with the account of an image registry.

    Pods name it in imagePullSecrets.

    Examples:
      # An account of a private registry
      kubectl create secret docker-registry reg --docker-server=reg.example --docker-username=ann --docker-password=pw
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create secret docker-registry` yet")
