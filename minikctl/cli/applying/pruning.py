"""--prune: what earlier applies made and the files of this one no longer hold."""

from __future__ import annotations

from minikctl.cli.applying.last_applied import original
from minikctl.client.builder import Info
from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from minikctl.cli.env import Env
    from minikctl.client._base import Client, Resource

Obj = dict[str, Any]

_NAMESPACED = (
    ("v1", "ConfigMap"),
    ("v1", "Endpoints"),
    ("v1", "PersistentVolumeClaim"),
    ("v1", "Pod"),
    ("v1", "ReplicationController"),
    ("v1", "Secret"),
    ("v1", "Service"),
    ("batch/v1", "Job"),
    ("batch/v1", "CronJob"),
    ("networking.k8s.io/v1", "Ingress"),
    ("apps/v1", "DaemonSet"),
    ("apps/v1", "Deployment"),
    ("apps/v1", "ReplicaSet"),
    ("apps/v1", "StatefulSet"),
)
_CLUSTER_SCOPED = (("v1", "Namespace"), ("v1", "PersistentVolume"))
_DEPRECATED = (
    "Deprecated: kubectl apply will no longer prune non-namespaced resources by default when used with the --namespace "
    "flag in a future release. To preserve the current behaviour, list the resources you want to target explicitly in "
    "the --prune-allowlist flag."
)


class Visited(NamedTuple):
    """What an apply has had in hands: it stays."""

    namespaces: dict[str, None]
    uids: set[str]

    def add(self, info: Info, obj: Obj) -> None:
        if info.resource.namespaced:
            self.namespaces[info.namespace] = None
        uid = obj["metadata"].get("uid")
        if uid:
            self.uids.add(uid)


def nothing_visited() -> Visited:
    return Visited({}, set())


def check(all: bool, selector: str) -> None:
    """Pruning needs a choice."""
    if not all and not selector:
        raise CliError(
            "all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all "
            "flag. If you did not mean to prune all resources, specify a label selector"
        )


def allowed(client: Client, allowlist: list[str]) -> list[Resource]:
    """The resources of --prune-allowlist, each `group/version/kind` with `core` for the group without a name."""
    out: list[Resource] = []
    for entry in allowlist:
        parts = entry.split("/")
        if len(parts) != 3:
            raise CliError(f"invalid GroupVersionKind format: {entry}, please follow <group/version/kind>")
        group, version, kind = parts
        api_version = version if group == "core" else f"{group}/{version}"
        resource = client.for_kind(api_version, kind)
        if resource is None:
            raise CliError(f'no matches for kind "{kind}" in version "{api_version}"')
        out.append(resource)
    return out


def surplus(client: Client, env: Env, allowlist: list[Resource], selector: str, visited: Visited) -> Iterator[Info]:
    """The objects to prune: those of the visited namespaces first, then those without one."""
    resources = allowlist or _default(client, env)
    for namespace in visited.namespaces:
        for resource in resources:
            if resource.namespaced:
                yield from _of(client, resource, namespace, selector, visited.uids)
    for resource in resources:
        if not resource.namespaced:
            yield from _of(client, resource, "", selector, visited.uids)


def _default(client: Client, env: Env) -> Iterable[Resource]:
    env.klog(_DEPRECATED, "prune.go:71")
    found = (client.for_kind(*wanted) for wanted in _NAMESPACED + _CLUSTER_SCOPED)
    return [resource for resource in found if resource is not None]


def _of(client: Client, resource: Resource, namespace: str, selector: str, keep: set[str]) -> Iterator[Info]:
    for obj in client.list(resource, namespace, selector)["items"]:
        if original(obj) is not None and obj["metadata"]["uid"] not in keep:
            yield Info(resource, namespace, obj["metadata"]["name"], obj)
