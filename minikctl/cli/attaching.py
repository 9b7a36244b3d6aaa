"""`run --attach` and `run -i`: wait for the pod, show what it prints, tell how it ended, with --rm remove it.

Nothing runs that could be attached to, so it goes as kubectl does where it cannot attach: the log is shown.
"""

from __future__ import annotations

from minikctl.apiserver.logs import LogOptions
from minikctl.cli.waiting import SECOND
from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

OVER = ("Succeeded", "Failed")


def attend(opts: Opts, client: Client, env: Env, created: list[tuple[Resource, Obj]]) -> int:
    """The pod is the first of what was created."""
    pods, pod = created[0]
    try:
        return _session(opts, client, env, pods, pod)
    finally:
        if opts.rm:
            _remove(opts, client, env, created)


def _session(opts: Opts, client: Client, env: Env, pods: Resource, pod: Obj) -> int:
    client.commit()
    seconds = float(opts.pod_running_timeout)
    pod = wait(client, pods, pod, lambda seen: _phase(seen) in OVER or _ready(seen) or _has_run(seen), seconds)
    running = _phase(pod) not in OVER and not _has_run(pod)
    if opts.stdin and running and client.embedded:
        env.stderr.write(
            f"warning: couldn't attach to pod/{pod['metadata']['name']}, falling back to streaming logs: "
            "pods are simulated, nothing runs behind them\n"
        )
    container = pod["spec"]["containers"][0]["name"]
    between = _phase(pod) not in OVER and not running and "waiting" in (_status(pod).get("state") or {})
    options = LogOptions(container, follow=running, previous=between)
    for text in client.logs(pod["metadata"]["namespace"], pod["metadata"]["name"], options):
        env.stdout.write(text.decode("utf-8", "surrogateescape"))
        env.stdout.flush()
    if client.embedded and not (opts.stdin and running):
        _tell_what_is_lacking(client, env, client.get(pods, pod["metadata"]["namespace"], pod["metadata"]["name"]))
    if opts.leave_stdin_open or pod["spec"]["restartPolicy"] == "Always":
        return 0
    ends = OVER if pod["spec"]["restartPolicy"] == "Never" else ("Succeeded",)
    return _result(wait(client, pods, pod, lambda seen: _phase(seen) in ends, seconds))


def _tell_what_is_lacking(client: Client, env: Env, pod: Obj) -> None:
    """A command of whose output not all is known is not to look like one that printed nothing."""
    from minikctl.cli.commands.sim._session import session_of
    from minikctl.sim.executing import lacking

    why = lacking(session_of(client), pod, pod["spec"]["containers"][0])
    if why:
        env.stderr.write(f"warning: {why}: pods are simulated, nothing runs behind them\n")


def wait(client: Client, pods: Resource, pod: Obj, met: Callable[[Obj], bool], seconds: float | None) -> Obj:
    """The pod once it is so. CliError when that takes longer, or when nothing goes on under a manual clock."""
    namespace, name = pod["metadata"]["namespace"], pod["metadata"]["name"]
    deadline = None if seconds is None else client.now() + int(seconds * SECOND)
    while True:
        seen = client.get(pods, namespace, name)
        if met(seen):
            return seen
        left = None if deadline is None else (deadline - client.now()) / SECOND
        if left is not None and left <= 0:
            raise CliError("timed out waiting for the condition")
        before = client.now()
        revision = seen["metadata"]["resourceVersion"]
        for kind, obj in client.watch(pods, namespace, name=name, revision=revision, timeout=left):
            if kind == "DELETED":
                raise CliError('pods "" not found')
            if kind == "MODIFIED" and met(obj):
                return obj
        if client.now() == before:
            if left is None:
                raise CliError("timed out waiting for the condition")
            client.sleep(left)


def _phase(pod: Obj) -> str:
    return str((pod.get("status") or {}).get("phase", ""))


def _ready(pod: Obj) -> bool:
    from minikctl.core.objects import is_true

    return _phase(pod) == "Running" and is_true(pod, "Ready")


def _status(pod: Obj) -> Obj:
    """That of the one container that `run` makes."""
    found: Obj = ((pod.get("status") or {}).get("containerStatuses") or [{}])[0]
    return found


def _has_run(pod: Obj) -> bool:
    """Whether the container has ended already: too short-lived to be seen running."""
    status = _status(pod)
    return any("terminated" in (status.get(field) or {}) for field in ("state", "lastState"))


def _result(pod: Obj) -> int:
    """0, or the exit code of the container that failed."""
    if _phase(pod) == "Succeeded":
        return 0
    where = f"{pod['metadata']['namespace']}/{pod['metadata']['name']}"
    if _phase(pod) != "Failed":
        raise CliError(f"pod {where} left in phase {_phase(pod)}")
    ended = (_status(pod).get("state") or {}).get("terminated") or {}
    if not ended.get("exitCode"):
        raise CliError(f"pod {where} failed with unknown exit code")
    message = f"pod {where} terminated ({ended.get('reason', '')})\n{ended.get('message', '')}"
    raise CliError(message, code=ended["exitCode"], bare=True)


def _remove(opts: Opts, client: Client, env: Env, created: list[tuple[Resource, Obj]]) -> None:
    for resource, obj in created:
        meta = obj["metadata"]
        try:
            client.delete(resource, meta["namespace"], meta["name"])
        except ApiError as e:
            if e.reason == "NotFound":
                continue
            raise
        if not opts.quiet:
            where = f" from {meta['namespace']} namespace"
            env.stdout.write(f'{resource.printed} "{meta["name"]}" deleted{where}\n')
