"""`annotate`: change the annotations of resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        All,
        AllNamespaces,
        Args,
        DryRun,
        FieldManager,
        FieldSelector,
        Filename,
        Kustomize,
        ListOnly,
        Local,
        Overwrite,
        Record,
        Recursive,
        ResourceVersion,
        Selector,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    all_namespaces: AllNamespaces = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-annotate",
    field_selector: FieldSelector = "",
    filename: Filename = None,
    kustomize: Kustomize = "",
    list: ListOnly = False,
    local: Local = False,
    overwrite: Overwrite = False,
    record: Record = False,
    recursive: Recursive = True,
    resource_version: ResourceVersion = "",
    selector: Selector = "",
) -> None:
    """Change the annotations of resources.

    key=value sets, key- removes; --overwrite is needed to change a value.

    Examples:
      # Set one
      kubectl annotate pods web note='by hand'

      # Remove it
      kubectl annotate pods web note-
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `annotate` yet")
