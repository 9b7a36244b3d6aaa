"""drain: cordon, then evict what may be evicted, and wait until it is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minikctl.cli.nodes import cordoning, evictable
from minikctl.cli.waiting import A_WEEK, until
from minikctl.core.errors import AggregateError, ApiError, CliError

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

RETRY = 5.0  # seconds until a refused eviction is tried again
SECOND = 1_000_000
LONGEST = 3600.0  # embedded, without --timeout: a budget that has refused for so long will not give way by waiting


def drain(opts: Opts, client: Client, env: Env, info: Info, strategy: str) -> list[str]:
    """Empty one node; what stands in the way, [] where nothing does."""
    pods_resource = client.resolve("pods")
    found = client.list(pods_resource, "", opts.pod_selector, f"spec.nodeName={info.name}")["items"]
    chosen = evictable.select(found, opts, client.now(), lambda ns, name: _daemon_set(client, ns, name))
    if chosen.errors:
        return evictable.texts(chosen.errors)
    if chosen.warnings:
        env.warn("; ".join(evictable.texts(chosen.warnings)))
    try:
        _remove(opts, client, env, chosen.pods, strategy)
    except (ApiError, CliError) as e:
        return [e.message]
    return []


def _daemon_set(client: Client, namespace: str, name: str) -> Obj | None:
    try:
        return client.get(client.resolve("daemonsets.apps"), namespace, name)
    except ApiError as e:
        if e.reason == "NotFound":
            return None
        raise


def _remove(opts: Opts, client: Client, env: Env, pods: list[Obj], strategy: str) -> None:
    """Evict (or delete) all, then wait for each."""
    evicting = not opts.disable_eviction
    tail = cordoning.TAILS[strategy]
    for pod in pods:
        meta = pod["metadata"]
        verb = "evicting" if evicting else "deleting"
        env.stdout.write(f"{verb} pod {meta['namespace']}/{meta['name']}{tail}\n")
    if strategy == "client":
        return
    deadline = client.now() + int((opts.timeout or (LONGEST if client.embedded else A_WEEK)) * SECOND)
    for pod in pods:
        _evict(opts, client, env, pod, deadline, strategy, evicting)
    if strategy == "server":
        return
    client.commit()
    env.stdout.flush()
    resource = client.resolve("pods")
    for pod in pods:
        meta = pod["metadata"]
        left = max(0.0, (deadline - client.now()) / SECOND)
        until(client, resource, meta["namespace"], meta["name"], _gone(meta["uid"]), left)
        env.stdout.write(f"pod/{meta['name']} {'evicted' if evicting else 'deleted'}\n")


def _gone(uid: str) -> Callable[[Obj | None], bool]:
    """Whether what is there under the name is not this pod any more."""
    return lambda obj: obj is None or obj["metadata"]["uid"] != uid


def _evict(opts: Opts, client: Client, env: Env, pod: Obj, deadline: int, strategy: str, evicting: bool) -> None:
    """Ask until it is granted. CliError when the time is up."""
    meta = pod["metadata"]
    namespace, name = meta["namespace"], meta["name"]
    options: Obj = {}
    if opts.grace_period >= 0:
        options["gracePeriodSeconds"] = opts.grace_period
    if strategy == "server":
        options["dryRun"] = ["All"]
    resource = client.resolve("pods")
    eviction = {
        "apiVersion": "policy/v1",
        "kind": "Eviction",
        "metadata": {"name": name, "namespace": namespace},
        "deleteOptions": options,
    }
    while True:
        try:
            if evicting:
                client.create(resource, namespace, eviction, name=name, subresource="eviction")
            else:
                client.delete(resource, namespace, name, options)
            return
        except ApiError as e:
            if e.reason == "NotFound":
                return
            if e.code != 429:
                raise CliError(f'error when evicting pods/"{name}" -n "{namespace}": {e.message}') from None
            if client.now() >= deadline:
                raise CliError(f"global timeout reached: {_go(opts.timeout or LONGEST)}") from None
            env.stderr.write(f'error when evicting pods/"{name}" -n "{namespace}" (will retry after 5s): {e.message}\n')
            client.commit()
            client.sleep(RETRY)


def _go(seconds: float) -> str:
    from minikctl.core.duration import go_format

    return go_format(int(seconds * SECOND))


def _check_pod_selector(text: str) -> None:
    from minikctl.core import selectors

    try:
        selectors.parse(text)
    except selectors.SelectorError:
        raise CliError("--pod-selector=<pod_selector> must be a valid label selector") from None


def run(opts: Opts, client: Client, env: Env) -> int:
    """The verb: cordon all, drain each; a node that resists does not keep the others from being drained."""
    from minikctl.cli import failure
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
        bare = [CliError(text, bare=True) for text in found]
        problem = bare[0] if len(bare) == 1 else AggregateError([*bare])
        problems.append(problem)
        shown = failure.message_of(problem)
        env.stderr.write(f'error: unable to drain node "{info.name}" due to error: {shown}, continuing command...\n')
    if not pending:
        return 0
    env.stderr.write("There are pending nodes to be drained:\n" + "".join(f" {n}\n" for n in pending))
    raise AggregateError(problems)
