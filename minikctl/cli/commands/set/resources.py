"""`set resources`: set requests and limits of pod templates."""

from __future__ import annotations

from minikctl.cli.setting import objects, pod_specs
from minikctl.cli.setting.changing import Change
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, ContainersPattern, DryRun, FieldManager, Local, Record, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS] [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    containers: ContainersPattern = "*",
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    limits: Annotated[
        str, Option("--limits", help="What a container may use at most, e.g. cpu=200m,memory=512Mi.")
    ] = "",
    local: Local = False,
    record: Record = False,
    requests: Annotated[
        str, Option("--requests", help="What a container is promised, e.g. cpu=100m,memory=256Mi.")
    ] = "",
    selector: Selector = "",
) -> None:
    """Set requests and limits of pod templates.

    Examples:
      # Both for every container
      kubectl set resources deployment web --requests=cpu=100m --limits=cpu=200m,memory=512Mi
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    from minikctl.cli.generators import amounts

    failed = "failed to patch resources update to pod template "
    change = Change(opts, client, env, "resource requirements updated", failed)
    objects.local_without_names(opts, opts.args)
    if opts.all and opts.selector:
        raise CliError(objects.ALL_AND_SELECTOR)
    infos = objects.found(opts, client, env, opts.args)
    change.check_local()
    if not opts.limits and not opts.requests:
        raise CliError("you must specify an update to requests or limits (in the form of --requests/--limits)")
    wanted = {
        "limits": amounts.parse(opts.limits, "invalid"),
        "requests": amounts.parse(opts.requests, "invalid"),
    }
    return change.run(infos, lambda obj: _set(change, obj, wanted))


def _set(change: Change, obj: dict[str, Any], wanted: dict[str, dict[str, str]]) -> bool:
    found = pod_specs.containers(pod_specs.pod_spec(obj), change.opts.containers)
    for container in found:
        resources = container.setdefault("resources", {})
        for field, entries in wanted.items():
            if entries:
                resources[field] = {**(resources.get(field) or {}), **entries}
    if not found:
        change.errors.append(CliError(f"error: unable to find container named {change.opts.containers}"))
    return bool(found)
