"""`config set-credentials`: set a user entry."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import ARRAY, Args, EmbedCerts, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = (
    "NAME [--client-certificate=path/to/certfile] [--client-key=path/to/keyfile] [--token=bearer_token] "
    "[--username=basic_user] [--password=basic_password] [--auth-provider=provider_name] "
    "[--auth-provider-arg=key=value] [--exec-command=exec_command] [--exec-api-version=exec_api_version] "
    "[--exec-arg=arg] [--exec-env=key=value] [options]"
)


def command(
    args: Args = None,
    *,
    auth_provider: Annotated[str, Option("--auth-provider", help="The auth provider of the user entry.")] = "",
    auth_provider_arg: Annotated[
        Strings, Option("--auth-provider-arg", help="A key=value pair for the auth provider.")
    ] = None,
    client_certificate: Annotated[
        str, Option("--client-certificate", help="The client certificate's file of the user entry.")
    ] = "",
    client_key: Annotated[str, Option("--client-key", help="The client key's file of the user entry.")] = "",
    embed_certs: EmbedCerts = False,
    exec_api_version: Annotated[
        str, Option("--exec-api-version", help="The API version that the credential program speaks.")
    ] = "",
    exec_arg: Annotated[Strings, Option("--exec-arg", help="An argument of the credential program.")] = None,
    exec_command: Annotated[str, Option("--exec-command", help="The program that gives the credentials.")] = "",
    exec_env: Annotated[
        Strings,
        Option("--exec-env", help="An environment variable of the credential program, as key=value; key- removes one."),
        ARRAY,
    ] = None,
    exec_interactive_mode: Annotated[
        str,
        Option(
            "--exec-interactive-mode", help="May the credential program ask the user: Never, IfAvailable or Always."
        ),
    ] = "",
    exec_provide_cluster_info: Annotated[
        bool, Option("--exec-provide-cluster-info", help="Tell the credential program about the cluster.")
    ] = False,
    password: Annotated[str, Option("--password", help="The password of the user entry.")] = "",
    token: Annotated[str, Option("--token", help="The bearer token of the user entry.")] = "",
    username: Annotated[str, Option("--username", help="The user name of the user entry.")] = "",
) -> None:
    """Set a user entry.

    Certificate, token, name with password, and programs are ways to log in; only the given fields are changed.

    Examples:
      # A token
      kubectl config set-credentials ann --token=abc
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `config set-credentials` yet")
