"""The Service by which pods reach the API server, `default/kubernetes`, and its addresses: it comes back when somebody
deletes it.

source: pkg/controlplane/controller/kubernetesservice, which looks every ten seconds
"""

from __future__ import annotations

from minikctl.controllers._base import NOTHING, Controller, Create, Result, Watch
from minikctl.core.times import SECOND
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]

API_ADDRESS = "192.168.49.2"
API_PORT = 8443
EVERY = 10 * SECOND
_RESOURCES = {"Service": "services", "Endpoints": "endpoints", "EndpointSlice": "endpointslices.discovery.k8s.io"}


def objects() -> list[Obj]:
    """The Service, its Endpoints and its EndpointSlice."""
    labels = {"component": "apiserver", "provider": "kubernetes"}
    name = {"name": "kubernetes", "namespace": "default"}
    port = {"name": "https", "port": API_PORT, "protocol": "TCP"}
    return [
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {**name, "labels": labels},
            "spec": {
                "clusterIP": "10.96.0.1",
                "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": API_PORT}],
                "type": "ClusterIP",
            },
        },
        {
            "apiVersion": "v1",
            "kind": "Endpoints",
            "metadata": {**name, "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"}},
            "subsets": [{"addresses": [{"ip": API_ADDRESS}], "ports": [port]}],
        },
        {
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {**name, "labels": {"kubernetes.io/service-name": "kubernetes"}},
            "addressType": "IPv4",
            "endpoints": [{"addresses": [API_ADDRESS], "conditions": {"ready": True}}],
            "ports": [port],
        },
    ]


def reconcile(view: View, key: str, now: int) -> Result:
    namespace, name = key.split("/")
    if view.get("services", namespace, name) is not None or view.get("namespaces", "", namespace) is None:
        return NOTHING
    turn = (view.memo() or {}).get("turn")
    if turn is None or now < turn:
        turn = turn or (now // EVERY + 1) * EVERY
        return Result(requeue_at=turn, memo={"turn": turn})
    return Result([Create(one) for one in objects() if view.get(_RESOURCES[one["kind"]], namespace, name) is None])


def _gone(obj: Obj | None, old: Obj | None, _view: View) -> list[str]:
    meta = old["metadata"] if old is not None and obj is None else {}
    return ["default/kubernetes"] if (meta.get("namespace"), meta.get("name")) == ("default", "kubernetes") else []


CONTROLLER = Controller("kubernetesservice", "kube-apiserver", (Watch("services", _gone),), reconcile)
