"""`wait`: wait for a condition of resources."""

from __future__ import annotations

from minikctl.cli import conditions, failure, results, targets, waiting
from minikctl.client.builder import Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        ARRAY,
        All,
        AllNamespaces,
        Args,
        FieldSelector,
        Filename,
        Local,
        Recursive,
        Selector,
        Strings,
        Timeout,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

BUNDLES = ("printing",)
USAGE = (
    "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) "
    "[--for=create|--for=delete|--for condition=available|--for=jsonpath='{}'[=value]] [options]"
)


def command(
    args: Args = None,
    *,
    all: All = False,
    all_namespaces: AllNamespaces = False,
    field_selector: FieldSelector = "",
    filename: Filename = None,
    for_: Annotated[
        Strings,
        Option(
            "--for",
            help="What to wait for: create, delete, condition=NAME[=VALUE] or "
            "jsonpath='{EXPRESSION}'[=VALUE]; can be repeated.",
        ),
        ARRAY,
    ] = None,
    local: Local = False,
    recursive: Recursive = True,
    selector: Selector = "",
    timeout: Timeout = "30s",
) -> None:
    """Wait for a condition of resources.

    Examples:
      # Until a pod is ready
      kubectl wait --for=condition=Ready pod/web

      # Until it is gone
      kubectl wait --for=delete pod/web --timeout=60s

      # Until a field has a value
      kubectl wait --for=jsonpath='{.status.phase}'=Running pod/web
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    show = results.printer(opts, env, "condition met")
    met = conditions.read(opts.for_)
    seconds = opts.timeout if opts.timeout >= 0 else waiting.A_WEEK
    deadline = client.now() + int(seconds * waiting.SECOND)
    errors: list[Exception] = []
    infos = _created(opts, client, env, deadline) if met.create else _infos(opts, client, env, errors)
    seen = False
    for info in infos:
        seen = True
        try:
            if not info.name:
                raise CliError("resource name must be provided")
            for check in met.checks:
                obj = _wait(client, info, check, opts.timeout == 0, (deadline - client.now()) / waiting.SECOND)
                show(info.resource, obj)
                env.stdout.flush()
        except (ApiError, CliError) as e:
            errors.append(e)
    if met.delete:
        errors = [e for e in errors if not (isinstance(e, ApiError) and e.reason == "NotFound")]
    failure.aggregate(errors)
    if not seen and not met.delete:
        raise CliError("no matching resources found")
    return 0


def _infos(opts: Opts, client: Client, env: Env, errors: list[Exception]) -> Iterator[Info]:
    if opts.local:
        from minikctl.cli.setting import objects

        objects.local_without_names(opts, opts.args)
    wanted = Wanted(opts.selector, opts.field_selector, False, opts.all_namespaces, bare_type=opts.all)
    return targets.visited(opts, client, env, wanted, errors)


def _wait(
    client: Client, info: Info, check: Callable[[dict[str, Any]], bool] | None, once: bool, seconds: float
) -> dict[str, Any]:
    """Until the check holds (None: until it is gone); the object as it is then (or as it last was)."""
    uid = (info.obj or {})["metadata"].get("uid", "")
    last: dict[str, Any] = info.obj or {}

    def holds(obj: dict[str, Any] | None) -> bool:
        nonlocal last
        last = obj or last
        if check is None:
            return obj is None or obj["metadata"].get("uid", "") != uid
        return obj is not None and check(obj)

    if seconds <= 0 and not once and check is not None:  # those before have used up the time
        raise CliError(f"timed out waiting for the condition on {info.resource.plural}/{info.name}")
    if once:
        if not holds(info.obj):
            raise CliError(f"condition not met for {info.resource.plural}/{info.name}")
    else:
        waiting.until(client, info.resource, info.namespace, info.name, holds, max(seconds, 0.0))
    return last


def _created(opts: Opts, client: Client, env: Env, deadline: int) -> list[Info]:
    """All of them, once they are there. Looks every half second, as kubectl does."""
    while True:
        errors: list[Exception] = []
        infos = list(_infos(opts, client, env, errors))
        failure.aggregate([e for e in errors if not (isinstance(e, ApiError) and e.reason == "NotFound")])
        if infos and not errors:
            return infos
        if client.now() >= deadline:
            raise CliError("timed out waiting for the condition")
        client.sleep(0.5)
