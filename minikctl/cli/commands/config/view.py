"""`config view`: show the kubeconfig."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllowMissingTemplateKeys, Args, Output, ShowManagedFields, Template
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    flatten: Annotated[
        bool,
        Option("--flatten", help="Put the content of files in place of their names, so that the output stands alone."),
    ] = False,
    merge: Annotated[bool, Option("--merge", help="Show all kubeconfig files as one.")] = True,
    minify: Annotated[bool, Option("--minify", help="Only what the current context needs.")] = False,
    output: Output = "yaml",
    raw: Annotated[bool, Option("--raw", help="Show credentials and certificates as they are.")] = False,
    show_managed_fields: ShowManagedFields = False,
    template: Template = "",
) -> None:
    """Show the kubeconfig.

    Credentials are left out unless --raw asks for them.

    Examples:
      # All files as one
      kubectl config view

      # Only what is in use
      kubectl config view --minify
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `config view` yet")
