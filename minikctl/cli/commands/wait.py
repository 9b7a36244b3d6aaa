"""`wait`: wait for a condition of resources."""

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
        AllNamespaces,
        Args,
        FieldSelector,
        Filename,
        Local,
        Recursive,
        Selector,
        Strings,
        Timeout,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = (
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) "
    "[--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]] [options]"
)


def command(
    args: Args = None,
    *,
    all: All = False,
    all_namespaces: AllNamespaces = False,
    field_selector: FieldSelector = "",
    filename: Filename = None,
    for_: Annotated[
        Strings,
        Option(
            "--for",
            help="What to wait for: create, delete, condition=NAME[=VALUE] or "
            "jsonpath='{EXPRESSION}'[=VALUE]; can be repeated.",
        ),
        ARRAY,
    ] = None,
    local: Local = False,
    recursive: Recursive = True,
    selector: Selector = "",
    timeout: Timeout = "30s",
) -> None:
    """Wait for a condition of resources.

    Examples:
      # Until a pod is ready
      kubectl wait --for=condition=Ready pod/web

      # Until it is gone
      kubectl wait --for=delete pod/web --timeout=60s

      # Until a field has a value
      kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `wait` yet")
