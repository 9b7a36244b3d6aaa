"""Waiting for one object: look, then watch it until a condition holds or the time is up."""

from __future__ import annotations

from minikctl.core.errors import ApiError, CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

SECOND = 1_000_000
A_WEEK = 168 * 3600.0


def timed_out(resource: Resource, name: str) -> CliError:
    """# source: observed on v1.37"""
    plural = f"{resource.plural}.{resource.group}" if "." in resource.plural else resource.plural
    return CliError(f"timed out waiting for the condition on {plural}/{name}")


def until(
    client: Client,
    resource: Resource,
    namespace: str,
    name: str,
    met: Callable[[Obj | None], bool],
    seconds: float,
) -> Obj | None:
    """The object for which `met` holds (None: it is gone). CliError when the time is up before."""
    deadline = client.now() + int(seconds * SECOND)
    while True:
        try:
            obj: Obj | None = client.get(resource, namespace, name)
        except ApiError as e:
            if e.reason != "NotFound":
                raise
            obj = None
        if met(obj):
            return obj
        left = (deadline - client.now()) / SECOND
        if left <= 0:
            raise timed_out(resource, name)
        found, obj = _watch(client, resource, namespace, name, met, left, obj)
        if found:
            return obj


def _watch(
    client: Client,
    resource: Resource,
    namespace: str,
    name: str,
    met: Callable[[Obj | None], bool],
    left: float,
    obj: Obj | None,
) -> tuple[bool, Obj | None]:
    revision = obj["metadata"]["resourceVersion"] if obj is not None else ""
    before = client.now()
    events = client.watch(resource, namespace, name=name, revision=revision, timeout=left)
    for kind, seen in events:
        if kind in ("ERROR", "BOOKMARK"):
            continue
        now = None if kind == "DELETED" else seen
        if met(now):
            return True, now
    if client.now() == before:  # nothing is due any more: time itself will not bring it
        client.sleep(left)
    return False, None
