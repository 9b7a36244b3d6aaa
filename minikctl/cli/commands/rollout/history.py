"""`rollout history`: show the revisions of a rollout."""

from __future__ import annotations

from minikctl.cli import failure, results, targets
from minikctl.cli.rollouts import history
from minikctl.client.builder import Info, Wanted
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Selector
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
    revision: Annotated[int, Option("--revision", help="Look at this revision; 0 for the latest.")] = 0,
    selector: Selector = "",
) -> None:
    """Show the revisions of a rollout.

    Examples:
      # All revisions
      kubectl rollout history deployment/web

      # One in full
      kubectl rollout history deployment/web --revision=2
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.args and not opts.filename and not opts.kustomize:
        raise CliError("required resource not specified")
    if opts.revision < 0:
        raise CliError(f"revision must be a positive integer: {opts.revision}")
    errors: list[Exception] = []
    for info in targets.infos(opts, client, env, Wanted(opts.selector, bare_type=True), errors):
        try:
            _show(opts, client, env, info)
        except CliError as e:
            errors.append(e)
    failure.aggregate(errors)
    return 0


def _show(opts: Opts, client: Client, env: Env, info: Info) -> None:
    revisions = history.of(client, info)
    if opts.output:
        _objects(opts, env, info, revisions)
        return
    text = history.detail(revisions, opts.revision, info.resource.kind) if opts.revision else history.table(revisions)
    results.printer(opts, env, text)(info.resource, info.obj or {})


def _objects(opts: Opts, env: Env, info: Info, revisions: list[history.Revision]) -> None:
    """-o: the ReplicaSets, or the object as it was."""
    show = results.printer(opts, env, "", typed=True)
    wanted = [r for r in revisions if not opts.revision or r.number == opts.revision]
    if opts.revision and not wanted:
        raise CliError("unable to find the specified revision")
    for revision in wanted:
        show(results.resource_of(info.resource, revision.shown), revision.shown)
