"""`explain`: tell what the fields of a resource mean."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Recursive
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = (
    "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] "
    "[-o|--output=plaintext|plaintext-openapiv2] [options]"
)


def command(
    args: Args = None,
    *,
    api_version: Annotated[str, Option("--api-version", help="The group and version of the resource to explain.")] = "",
    max_depth: Annotated[
        int, Option("--max-depth", help="How many levels of fields --recursive shows; 0 for all.")
    ] = 0,
    output: Annotated[
        str, Option("--output", "-o", help="The format: plaintext or plaintext-openapiv2.")
    ] = "plaintext",
    recursive: Recursive = False,
) -> None:
    """Tell what the fields of a resource mean.

    Fields are named as TYPE.field.field.

    Examples:
      # The fields of pods
      kubectl explain pods

      # One field
      kubectl explain deployments.spec.strategy

      # All fields, down to the last
      kubectl explain pods --recursive
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `explain` yet")
