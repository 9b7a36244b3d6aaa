"""What exec, attach, cp and port-forward do before they reach into a pod, and why they then cannot.

source: kubectl polymorphichelpers AttachablePodForObject, observed on v1.37
"""

from __future__ import annotations

from minikctl.cli.pods import choosing, containers
from minikctl.client import builder
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Obj = dict[str, Any]

RECORDED = (
    "All commands and output from this session will be recorded in container logs, including credentials and sensitive "
    "information passed through the command prompt.\nIf you don't see a command prompt, try pressing enter.\n"
)
NO_TERMINAL = "Unable to use a TTY - input is not a terminal or the right kind of file\n"


def check_timeout(opts: Opts) -> float:
    """--pod-running-timeout in seconds. UsageError for one that is over before it begins."""
    seconds = float(opts.pod_running_timeout)
    if seconds <= 0:
        raise opts.usage_error("--pod-running-timeout must be higher than zero")
    return seconds


def named(client: Client, words: list[str]) -> Obj:
    """The object of `NAME` (a pod), `TYPE/NAME` or `TYPE NAME`. ApiError, CliError."""
    errors: list[Exception] = []
    args = ["pods", *words] if len(words) == 1 and "/" not in words[0] else words
    found = builder.infos(client, args, builder.Wanted(), errors)
    if errors:
        raise errors[0]
    resource, obj = found[0].resource, found[0].obj or {}
    return {"apiVersion": resource.api_version, "kind": resource.kind, **obj}


def pod_of(client: Client, obj: Obj, seconds: float) -> Obj:
    """The pod itself, or the best one of a workload: waits until it has one."""
    if obj["kind"] == "Pod":
        return obj
    namespace = obj["metadata"].get("namespace", "")
    try:
        selector = choosing.selector_of(obj)
    except CliError as e:
        raise CliError(f"cannot attach to {choosing.go_type(obj)}: {e.message}") from None
    return choosing.pods_of(client, namespace, selector, seconds, choosing.by_activity)[0]


def container_of(pod: Obj, wanted: str, tell: Callable[[str], object]) -> Obj:
    """The container that is meant, as its spec. CliError for one that is not there."""
    name = wanted or containers.default(pod, tell)
    found = containers.find(pod, name)
    if found is None:
        raise containers.no_such(pod, name)
    return found


def phase(pod: Obj) -> str:
    return str((pod.get("status") or {}).get("phase", ""))


def is_terminal(env: Env) -> bool:
    try:
        return env.stdin.isatty()
    except ValueError:  # closed
        return False


def refused(client: Client, what: str) -> CliError:
    """Why it ends here. `what`: exec, attach, portforward."""
    if not client.embedded:
        return CliError(f"minikctl has no {what} into the pods of a real API; kubectl has")
    return CliError(
        f"unable to upgrade connection: {what} is not possible: pods are simulated, nothing runs behind them"
    )
