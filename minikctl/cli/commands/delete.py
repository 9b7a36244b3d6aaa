"""`delete`: delete resources by files, names or labels."""

from __future__ import annotations

from minikctl.cli import deletion, failure, writing
from minikctl.cli.waiting import A_WEEK, until
from minikctl.cli.write_options import dry_run
from minikctl.client import builder, manifests
from minikctl.client.builder import Info, Wanted
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Annotated

    from typer import Option

    from minikctl.cli.env import Env
    from minikctl.cli.flags import (
        AllNamespaces,
        Args,
        Cascade,
        DryRun,
        FieldSelector,
        Force,
        GracePeriod,
        IgnoreNotFound,
        Raw,
        Selector,
        Timeout,
    )
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

IMMEDIATE = (
    "Immediate deletion does not wait for confirmation that the running resource has been terminated. "
    "The resource may continue to run on the cluster indefinitely."
)
BUNDLES = ("files",)
USAGE = "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)]) [options]"


def command(
    args: Args = None,
    *,
    all: Annotated[bool, Option("--all", help="Delete all resources of the given types in the namespace.")] = False,
    all_namespaces: AllNamespaces = False,
    cascade: Cascade = "background",
    dry_run: DryRun = "none",
    field_selector: FieldSelector = "",
    force: Force = False,
    grace_period: GracePeriod = -1,
    ignore_not_found: IgnoreNotFound = False,
    interactive: Annotated[bool, Option("--interactive", "-i", help="Ask before deleting.")] = False,
    now: Annotated[bool, Option("--now", help="Let it end at once: the same as --grace-period=1.")] = False,
    output: Annotated[str, Option("--output", "-o", help="The format of the messages; only name.")] = "",
    raw: Raw = "",
    selector: Selector = "",
    timeout: Timeout = "0s",
    wait: Annotated[bool, Option("--wait", help="Wait until what was deleted is gone.")] = True,
) -> None:
    """Delete resources by files, names or labels.

    Pods get time to end by themselves; --now and --grace-period shorten it.

    Examples:
      # What a file made
      kubectl delete -f web.yaml

      # Two pods
      kubectl delete pods a b

      # Everything with a label
      kubectl delete pods,services -l app=web

      # All pods
      kubectl delete pods --all
    """


def run(opts: Opts, client: Client, env: Env) -> int:
    strategy = dry_run(opts, env)
    cascade = deletion.propagation(opts.cascade, env)
    if opts.raw:
        return _raw(opts, client, env)
    _check(opts)
    grace, waits = _grace(opts)
    if opts.force and grace == 0:
        env.warn(IMMEDIATE)
    errors: list[Exception] = []
    infos = _infos(opts, client, env, errors)
    if opts.interactive and not _confirmed(infos, env):
        env.stdout.write("deletion is cancelled\n")
        return 0
    options = deletion.options(cascade, grace, strategy)
    deleted = [done for info in infos if (done := _delete(opts, client, env, info, options, strategy, errors))]
    if not deleted and not errors and not infos:
        env.stdout.write("No resources found\n")
    if waits and strategy == "none":
        _wait(opts, client, env, deleted, errors)
    failure.aggregate(errors)
    return 0


def _check(opts: Opts) -> None:
    if opts.output not in ("", "name"):
        raise CliError(f"unexpected -o output mode: {opts.output}. We only support '-o name'")
    if opts.now and opts.grace_period != -1:
        raise CliError("--now and --grace-period cannot be specified together")
    if opts.force and (opts.grace_period > 0 or opts.now):
        raise CliError("--force and --grace-period greater than 0 cannot be specified together")


def _raw(opts: Opts, client: Client, env: Env) -> int:
    if opts.filename:
        writing.check_raw(opts)
        return writing.send_raw(opts, client, env, "DELETE")
    writing.check_raw_path(opts)
    env.stdout.write(client.raw("DELETE", opts.raw).decode("utf-8", "replace"))
    return 0


def _grace(opts: Opts) -> tuple[int, bool]:
    """(seconds, -1 for the object's own; whether to wait). A bare 0 is made 1: only --force loses data."""
    if opts.now:
        return 1, bool(opts.wait)
    if opts.force and opts.grace_period < 0:
        return 0, False if not opts.changed("wait") else bool(opts.wait)
    if opts.grace_period == 0 and not opts.force:
        return 1, bool(opts.wait)
    return int(opts.grace_period), bool(opts.wait) and not (opts.force and not opts.changed("wait"))


def _infos(opts: Opts, client: Client, env: Env, errors: list[Exception]) -> list[Info]:
    """What to delete: from files, by name (not looked at before), or what the selectors find."""
    if opts.filename or opts.kustomize:
        manifests.alone(opts, env, opts.args)
        found = manifests.selected(manifests.from_flags(client, env, opts), opts.selector)
        errors += found.errors
        return found.infos
    wanted = Wanted(opts.selector, opts.field_selector, opts.all, opts.all_namespaces)
    queries = builder.queries(client, opts.args, wanted)
    if not queries:
        raise CliError(builder.NOTHING_GIVEN)
    out: list[Info] = []
    for query in queries:
        if query.names is None:
            out += builder.fetch(client, query, errors)
        else:
            out += [Info(query.resource, query.namespace, name) for name in query.names]
    return out


def _confirmed(infos: list[Info], env: Env) -> bool:
    env.stdout.write(f"You are about to delete the following {len(infos)} resource(s):\n")
    for info in infos:
        env.stdout.write(f"{info.printed}\n")
    env.stdout.write("Do you want to continue? (y/N): ")
    env.stdout.flush()
    return env.stdin.readline().split() in (["y"], ["Y"])


def _delete(
    opts: Opts, client: Client, env: Env, info: Info, options: Obj, strategy: str, errors: list[Exception]
) -> tuple[Info, str] | None:
    """Delete one; (what, its uid) where it was done."""
    uid = ""
    try:
        if strategy != "client":
            answer = client.delete(info.resource, info.namespace, info.name, options)
            uid = answer["metadata"].get("uid") or (answer.get("details") or {}).get("uid", "")
    except (ApiError, CliError) as e:
        if not (opts.ignore_not_found and isinstance(e, ApiError) and e.reason == "NotFound"):
            errors.append(failure.with_source("deleting", info.source, e))
        return None
    _print(opts, env, info, options, strategy)
    return info, uid


def _print(opts: Opts, env: Env, info: Info, options: Obj, strategy: str) -> None:
    if opts.output == "name":
        env.stdout.write(f"{info.printed}\n")
        return
    forced = opts.force and options.get("gracePeriodSeconds") == 0
    env.stdout.write(deletion.told(info, strategy, forced))


def _wait(opts: Opts, client: Client, env: Env, deleted: list[tuple[Info, str]], errors: list[Exception]) -> None:
    """Until everything is gone, or has been replaced by something of the same name."""
    client.commit()
    env.stdout.flush()
    seconds = opts.timeout or A_WEEK
    for info, uid in deleted:
        try:
            until(client, info.resource, info.namespace, info.name, _gone(uid), seconds)
        except (ApiError, CliError) as e:
            errors.append(e)


def _gone(uid: str) -> Callable[[Obj | None], bool]:
    return lambda obj: obj is None or bool(uid and obj["metadata"]["uid"] != uid)
