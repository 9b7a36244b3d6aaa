"""`set selector`: set the selector of a service."""

from __future__ import annotations

from minikctl.cli import failure, record, results
from minikctl.cli.setting import objects
from minikctl.cli.write_options import dry_run
from minikctl.client._base import STRATEGIC_PATCH, WriteOptions
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.flags import All, Args, DryRun, FieldManager, Filename, Local, Record, Recursive, ResourceVersion
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

BUNDLES = ("printing",)
USAGE = "(-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version] [options]"


def command(
    args: Args = None,
    *,
    all: All = False,
    dry_run: DryRun = "none",
    field_manager: FieldManager = "kubectl-set",
    filename: Filename = None,
    local: Local = False,
    record: Record = False,
    recursive: Recursive = True,
    resource_version: ResourceVersion = "",
) -> None:
    """Set the selector of a service.

    Examples:
      # Send a service to other pods
      kubectl set selector service web app=web,track=stable
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    strategy = dry_run(opts, env)
    selector = _selector(opts.args[-1]) if opts.args else None
    show = results.printer(opts, env, "selector updated", strategy, typed=True)
    if selector is None:
        raise CliError("one selector is required")
    objects.local_without_names(opts, opts.args[:-1])
    errors: list[Exception] = []
    for info in objects.visited(opts, client, env, opts.args[:-1], errors):
        try:
            show(info.resource, _set(opts, client, env, info, selector, strategy))
        except (ApiError, CliError) as e:
            errors.append(e)
    failure.aggregate(errors)
    return 0


def _selector(text: str) -> dict[str, Any]:
    from minikctl.core import selectors

    try:
        return selectors.to_label_selector(text)
    except selectors.UnsupportedError as e:
        raise CliError(str(e)) from None
    except selectors.SelectorError as e:
        from minikctl.core.go_text import quote_go

        raise CliError(f"couldn't parse the selector string {quote_go(text)}: {e}") from None


def _set(opts: Opts, client: Client, env: Env, info: Info, selector: dict[str, Any], strategy: str) -> dict[str, Any]:
    from minikctl.core.objects import copy
    from minikctl.core.patches import strategic

    old = info.obj or {}
    if info.resource.kind != "Service":
        raise CliError("setting a selector is only supported for Services")
    expressions = selector.get("matchExpressions")
    if expressions:
        raise CliError(f"match expression [{' '.join(map(_go, expressions))}] not supported on this object")
    new: dict[str, Any] = copy(old)
    new["spec"]["selector"] = dict(selector.get("matchLabels") or {})
    if opts.resource_version:
        new["metadata"]["resourceVersion"] = opts.resource_version
    if opts.record:
        record.annotate(new, opts, env)
    if opts.local or strategy == "client":
        return new
    patch = strategic.diff(old, new, "core/v1.Service")
    if opts.resource_version:
        patch.setdefault("metadata", {})["resourceVersion"] = opts.resource_version
    options = WriteOptions(dry_run=strategy == "server", field_manager=opts.field_manager)
    return client.patch(info.resource, info.namespace, info.name, patch, STRATEGIC_PATCH, options)


def _go(expression: dict[str, Any]) -> str:
    return f"{{{expression['key']} {expression['operator']} [{' '.join(expression.get('values') or ())}]}}"
