"""`kustomize`: print what a kustomization comes to."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import ARRAY, Args, Strings
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

USAGE = "DIR [flags] [options]"


def command(
    args: Args = None,
    *,
    as_current_user: Annotated[
        bool, Option("--as-current-user", help="Run functions as the user who runs this command.")
    ] = False,
    enable_alpha_plugins: Annotated[bool, Option("--enable-alpha-plugins", help="Allow kustomize plug-ins.")] = False,
    enable_helm: Annotated[bool, Option("--enable-helm", help="Allow charts to be inflated.")] = False,
    env: Annotated[
        Strings, Option("--env", "-e", help="An environment variable for functions; can be repeated."), ARRAY
    ] = None,
    helm_api_versions: Annotated[
        Strings, Option("--helm-api-versions", help="API versions that charts may count on."), ARRAY
    ] = None,
    helm_command: Annotated[str, Option("--helm-command", help="The helm program.")] = "helm",
    helm_debug: Annotated[bool, Option("--helm-debug", help="Let helm say more.")] = False,
    helm_kube_version: Annotated[
        str, Option("--helm-kube-version", help="The Kubernetes version that charts may count on.")
    ] = "",
    load_restrictor: Annotated[
        str,
        Option(
            "--load-restrictor",
            help="Whether files outside the directory may be used: LoadRestrictionsNone lifts the rule.",
        ),
    ] = "LoadRestrictionsRootOnly",
    mount: Annotated[Strings, Option("--mount", help="Storage for functions."), ARRAY] = None,
    network: Annotated[bool, Option("--network", help="Let functions use the network.")] = False,
    network_name: Annotated[str, Option("--network-name", help="The network that functions run in.")] = "bridge",
    output: Annotated[str, Option("--output", "-o", help="Write the result to this file or directory.")] = "",
) -> None:
    """Print what a kustomization comes to.

    Examples:
      # Of a directory
      kubectl kustomize overlays/test
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.client.kustomize import build
    from minikctl.core.yaml_codec import dump

    if len(opts.args) > 1:
        raise CliError("specify one path to kustomization.yaml")
    if opts.load_restrictor not in ("LoadRestrictionsNone", "LoadRestrictionsRootOnly"):
        raise CliError(
            f"illegal flag value --load-restrictor {opts.load_restrictor}; legal values: [LoadRestrictionsRootOnly "
            "LoadRestrictionsNone]"
        )
    if opts.enable_helm or opts.enable_alpha_plugins:
        raise CliError("minikctl's kustomize has neither charts nor plug-ins")
    objects = build(env, opts.args[0] if opts.args else ".", opts.load_restrictor == "LoadRestrictionsNone")
    text = "---\n".join(dump(obj) for obj in objects)
    if not opts.output:
        env.stdout.write(text)
        return 0
    _write(env, opts.output, text, objects)
    return 0


def _write(env: Env, name: str, text: str, objects: list[Obj]) -> None:
    """Into a file, or each object into one of its own in a directory."""
    import os

    from minikctl.core.yaml_codec import dump

    path = env.path(name)
    try:
        if not os.path.isdir(path):
            with open(path, "w", encoding="utf-8", errors="surrogateescape") as f:
                f.write(text)
            return
        for obj in objects:
            group, _, version = str(obj.get("apiVersion", "")).rpartition("/")
            parts = (group, version, obj["kind"], obj["metadata"].get("name", ""))
            file = "_".join(part for part in parts if part).lower() + ".yaml"
            with open(os.path.join(path, file), "w", encoding="utf-8", errors="surrogateescape") as f:
                f.write(dump(obj))
    except OSError as e:
        raise CliError(f"open {name}: {(e.strerror or str(e)).lower()}") from None
