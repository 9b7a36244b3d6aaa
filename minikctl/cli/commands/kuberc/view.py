"""`kuberc view`: show the kuberc file."""

from __future__ import annotations

from minikctl.cli import preferences
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
    path, found = preferences.read(opts, env)
    if found is None:
        env.stdout.write(f"kuberc file not found at {path}\n")
        return 0
    from minikctl.printers import printer_for

    filled = {"aliases": [], "defaults": [], **{key: value for key, value in found.items() if value is not None}}
    show = printer_for(opts.output, template=opts.template, sort_keys=False)
    if opts.output == "name":
        env.stdout.write("preference.kubectl.config.k8s.io/<unknown>\n")
    else:
        env.stdout.write(show(preferences.ordered(filled)))
    return 0
