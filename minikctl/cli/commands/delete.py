"""`delete`: delete resources by files, names or labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        AllNamespaces,
        Args,
        Cascade,
        DryRun,
        FieldSelector,
        Force,
        GracePeriod,
        IgnoreNotFound,
        Raw,
        Selector,
        Timeout,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("files",)
USAGE = "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)]) [options]"


def command(
    args: Args = None,
    *,
    all: Annotated[bool, Option("--all", help="Delete all resources of the given types in the namespace.")] = False,
    all_namespaces: AllNamespaces = False,
    cascade: Cascade = "background",
    dry_run: DryRun = "none",
    field_selector: FieldSelector = "",
    force: Force = False,
    grace_period: GracePeriod = -1,
    ignore_not_found: IgnoreNotFound = False,
    interactive: Annotated[bool, Option("--interactive", "-i", help="Ask before deleting.")] = False,
    now: Annotated[bool, Option("--now", help="Let it end at once: the same as --grace-period=1.")] = False,
    output: Annotated[str, Option("--output", "-o", help="The format of the messages; only name.")] = "",
    raw: Raw = "",
    selector: Selector = "",
    timeout: Timeout = "0s",
    wait: Annotated[bool, Option("--wait", help="Wait until what was deleted is gone.")] = True,
) -> None:
    """Delete resources by files, names or labels.

    Pods get time to end by themselves; --now and --grace-period shorten it.

    Examples:
      # What a file made
      kubectl delete -f web.yaml

      # Two pods
      kubectl delete pods a b

      # Everything with a label
      kubectl delete pods,services -l app=web

      # All pods
      kubectl delete pods --all
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `delete` yet")
