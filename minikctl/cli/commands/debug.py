"""`debug`: look into pods and nodes with a container made for it."""

from __future__ import annotations

from minikctl.cli.pods import reaching
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Attach, Container, Filename, ImagePullPolicy, Pflag, Quiet, Stdin, Strings, Tty
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

USAGE = "(POD | TYPE[[.VERSION].GROUP]/NAME) [ -- COMMAND [args...] ] [options]"


def command(
    args: Args = None,
    *,
    arguments_only: Annotated[
        bool, Option("--arguments-only", help="With --copy-to: what follows -- becomes the arguments, not the command.")
    ] = False,
    attach: Attach = False,
    container: Container = "",
    copy_to: Annotated[str, Option("--copy-to", help="Debug a copy of the pod that gets this name.")] = "",
    custom: Annotated[
        str,
        Option("--custom", help="A file with a container spec (JSON or YAML) that is laid over the debug container."),
    ] = "",
    env: Annotated[
        Strings, Option("--env", help="Environment variables of the debug container."), Pflag("stringToString")
    ] = None,
    filename: Filename = None,
    image: Annotated[str, Option("--image", help="The image of the debug container.")] = "",
    image_pull_policy: ImagePullPolicy = "",
    keep_annotations: Annotated[
        bool, Option("--keep-annotations", help="The copy keeps the pod's annotations.")
    ] = False,
    keep_init_containers: Annotated[
        bool, Option("--keep-init-containers", help="The copy keeps the init containers.")
    ] = True,
    keep_labels: Annotated[bool, Option("--keep-labels", help="The copy keeps the pod's labels.")] = False,
    keep_liveness: Annotated[bool, Option("--keep-liveness", help="The copy keeps liveness probes.")] = False,
    keep_readiness: Annotated[bool, Option("--keep-readiness", help="The copy keeps readiness probes.")] = False,
    keep_startup: Annotated[bool, Option("--keep-startup", help="The copy keeps startup probes.")] = False,
    profile: Annotated[
        str,
        Option("--profile", help="What the debug container may do: general, baseline, restricted, netadmin, sysadmin."),
    ] = "general",
    quiet: Quiet = False,
    replace: Annotated[bool, Option("--replace", help="With --copy-to: delete the original pod.")] = False,
    same_node: Annotated[
        bool, Option("--same-node", help="With --copy-to: the copy runs on the node of the original.")
    ] = False,
    set_image: Annotated[
        Strings,
        Option("--set-image", help="New images of the copy's containers, as name=image."),
        Pflag("stringToString"),
    ] = None,
    share_processes: Annotated[
        bool, Option("--share-processes", help="With --copy-to: the containers of the copy see each other's processes.")
    ] = True,
    stdin: Stdin = False,
    target: Annotated[str, Option("--target", help="The container whose processes the debug container sees.")] = "",
    tty: Tty = False,
) -> None:
    """Look into pods and nodes with a container made for it.

    Examples:
      # Add a container to a pod
      kubectl debug -it web --image=busybox

      # Work on a copy
      kubectl debug web -it --copy-to=web-debug --image=busybox
    """


_PULL = ("Always", "IfNotPresent", "Never")
_PROFILES = ("legacy", "general", "baseline", "restricted", "netadmin", "sysadmin", "auto")


def run(opts: Opts, client: Client, env: Env) -> int:
    _check(opts, env)
    names = opts.before_dash
    if opts.filename:
        from minikctl.client import manifests

        found = manifests.mapped(client, env, opts.filename, False)
        if found.errors:
            raise found.errors[0]
        names = [info.printed for info in found.infos]
    for name in names:
        obj = reaching.named(client, [name])
        if obj["kind"] not in ("Pod", "Node"):
            group, _, version = obj["apiVersion"].rpartition("/")
            raise CliError(f'"{group}/{version}, Kind={obj["kind"]}" not supported by debug')
    raise reaching.refused(client, "debug")


def _check_profile(opts: Opts, env: Env) -> None:
    if opts.profile not in _PROFILES:
        raise CliError(f"unknown profile: {opts.profile}")
    if opts.custom:
        try:
            with open(env.path(opts.custom), encoding="utf-8"):
                pass
        except OSError as e:
            why = f"open {opts.custom}: {(e.strerror or str(e)).lower()}"
            raise CliError(f"must pass a container spec json file for custom profile: {why}") from None


def _check(opts: Opts, env: Env) -> None:
    """In kubectl's order."""
    _check_profile(opts, env)
    if not opts.copy_to:
        if opts.set_image:
            raise CliError("--set-image may only be used with --copy-to.")
        if not opts.image:
            raise CliError("you must specify --image when not using --copy-to.")
        for flag in ("replace", "same-node"):
            if opts.changed(flag):
                raise CliError(f"--{flag} may only be used with --copy-to.")
    elif not (opts.image or opts.set_image or (opts.after_dash and not opts.arguments_only)):
        raise CliError("you must specify --image, --set-image or command arguments.")
    if opts.image:
        _check_image(opts.image, "")
    if not opts.before_dash and not opts.filename:
        raise CliError("NAME or filename is required for debug")
    if opts.image_pull_policy and opts.image_pull_policy not in _PULL:
        raise CliError(f"invalid image pull policy: {opts.image_pull_policy}")
    for container, image in opts.set_image.items():
        _check_image(image, f' for container "{container}"')
    if opts.target and opts.copy_to:
        raise CliError("--target is incompatible with --copy-to. Use --share-processes instead.")
    if opts.tty and not opts.stdin:
        raise CliError("-i/--stdin is required for containers with -t/--tty=true")


def _check_image(image: str, where: str) -> None:
    from minikctl.core import images

    try:
        images.parse(image)
    except images.InvalidReference:
        from minikctl.core.go_text import quote_go

        raise CliError(f"invalid image name {quote_go(image)}{where}: {images.INVALID}") from None
