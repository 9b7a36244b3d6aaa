"""pause, resume and restart: one small patch to each object, or a reason why not."""

from __future__ import annotations

from minikctl.cli import failure, results, targets
from minikctl.client._base import STRATEGIC_PATCH, WriteOptions
from minikctl.client.builder import Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]


TOO_SOON = (
    "if restart has already been triggered within the past second, please wait before attempting to trigger another"
)


def run(opts: Opts, client: Client, env: Env, done: str, patch: Callable[[Obj], Obj | str]) -> int:
    """patch: the change for an object ({}: there is none), or what to say of one that cannot be changed so."""
    if not opts.args and not opts.filename and not opts.kustomize:
        raise CliError("required resource not specified")
    show = results.printer(opts, env, done)
    errors: list[Exception] = []
    wanted = Wanted(opts.selector, bare_type=True)
    infos = targets.infos(opts, client, env, wanted, errors)
    if not infos and not errors:
        env.stderr.write(f"No resources found in {client.namespace} namespace.\n")
    for info in infos:
        change = patch(info.obj or {})
        if isinstance(change, str):
            errors.append(CliError(f'error: {info.resource.qualified} "{info.name}" {change}'))
            continue
        if not change:
            errors.append(CliError(f"failed to create patch for {info.name}: {TOO_SOON}"))
            continue
        options = WriteOptions(field_manager=opts.field_manager)
        try:
            obj = client.patch(info.resource, info.namespace, info.name, change, STRATEGIC_PATCH, options)
        except ApiError as e:
            errors.append(failure.prefixed("failed to patch: ", e))
            continue
        show(info.resource, obj)
    failure.aggregate(errors)
    return 0
