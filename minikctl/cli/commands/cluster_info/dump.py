"""`cluster-info dump`: dump what helps to find out what is wrong."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        AllNamespaces,
        AllowMissingTemplateKeys,
        Args,
        Output,
        PodRunningTimeout,
        ShowManagedFields,
        Strings,
        Template,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "[flags] [options]"


def command(
    args: Args = None,
    *,
    all_namespaces: AllNamespaces = False,
    allow_missing_template_keys: AllowMissingTemplateKeys = True,
    namespaces: Annotated[Strings, Option("--namespaces", help="The namespaces to dump.")] = None,
    output: Output = "json",
    output_directory: Annotated[
        str, Option("--output-directory", help="The directory for the files; - or nothing prints them.")
    ] = "",
    pod_running_timeout: PodRunningTimeout = "20s",
    show_managed_fields: ShowManagedFields = False,
    template: Template = "",
) -> None:
    """Dump what helps to find out what is wrong.

    Nodes, events, workloads, pods and logs of kube-system and the current namespace, or of --namespaces, to the
    standard output or a directory.

    Examples:
      # Into a directory
      kubectl cluster-info dump --output-directory=/tmp/dump
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `cluster-info dump` yet")
