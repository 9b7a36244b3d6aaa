"""`create secret docker-registry`: create a secret with the account of an image registry."""

from __future__ import annotations

from minikctl.cli.generating import Generator
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AppendHash, Args, FromFile
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

KEY = ".dockerconfigjson"
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
    from minikctl.cli.generators import secrets, sources

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    if not name:
        raise CliError("name must be specified")
    if not opts.from_file and not (opts.docker_username and opts.docker_password and opts.docker_server):
        raise CliError(
            "either --from-file or the combination of --docker-username, --docker-password and --docker-server "
            "is required"
        )
    entries = secrets.Entries()
    for source in opts.from_file:
        sources.from_file(source if "=" in source else f"{KEY}={source}", env, entries.add)
    if not opts.from_file:
        entries.add(KEY, _config(opts))
    return secrets.create(generator, name, "kubernetes.io/dockerconfigjson", entries.data)


def _config(opts: Opts) -> bytes:
    """The account as Docker's own configuration file has it."""
    from base64 import b64encode

    from minikctl.core.go_marshal import compact

    account = {"username": opts.docker_username, "password": opts.docker_password}
    if opts.docker_email:
        account["email"] = opts.docker_email
    account["auth"] = b64encode(f"{opts.docker_username}:{opts.docker_password}".encode()).decode()
    return compact({"auths": {opts.docker_server: account}}, sort_keys=False).encode()
