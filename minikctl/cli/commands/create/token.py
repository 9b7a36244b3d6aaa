"""`create token`: request a token of a service account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import ARRAY, DURATION, Args, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = "SERVICE_ACCOUNT_NAME [options]"


def command(
    args: Args = None,
    *,
    audience: Annotated[
        Strings, Option("--audience", help="Whom the token is meant for; can be repeated."), ARRAY
    ] = None,
    bound_object_kind: Annotated[
        str, Option("--bound-object-kind", help="The kind that the token is bound to: Pod, Secret or Node.")
    ] = "",
    bound_object_name: Annotated[
        str, Option("--bound-object-name", help="The name of the object that the token ends with.")
    ] = "",
    bound_object_uid: Annotated[
        str, Option("--bound-object-uid", help="The uid of the object that the token ends with.")
    ] = "",
    duration: Annotated[
        str, Option("--duration", help="How long the token is to be valid; the server may decide otherwise."), DURATION
    ] = "0s",
) -> None:
    """Request a token of a service account.

    Examples:
      # A token of the default account
      kubectl create token default

      # Valid for ten minutes
      kubectl create token robot --duration=10m
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create token` yet")
