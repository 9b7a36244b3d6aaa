"""`debug -i`: wait for the container, then attach, which nobody can here: as kubectl then does, its log is shown."""

from __future__ import annotations

from minikctl.apiserver.logs import LogOptions
from minikctl.cli import attaching
from minikctl.cli.pods import reaching
from minikctl.core.objects import container_status
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]


def attend(opts: Opts, client: Client, env: Env, pods: Resource, pod: Obj, container: Obj) -> None:
    """CliError where the container never begins."""
    client.commit()
    told: list[str] = []

    def begun(seen: Obj) -> bool:
        state = _state(seen, container["name"])
        waits = (state.get("waiting") or {}).get("message")
        if waits and not opts.quiet and told[-1:] != [waits]:
            told.append(waits)
            env.warn(f"container {container['name']}: {waits}")
        return "running" in state or "terminated" in state

    pod = attaching.wait(client, pods, pod, begun, None)
    name = pod["metadata"]["name"]
    if "running" in _state(pod, container["name"]):
        if not opts.quiet:
            if container.get("tty") and not reaching.is_terminal(env):
                env.stderr.write(reaching.NO_TERMINAL)
            env.stderr.write(reaching.RECORDED)
        why = reaching.refused(client, "attach").message
        env.stderr.write(f"warning: couldn't attach to pod/{name}, falling back to streaming logs: {why}\n")
    for text in client.logs(pod["metadata"]["namespace"], name, LogOptions(container["name"])):
        env.stdout.write(text.decode("utf-8", "surrogateescape"))


def _state(pod: Obj, name: str) -> Obj:
    state: Obj = (container_status(pod, name) or {}).get("state") or {}
    return state
