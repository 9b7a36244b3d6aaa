"""`label`: change the labels of resources."""

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
        ListOnly,
        Local,
        Overwrite,
        Record,
        ResourceVersion,
        Selector,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "[--overwrite] (-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N [--resource-version=version] [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    all_namespaces: AllNamespaces = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-label",
    field_selector: FieldSelector = "",
    list: ListOnly = False,
    local: Local = False,
    overwrite: Overwrite = False,
    record: Record = False,
    resource_version: ResourceVersion = "",
    selector: Selector = "",
) -> None:
    """Change the labels of resources.

    key=value sets, key- removes; --overwrite is needed to change a value.

    Examples:
      # Set one
      kubectl label pods web tier=front

      # Remove it
      kubectl label pods web tier-

      # Of all pods
      kubectl label pods --all status=new
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `label` yet")
