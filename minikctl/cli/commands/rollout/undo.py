"""`rollout undo`: go back to an earlier revision."""

from __future__ import annotations

from minikctl.cli import failure, results, targets
from minikctl.cli.rollouts import undo
from minikctl.cli.write_options import dry_run
from minikctl.client._base import WriteOptions
from minikctl.client.builder import Info, Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, DryRun, Selector
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = (
    "printing",
    "files",
)
USAGE = "(TYPE NAME | TYPE/NAME) [flags] [options]"


def command(
    args: Args = None,
    *,
    dry_run: DryRun = "none",
    selector: Selector = "",
    to_revision: Annotated[int, Option("--to-revision", help="The revision to go back to; 0 for the one before.")] = 0,
) -> None:
    """Go back to an earlier revision.

    Examples:
      # The revision before
      kubectl rollout undo deployment/web

      # A certain one
      kubectl rollout undo daemonset/log --to-revision=3
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.args and not opts.filename and not opts.kustomize:
        raise CliError("required resource not specified")
    strategy = dry_run(opts, env)
    errors: list[Exception] = []
    for info in targets.visited(opts, client, env, Wanted(opts.selector, bare_type=True), errors):
        try:
            _undo(opts, client, env, info, strategy)
        except (ApiError, CliError) as e:
            errors.append(e)
    failure.aggregate(errors)
    return 0


def _undo(opts: Opts, client: Client, env: Env, info: Info, strategy: str) -> None:
    warning = undo.managed_by_apply(info)
    if warning:
        env.warn(warning)
    step = undo.step(client, info, opts.to_revision, strategy == "client")
    if step.patch is not None:
        options = WriteOptions(dry_run=strategy == "server", field_manager="kubectl-rollout")
        client.patch(info.resource, info.namespace, info.name, step.patch, step.patch_type, options)
    results.printer(opts, env, step.text, strategy)(info.resource, info.obj or {})
