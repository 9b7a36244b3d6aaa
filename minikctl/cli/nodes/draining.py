"""drain: cordon, then remove what may be removed; what stands in the way is told with what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minikctl.cli import failure
from minikctl.cli.nodes import cordoning, evictable
from minikctl.cli.nodes.removing import Removal
from minikctl.core.errors import AggregateError, ApiError, CliError

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]


def drain(opts: Opts, client: Client, env: Env, info: Info, strategy: str) -> list[Exception]:
    """Empty one node; what stands in the way, [] where nothing does."""
    chosen = _chosen(opts, client, info)
    if chosen.errors:
        return _bare(chosen)
    if chosen.warnings:
        env.warn("; ".join(evictable.texts(chosen.warnings)))
    removal = Removal(opts, client, env, strategy)
    try:
        removal.run(chosen.pods)
    except (ApiError, CliError) as e:
        removal.errors.append(e)
    if removal.errors:
        _tell_pending(opts, client, env, info, removal.errors)
    return removal.errors


def _chosen(opts: Opts, client: Client, info: Info) -> evictable.Selection:
    found = client.list(client.resolve("pods"), "", opts.pod_selector, f"spec.nodeName={info.name}")["items"]
    return evictable.select(found, opts, client.now(), lambda ns, name: _daemon_set(client, ns, name))


def _bare(chosen: evictable.Selection) -> list[Exception]:
    return [CliError(text, bare=True) for text in evictable.texts(chosen.errors)]


def _tell_pending(opts: Opts, client: Client, env: Env, info: Info, errors: list[Exception]) -> None:
    """What is still there, and what would now stand in the way of it."""
    chosen = _chosen(opts, client, info)
    if chosen.pods:
        shown = failure.message_of(_one(errors))
        env.stderr.write(f'There are pending pods in node "{info.name}" when an error occurred: {shown}\n')
        env.stderr.write("".join(f"pod/{pod['metadata']['name']}\n" for pod in chosen.pods))
    if chosen.errors:
        shown = failure.message_of(_one(_bare(chosen)))
        env.stderr.write(f"Following errors occurred while getting the list of pods to delete:\n{shown}")


def _one(errors: list[Exception]) -> Exception:
    return errors[0] if len(errors) == 1 else AggregateError([*errors])


def _daemon_set(client: Client, namespace: str, name: str) -> Obj | None:
    try:
        return client.get(client.resolve("daemonsets.apps"), namespace, name)
    except ApiError as e:
        if e.reason == "NotFound":
            return None
        raise


def _check_pod_selector(text: str) -> None:
    from minikctl.core import selectors

    try:
        selectors.parse(text)
    except selectors.SelectorError:
        raise CliError("--pod-selector=<pod_selector> must be a valid label selector") from None


def run(opts: Opts, client: Client, env: Env) -> int:
    """The verb: cordon all, drain each; a node that resists does not keep the others from being drained."""
    from minikctl.cli.write_options import dry_run

    strategy = dry_run(opts, env)
    errors: list[Exception] = []
    infos = cordoning.nodes(opts, client, errors)
    failure.aggregate(errors)
    _check_pod_selector(opts.pod_selector)
    for info in infos:
        cordoning.cordon(client, env, info, True, strategy)
    pending: list[str] = []
    problems: list[Exception] = []
    for info in infos:
        found = drain(opts, client, env, info, strategy)
        if not found:
            env.stdout.write(f"node/{info.name} drained{cordoning.TAILS[strategy]}\n")
            continue
        pending.append(info.name)
        problem = _one(found)
        problems.append(problem)
        shown = failure.message_of(problem)
        env.stderr.write(f'error: unable to drain node "{info.name}" due to error: {shown}, continuing command...\n')
    if not pending:
        return 0
    env.stderr.write("There are pending nodes to be drained:\n" + "".join(f" {n}\n" for n in pending))
    raise AggregateError(problems)
