"""`set subject`: add subjects to role bindings."""

from __future__ import annotations

from minikctl.cli.setting import objects
from minikctl.cli.setting.changing import Change
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        All,
        Args,
        DryRun,
        FieldManager,
        GroupSubjects,
        Local,
        Selector,
        ServiceAccountSubjects,
        UserSubjects,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

BUNDLES = (
    "printing",
    "files",
)
USAGE = (
    "(-f FILENAME | TYPE NAME) [--user=username] [--group=groupname] "
    "[--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none] [options]"
)


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    group: GroupSubjects = None,
    local: Local = False,
    selector: Selector = "",
    serviceaccount: ServiceAccountSubjects = None,
    user: UserSubjects = None,
) -> None:
    """Add subjects to role bindings.

    Examples:
      # One more user
      kubectl set subject rolebinding view --user=ann
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    change = Change(opts, client, env, "subjects updated", "failed to patch subjects to rolebinding: ")
    objects.local_without_names(opts, opts.args)
    if opts.all and opts.selector:
        raise CliError(objects.ALL_AND_SELECTOR)
    infos = objects.found(opts, client, env, opts.args)
    _check(opts, infos)
    wanted = _subjects(opts, client)
    return change.run(infos, lambda obj: _add(obj, wanted))


def _check(opts: Opts, infos: list[Info]) -> None:
    if not opts.user and not opts.group and not opts.serviceaccount:
        raise CliError("you must specify at least one value of user, group or serviceaccount")
    for text in opts.serviceaccount:
        parts = text.split(":")
        if len(parts) != 2 or not parts[1]:
            raise CliError("serviceaccount must be <namespace>:<name>")
        if not parts[0] and any(info.resource.kind == "ClusterRoleBinding" for info in infos):
            raise CliError("serviceaccount must be <namespace>:<name>, namespace must be specified")


def _subjects(opts: Opts, client: Client) -> list[dict[str, Any]]:
    from minikctl.cli.generators.subjects import named

    out = [named("User", name) for name in sorted(set(opts.user))]
    out += [named("Group", name) for name in sorted(set(opts.group))]
    for text in sorted(set(opts.serviceaccount)):
        namespace, _, name = text.partition(":")
        out.append({"kind": "ServiceAccount", "name": name, "namespace": namespace or client.namespace})
    return out


def _add(obj: dict[str, Any], wanted: list[dict[str, Any]]) -> bool:
    if obj["kind"] not in ("RoleBinding", "ClusterRoleBinding"):
        raise CliError("setting subjects is only supported for RoleBinding/ClusterRoleBinding")
    have = obj.get("subjects") or []
    new = [subject for subject in wanted if subject not in have]
    obj["subjects"] = have + new
    return bool(new)
