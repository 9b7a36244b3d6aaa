"""`set image`: set the images of pod templates."""

from __future__ import annotations

from minikctl.cli.setting import objects, pairs, pod_specs
from minikctl.cli.setting.changing import Change
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, DryRun, FieldManager, Local, Record, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    local: Local = False,
    record: Record = False,
    selector: Selector = "",
) -> None:
    """Set the images of pod templates.

    Pairs of container and image; * stands for every container.

    Examples:
      # One container
      kubectl set image deployment/web nginx=nginx:1.27

      # Every container of every deployment
      kubectl set image deployments --all '*=nginx:1.27'
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    change = Change(opts, client, env, "image updated", "failed to patch image update to pod template: ")
    names, changes = pairs.split(opts.args, "image")
    images = pairs.values(changes, "image")
    objects.local_without_names(opts, names)
    if opts.all and opts.selector:
        raise CliError(objects.ALL_AND_SELECTOR)
    infos = objects.found(opts, client, env, names)
    _check(images)
    change.check_local()
    return change.run(infos, lambda obj: _set(change, obj, images))


def _check(images: dict[str, str]) -> None:
    if not images:
        raise CliError("at least one image update is required")
    if len(images) > 1 and "*" in images:
        raise CliError(
            "all containers are already specified by *, but saw more than one container_name=container_image pairs"
        )


def _set(change: Change, obj: dict[str, Any], images: dict[str, str]) -> bool:
    """A container that is not there is told; what else was asked for is done all the same."""
    containers = pod_specs.containers(pod_specs.pod_spec(obj))
    for name, image in images.items():
        fitting = [container for container in containers if name in ("*", container["name"])]
        for container in fitting:
            container["image"] = image
        if not fitting:
            change.errors.append(CliError(f'error: unable to find container named "{name}"'))
    return True
