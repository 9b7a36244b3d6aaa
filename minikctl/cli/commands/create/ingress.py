"""`create ingress`: create an ingress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import ARRAY, Args, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("ing",)
BUNDLES = ("generator",)
USAGE = "NAME --rule=host/path=service:port[,tls[=secret]]  [options]"


def command(
    args: Args = None,
    *,
    annotation: Annotated[
        Strings, Option("--annotation", help="An annotation of the ingress, as key=value; can be repeated."), ARRAY
    ] = None,
    class_: Annotated[str, Option("--class", help="The ingress class that is to serve it.")] = "",
    default_backend: Annotated[
        str, Option("--default-backend", help="The service that gets what no rule takes, as service:port.")
    ] = "",
    rule: Annotated[
        Strings,
        Option(
            "--rule",
            help="A rule, as host/path=service:port[,tls[=secret]]; a path ending in * fits as a "
            "prefix. Can be repeated.",
        ),
        ARRAY,
    ] = None,
) -> None:
    """Create an ingress.

    Without --class the default class serves it.

    Examples:
      # One host and path
      kubectl create ingress web --rule=shop.example/cart=cart:8080

      # With TLS
      kubectl create ingress web --rule='shop.example/*=web:80,tls=shop-cert'
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `create ingress` yet")
