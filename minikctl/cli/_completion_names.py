"""Completion of arguments: kinds, names of objects, containers of a fixed set of words. Asks the Client."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client

Candidates = list[tuple[str, str]]

DEFAULT, NO_SPACE, NO_FILES = 0, 2, 4
# What the arguments of a verb name: `types` are followed by names, other words are the only type there is.
_TYPES = [
    "get",
    "describe",
    "delete",
    "edit",
    "label",
    "annotate",
    "patch",
    "expose",
    "autoscale",
    "wait",
    "explain",
    "events",
]
_FOLLOWED = {
    "scale": "deployment replicaset replicationcontroller statefulset",
    "rollout history": "deployment daemonset statefulset",
    "rollout pause": "deployment",
    "rollout restart": "deployment daemonset statefulset",
    "rollout resume": "deployment",
    "rollout status": "deployment daemonset statefulset",
    "rollout undo": "deployment daemonset statefulset",
}
_ONLY = {
    "logs": "pods",
    "attach": "pods",
    "exec": "pods",
    "port-forward": "pods",
    "debug": "pods",
    "top pod": "pods",
    "cordon": "nodes",
    "uncordon": "nodes",
    "drain": "nodes",
    "top node": "nodes",
}
_FIXED = {"completion": "zsh fish powershell bash", "sim clock": "advance manual real", "sim settings": "get set"}


def arguments(opts: Opts, word: str, connect: Callable[[], Client]) -> tuple[Candidates, int]:
    command = " ".join(opts.path)
    if command in _FIXED:
        words = [] if opts.args else _FIXED[command].split()
        return [(value, "") for value in words if value.startswith(word)], NO_FILES
    if command in _ONLY:
        if opts.args and command not in ("drain", "cordon", "uncordon"):
            return [], DEFAULT if command == "exec" else NO_FILES
        return objects(_ONLY[command], word, connect()), NO_FILES
    if command in _FOLLOWED or opts.path[:1] in [(verb,) for verb in _TYPES]:
        return _typed(opts, word, _FOLLOWED.get(command, ""), connect)
    return [], DEFAULT


def _typed(opts: Opts, word: str, types: str, connect: Callable[[], Client]) -> tuple[Candidates, int]:
    """TYPE NAME..., or TYPE/NAME..."""
    if "/" in word:
        kind, _, name = word.partition("/")
        return [(f"{kind}/{found}", text) for found, text in objects(kind, name, connect())], NO_FILES
    if opts.args and "/" not in opts.args[0]:
        if opts.path == ("explain",):
            return [], NO_FILES
        return [(n, t) for n, t in objects(opts.args[0], word, connect()) if n not in opts.args], NO_FILES
    names = types.split() or kinds(connect())
    found = [(name, "") for name in names if name.startswith(word)]
    return found, NO_FILES


def kinds(client: Client) -> list[str]:
    """Every resource by its plural, with its group where it has one, each once."""
    return sorted(
        {resource.qualified for resource in client.resources() if "get" in resource.verbs or not resource.verbs}
    )


def objects(kind: str, word: str, client: Client) -> Candidates:
    """The names of the kind's objects that begin with `word`."""
    try:
        resource = client.resolve(kind)
        items = client.list(resource, client.namespace if resource.namespaced else "")["items"]
    except (ApiError, CliError):
        return []
    return [(name, "") for item in items if (name := str(item["metadata"]["name"])).startswith(word)]
