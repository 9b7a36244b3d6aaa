"""`run`: run one image in one pod."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        ARRAY,
        Args,
        Attach,
        Cascade,
        DetachKeys,
        DryRun,
        FieldManager,
        Force,
        GracePeriod,
        Image,
        ImagePullPolicy,
        Kustomize,
        Labels,
        Overrides,
        OverrideType,
        Pflag,
        PodRunningTimeout,
        Quiet,
        Record,
        Recursive,
        SaveConfig,
        Stdin,
        Strings,
        Timeout,
        Tty,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("printing",)
USAGE = (
    'NAME --image=image [--env="key=value"] [--port=port] [--dry-run=server|client] '
    "[--overrides=inline-json] [--command] -- [COMMAND] [args...] [options]"
)


def command(
    args: Args = None,
    *,
    annotations: Annotated[
        Strings, Option("--annotations", help="An annotation of the pod, as key=value; can be repeated."), ARRAY
    ] = None,
    attach: Attach = False,
    cascade: Cascade = "background",
    command: Annotated[
        bool, Option("--command", help="Take what follows -- as the command of the container instead of its arguments.")
    ] = False,
    detach_keys: DetachKeys = "ctrl-p,ctrl-q",
    dry_run: DryRun = "none",
    env: Annotated[
        Strings,
        Option("--env", help="An environment variable of the container, as NAME=value; can be repeated."),
        ARRAY,
    ] = None,
    expose: Annotated[bool, Option("--expose", help="Make a ClusterIP service for the pod too; needs --port.")] = False,
    field_manager: FieldManager = "kubectl-run",
    filename: Annotated[
        Strings,
        Option("--filename", "-f", help="Not used.", hidden=True),
        Pflag(deprecated="it is ignored by kubectl run and will be removed in a future release"),
    ] = None,
    force: Force = False,
    grace_period: GracePeriod = -1,
    image: Image,
    image_pull_policy: ImagePullPolicy = "",
    kustomize: Kustomize = "",
    labels: Labels = "",
    leave_stdin_open: Annotated[
        bool, Option("--leave-stdin-open", help="Keep the input open after the first session has ended.")
    ] = False,
    override_type: OverrideType = "merge",
    overrides: Overrides = "",
    pod_running_timeout: PodRunningTimeout = "1m0s",
    port: Annotated[str, Option("--port", help="The port that the container opens.")] = "",
    privileged: Annotated[bool, Option("--privileged", help="Run the container as a privileged one.")] = False,
    quiet: Quiet = False,
    record: Record = False,
    recursive: Recursive = False,
    restart: Annotated[
        str, Option("--restart", help="The restart policy of the pod: Always, OnFailure or Never.")
    ] = "Always",
    rm: Annotated[bool, Option("--rm", help="Delete the pod when the attached session ends.")] = False,
    save_config: SaveConfig = False,
    stdin: Stdin = False,
    timeout: Timeout = "0s",
    tty: Tty = False,
    wait: Annotated[bool, Option("--wait", help="Wait until what was deleted is gone.")] = False,
) -> None:
    """Run one image in one pod.

    Examples:
      # A pod with nginx
      kubectl run web --image=nginx

      # A shell that is gone after use
      kubectl run -it --rm tmp --image=busybox --restart=Never -- sh

      # Only show what would be created
      kubectl run web --image=nginx --dry-run=client -o yaml
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    raise CliError("minikctl does not do `run` yet")
