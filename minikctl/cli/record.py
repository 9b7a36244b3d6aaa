"""--record: the command line as the cause of a change, in the annotation that `rollout history` shows."""

from __future__ import annotations

from minikctl.client._base import DEFAULT_WRITE, MERGE_PATCH, WriteOptions
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.cli.env import Env
    from minikctl.cli.opts import Opts
    from minikctl.client._base import Client
    from minikctl.client.builder import Info

Obj = dict[str, Any]

ANNOTATION = "kubernetes.io/change-cause"
_SECRET = ("token", "password")


def text(opts: Opts, env: Env) -> str:
    """`kubectl set image deployment/web nginx=nginx:1.26 --record=true`: the words, then the flags that were given."""
    words = [env.name, *opts.path, *opts.args]
    for name, value in opts.given().items():
        for one in value if isinstance(value, list) else [value]:
            shown = "CENSORED" if name in _SECRET else "true" if one is True else "false" if one is False else one
            words.append(f"--{name}={shown}")
    return " ".join(words)


def annotate(obj: Obj, opts: Opts, env: Env) -> None:
    """Set the annotation on an object that is about to be written."""
    meta = obj.setdefault("metadata", {})
    meta["annotations"] = {**(meta.get("annotations") or {}), ANNOTATION: text(opts, env)}


def change_cause(client: Client, info: Info, env: Env, opts: Opts, options: WriteOptions = DEFAULT_WRITE) -> None:
    """Annotate an object that has just been changed."""
    patch = {"metadata": {"annotations": {ANNOTATION: text(opts, env)}}}
    client.patch(info.resource, info.namespace, info.name, patch, MERGE_PATCH, options)
