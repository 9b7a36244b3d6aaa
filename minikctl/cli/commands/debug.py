"""`debug`: look into pods and nodes with a container made for it."""

from __future__ import annotations

from minikctl.cli import nothing_runs
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


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.before_dash and not opts.filename:
        raise CliError("NAME or TYPE/NAME is required for debug")
    nothing_runs.check_there(client, opts.before_dash[:1])
    raise nothing_runs.refusal(client, "debug")
