"""`kuberc view`: show the kuberc file."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import AllowMissingTemplateKeys, Args, KubercFile, Output, ShowManagedFields, Template
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[options]"


def command(
    args: Args = None,
    *,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    kuberc: KubercFile = "",
    output: Output = "yaml",
    show_managed_fields: ShowManagedFields = False,
    template: Template = "",
) -> None:
    """Show the kuberc file.

    Examples:
      # As YAML
      kubectl kuberc view
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `kuberc view` yet")
