"""`set env`: set environment variables of pod templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        ARRAY,
        All,
        Args,
        ContainersPattern,
        DryRun,
        FieldManager,
        ListOnly,
        Local,
        Selector,
        Strings,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "RESOURCE/NAME KEY_1=VAL_1 ... KEY_N=VAL_N [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    containers: ContainersPattern = "*",
    dry_run: DryRun = "none",
    env: Annotated[
        Strings, Option("--env", "-e", help="A variable to set, as NAME=value; can be repeated."), ARRAY
    ] = None,
    field_manager: FieldManager = "kubectl-set",
    from_: Annotated[
        str, Option("--from", help="A config map or secret, as TYPE/NAME, whose entries become variables.")
    ] = "",
    keys: Annotated[Strings, Option("--keys", help="Only these keys of the config map or secret.")] = None,
    list: ListOnly = False,
    local: Local = False,
    overwrite: Annotated[bool, Option("--overwrite", help="Change variables that are there already.")] = True,
    prefix: Annotated[str, Option("--prefix", help="What to put before the name of every variable.")] = "",
    resolve: Annotated[bool, Option("--resolve", help="With --list: look up what variables refer to.")] = False,
    selector: Selector = "",
) -> None:
    """Set environment variables of pod templates.

    NAME=value sets a variable, NAME- removes it; with --list nothing is changed.

    Examples:
      # Set one
      kubectl set env deployment/web LEVEL=debug

      # Remove it
      kubectl set env deployment/web LEVEL-

      # Take all entries of a config map
      kubectl set env deployment/web --from=configmap/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `set env` yet")
