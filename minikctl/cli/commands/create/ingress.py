"""`create ingress`: create an ingress."""

from __future__ import annotations

from minikctl.cli.generating import Generator, typed
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

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
    from minikctl.cli.generators import ingress_rules

    name = opts.name_arg()
    generator = Generator(opts, client, env)
    _check(opts)
    spec: dict[str, Any] = {"ingressClassName": opts.class_} if opts.class_ else {}
    if opts.default_backend:
        spec["defaultBackend"] = ingress_rules.backend(opts.default_backend)
    lists = {"tls": ingress_rules.tls(opts.rule), "rules": ingress_rules.rules(opts.rule)}
    spec.update({field: entries for field, entries in lists.items() if entries})
    notes = {key: value for key, _, value in (text.partition("=") for text in opts.annotation)}
    ingress = {
        "kind": "Ingress",
        "apiVersion": "networking.k8s.io/v1",
        "metadata": {"name": name, **({"annotations": notes} if notes else {})},
        "spec": spec,
        "status": {"loadBalancer": {}},
    }
    generator.create(typed("networking.k8s.io/v1", "Ingress", "ingresses"), ingress, "failed to create ingress: ")
    return 0


def _check(opts: Opts) -> None:
    from minikctl.cli.generators import ingress_rules

    if not opts.default_backend and not opts.rule:
        raise CliError(
            "not enough information provided: every ingress has to either specify a default-backend "
            "(which catches all traffic) or a list of rules (which catch specific paths)"
        )
    ingress_rules.check(opts.rule)
    for text in opts.annotation:
        if "=" not in text:
            raise CliError(f"annotation {text} is invalid and should be in format key=[value]")
    if opts.default_backend and opts.default_backend.count(":") != 1:
        raise CliError("default-backend should be in format servicename:serviceport")
