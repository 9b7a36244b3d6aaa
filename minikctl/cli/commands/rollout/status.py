"""`rollout status`: follow a rollout until it is done."""

from __future__ import annotations

from minikctl.cli import failure, targets
from minikctl.cli.rollouts import status
from minikctl.client.builder import Info, Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import Args, Selector, Timeout
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

BUNDLES = ("files",)
USAGE = "(TYPE NAME | TYPE/NAME) [flags] [options]"


def command(
    args: Args = None,
    *,
    revision: Annotated[int, Option("--revision", help="Look at this revision; 0 for the latest.")] = 0,
    selector: Selector = "",
    timeout: Timeout = "0s",
    watch: Annotated[bool, Option("--watch", "-w", help="Wait for the end of the rollout.")] = True,
) -> None:
    """Follow a rollout until it is done.

    Ends with an error when the rollout fails. --watch=false only says where it stands.

    Examples:
      # Wait for a deployment
      kubectl rollout status deployment/web --timeout=90s
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    if not opts.args and not opts.filename and not opts.kustomize:
        raise CliError("required resource not specified")
    if opts.revision < 0:
        raise CliError(f"revision must be a positive integer: {opts.revision}")
    errors: list[Exception] = []
    infos = targets.infos(opts, client, env, Wanted(opts.selector, bare_type=True), errors)
    if not infos and not errors:
        env.stderr.write(f"No resources found in {client.namespace} namespace.\n")
        return 0
    for info in infos:
        try:
            _follow(opts, client, env, info)
        except (ApiError, CliError) as e:
            errors.append(e)
    failure.aggregate(errors)
    return 0


def _follow(opts: Opts, client: Client, env: Env, info: Info) -> None:
    """Print where one rollout stands, again after each change, until it is over."""
    assert info.obj is not None
    standing = status.of(info.obj, opts.revision)
    env.stdout.write(standing.text)
    if standing.done or not opts.watch:
        return
    env.stdout.flush()
    seconds = opts.timeout or None
    revision = info.obj["metadata"]["resourceVersion"]
    for kind, obj in client.watch(info.resource, info.namespace, info.name, revision=revision, timeout=seconds):
        if kind == "DELETED":
            raise CliError("object has been deleted")
        if kind not in ("ADDED", "MODIFIED"):
            continue
        standing = status.of(obj, opts.revision)
        env.stdout.write(standing.text)
        if standing.done:
            return
        env.stdout.flush()
    if seconds is None:
        raise CliError("watch closed before UntilWithoutRetry timeout")
    raise CliError("timed out waiting for the condition")
