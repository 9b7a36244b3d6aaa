"""`set serviceaccount`: set the service account of pod templates."""

from __future__ import annotations

from minikctl.cli.setting import objects, pod_specs
from minikctl.cli.setting.changing import Change
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, DryRun, FieldManager, Local, Record
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

ALIASES = ("sa",)
BUNDLES = (
    "printing",
    "files",
)
USAGE = "(-f FILENAME | TYPE NAME) SERVICE_ACCOUNT [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    local: Local = False,
    record: Record = False,
) -> None:
    """Set the service account of pod templates.

    Examples:
      # Let a deployment run as robot
      kubectl set serviceaccount deployment web robot
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    change = Change(opts, client, env, "serviceaccount updated", "failed to patch ServiceAccountName ", skip_same=False)
    change.check_local()
    if not opts.args:
        raise CliError("serviceaccount is required")
    infos = objects.found(opts, client, env, opts.args[:-1])

    def set_account(obj: dict[str, Any]) -> bool:
        pod_specs.pod_spec(obj)["serviceAccountName"] = opts.args[-1]
        return True

    return change.run(infos, set_account)
