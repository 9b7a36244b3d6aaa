"""`auth reconcile`: bring RBAC objects up to what files say."""

from __future__ import annotations

from minikctl.cli import failure, results, write_options
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "-f FILENAME [options]"


def command(
    args: Args = None,
    *,
    dry_run: DryRun = "none",
    remove_extra_permissions: Annotated[
        bool, Option("--remove-extra-permissions", help="Take permissions away that the file does not have.")
    ] = False,
    remove_extra_subjects: Annotated[
        bool, Option("--remove-extra-subjects", help="Take subjects away that the file does not have.")
    ] = False,
) -> None:
    """Bring RBAC objects up to what files say.

    Missing permissions and subjects are added; others are removed only on demand.

    Examples:
      # From a file
      kubectl auth reconcile -f rbac.yaml
    """


_KINDS = ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.filename and not opts.kustomize:
        raise CliError("must specify one of -f and -k")
    if opts.args:
        raise CliError("no arguments are allowed")
    strategy = write_options.dry_run(opts, env)
    if strategy == "server":
        raise CliError("--dry-run=server for command reconcile is not supported yet")
    from minikctl.cli import reconciling
    from minikctl.client import manifests

    show = results.printer(opts, env, "reconciled", strategy, typed=True)
    found = manifests.from_flags(client, env, opts, typed=True)
    errors: list[Exception] = []
    for info in found.infos:
        if info.resource.kind not in _KINDS or info.resource.group != "rbac.authorization.k8s.io":
            continue
        try:
            outcome = reconciling.reconcile(
                client, info, opts.remove_extra_permissions, opts.remove_extra_subjects, strategy == "none"
            )
        except (ApiError, CliError) as e:
            errors.append(e)
            continue
        show(info.resource, outcome.obj)
        env.stderr.write(outcome.told(opts.remove_extra_permissions, opts.remove_extra_subjects))
    failure.aggregate([*found.errors, *errors])
    return 0
