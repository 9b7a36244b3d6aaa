"""Objects that are made when they are asked for: what the metrics server tells of nodes and pods.

# source: metrics-server; observed shapes of metrics.k8s.io/v1beta1
"""

from __future__ import annotations

from minikctl.apiserver import usage
from minikctl.core.errors import not_found
from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.server import ApiServer
    from minikctl.kinds._kind import Kind
    from minikctl.storage.transaction import Tx

Obj = dict[str, Any]
Objs = list[Obj]

SYSTEM_CPU, SYSTEM_MEMORY = 60 * usage.NANO, 420 * usage.MEBI  # what a node uses for itself
WINDOW = "15s"


class TxReader:
    """usage.Reader over a transaction."""

    def __init__(self, tx: Tx, settings: Obj) -> None:
        self._tx = tx
        self.settings = settings

    def get(self, resource: str, namespace: str, name: str) -> Obj | None:
        return self._tx.get(Key(resource, namespace, name))

    def owned(self, uid: str, resource: str) -> Objs:
        return self._tx.get_many([k for k in self._tx.find("owner", uid) if k.resource == resource])

    def owned_pods(self, uid: str) -> tuple[int, int, int]:
        active, ready, terminating = self._tx.aggregate("owner", uid) or (0, 0, 0)
        return active, ready, terminating


def one(api: ApiServer, kind: Kind, namespace: str, name: str) -> Obj:
    """ApiError 404, as the metrics server words it, also for what it does not know yet."""
    source = api.tx.get(Key(kind.plural, namespace if kind.namespaced else "", name))
    made = _made(api, kind, [source] if source is not None else [])
    if not made:
        raise not_found("podmetrics" if kind.namespaced else "nodemetrics", kind.group, _named(kind, namespace, name))
    return made[0]


def objects(api: ApiServer, kind: Kind, namespace: str) -> Objs:
    """Those of a namespace, or of all namespaces for ""."""
    return _made(api, kind, api.tx.list(kind.plural, namespace))


def _named(kind: Kind, namespace: str, name: str) -> str:
    return f"{namespace}/{name}" if kind.namespaced else name


def _made(api: ApiServer, kind: Kind, sources: Objs) -> Objs:
    make = _of_pod if kind.namespaced else _of_node
    reader, now = TxReader(api.tx, api.world.settings), api.world.now()
    return [made for source in sources if (made := make(api, reader, source, now)) is not None]


def _of_pod(api: ApiServer, reader: TxReader, pod: Obj, now: int) -> Obj | None:
    looked = usage.sampled(pod, now)
    if looked is None:
        return None
    containers = [{"name": u.container, "usage": _amounts(u.cpu, u.memory)} for u in usage.of_pod(reader, pod)]
    return {**_head("PodMetrics", pod, now, looked), "containers": containers}


def _of_node(api: ApiServer, reader: TxReader, node: Obj, now: int) -> Obj:
    cpu, memory = SYSTEM_CPU, SYSTEM_MEMORY
    for pod in api.tx.get_many(api.tx.find("node", node["metadata"]["name"])):
        if (pod.get("status") or {}).get("phase") == "Running":
            for used in usage.of_pod(reader, pod):
                cpu, memory = cpu + used.cpu, memory + used.memory
    looked = now - now % usage.RESOLUTION
    return {**_head("NodeMetrics", node, now, looked), "usage": _amounts(cpu, memory)}


def _head(kind: str, source: Obj, now: int, looked: int) -> Obj:
    meta = {field: source["metadata"][field] for field in ("name", "namespace") if field in source["metadata"]}
    meta["creationTimestamp"] = rfc3339(now)
    if source["metadata"].get("labels"):
        meta["labels"] = source["metadata"]["labels"]
    head = {"apiVersion": "metrics.k8s.io/v1beta1", "kind": kind, "metadata": meta}
    return {**head, "timestamp": rfc3339(looked), "window": WINDOW}


def _amounts(cpu: int, memory: int) -> Obj:
    return {"cpu": f"{cpu}n", "memory": f"{memory // 1024}Ki"}
