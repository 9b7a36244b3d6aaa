"""`debug`: look into pods and nodes with a container made for it."""

from __future__ import annotations

from minikctl.cli.debugging import containers, profiles
from minikctl.cli.pods import reaching
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Attach, Container, Filename, ImagePullPolicy, Pflag, Quiet, Stdin, Strings, Tty
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

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
_POD = "core/v1.Pod"


def run(opts: Opts, client: Client, env: Env) -> int:
    custom = _check(opts, env)
    pods = client.resolve("pods")
    for resource, obj in _targets(opts, client, env):
        if obj["kind"] == "Node":
            revision = client.list(pods, client.namespace, limit=1)["metadata"]["resourceVersion"]
            pod, container = containers.for_node(obj, opts, env, custom, revision)
            pod = client.create(pods, client.namespace, pod)
        elif obj["kind"] != "Pod":
            raise CliError(f'"{resource.group}/{resource.version}, Kind={obj["kind"]}" not supported by debug')
        elif opts.copy_to:
            pod, made = _copy(opts, client, env, pods, obj, custom)
            if made is None:
                continue
            container = made
        else:
            pod, container = _join(opts, client, env, pods, obj, custom)
        if opts.attach or (opts.stdin and not opts.changed("attach")):
            from minikctl.cli.debugging import session

            session.attend(opts, client, env, pods, pod, container)
    return 0


def _targets(opts: Opts, client: Client, env: Env) -> Iterator[tuple[Resource, Obj]]:
    """What is named, one after the other: pods where no type is said."""
    if opts.filename:
        from minikctl.client import manifests

        found = manifests.mapped(client, env, opts.filename, False)
        if found.errors:
            raise found.errors[0]
        for info in found.infos:
            yield info.resource, client.get(info.resource, info.namespace, info.name)
    for name in opts.before_dash:
        obj = reaching.named(client, [name])
        resource = client.for_kind(obj["apiVersion"], obj["kind"])
        assert resource is not None  # it was found through it
        yield resource, obj


def _join(opts: Opts, client: Client, env: Env, pods: Resource, pod: Obj, custom: Obj | None) -> tuple[Obj, Obj]:
    """An ephemeral container in the pod itself."""
    from minikctl.client._base import STRATEGIC_PATCH
    from minikctl.core.patches import strategic

    changed, container = containers.ephemeral(pod, opts, env, custom)
    _warn(env, changed, container)
    patch = strategic.diff(pod, changed, _POD)
    meta = pod["metadata"]
    made = client.patch(
        pods, meta["namespace"], meta["name"], patch, STRATEGIC_PATCH, subresource="ephemeralcontainers"
    )
    return made, container


def _copy(opts: Opts, client: Client, env: Env, pods: Resource, pod: Obj, custom: Obj | None) -> tuple[Obj, Obj | None]:
    made, container = containers.copied(pod, opts, env, custom)
    if container is not None and any(c is container for c in made["spec"]["containers"]):
        _warn(env, made, container)
    namespace = pod["metadata"]["namespace"]
    made = client.create(pods, namespace, made)
    if opts.replace:
        client.delete(pods, namespace, pod["metadata"]["name"], {"gracePeriodSeconds": 0})
    return made, container


def _warn(env: Env, pod: Obj, container: Obj) -> None:
    text = profiles.warning(pod, container)
    if text:
        env.stderr.write(f"Warning: {text}\n")


def _check(opts: Opts, env: Env) -> Obj | None:
    """The custom profile, if any. In kubectl's order."""
    if opts.profile not in profiles.NAMES:
        raise CliError(f"unknown profile: {opts.profile}")
    custom = containers.custom_profile(opts, env)
    if not opts.copy_to:
        if opts.set_image:
            raise CliError("--set-image may only be used with --copy-to.")
        if not opts.image:
            raise CliError("you must specify --image when not using --copy-to.")
        for flag in ("replace", "same-node"):
            if opts.changed(flag):
                raise CliError(f"--{flag} may only be used with --copy-to.")
    elif not (opts.image or opts.set_image or opts.after_dash):
        raise CliError("you must specify --image, --set-image or command arguments.")
    elif opts.after_dash and not opts.image and not opts.container:
        raise CliError("you must specify an existing container or a new image when specifying args.")
    if opts.image:
        _check_image(opts.image, "")
    if not opts.before_dash and not opts.filename:
        raise CliError("NAME or filename is required for debug")
    if opts.image_pull_policy and opts.image_pull_policy not in _PULL:
        raise CliError(f"invalid image pull policy: {opts.image_pull_policy}")
    for container, image in opts.set_image.items():
        _check_image(image, f' for container "{container}"')
    if opts.target:
        if opts.copy_to:
            raise CliError("--target is incompatible with --copy-to. Use --share-processes instead.")
        if not opts.quiet:
            env.stdout.write(_TARGETING.format(opts.target))
    if opts.tty and not opts.stdin:
        raise CliError("-i/--stdin is required for containers with -t/--tty=true")
    if opts.profile == profiles.LEGACY:
        env.stderr.write(_DEPRECATED)
    return custom


_TARGETING = (
    'Targeting container "{}". If you don\'t see processes from this container it may be because the container runtime '
    "doesn't support this feature.\n"
)
_DEPRECATED = (
    "--profile=legacy is deprecated and planned to be removed in v1.39. It is recommended to specify other profile, "
    'for example "--profile=general".\n'
)


def _check_image(image: str, where: str) -> None:
    from minikctl.core import images

    try:
        images.parse(image)
    except images.InvalidReference:
        from minikctl.core.go_text import quote_go

        raise CliError(f"invalid image name {quote_go(image)}{where}: {images.INVALID}") from None
