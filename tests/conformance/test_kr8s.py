"""kr8s against `minikctl serve`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import TOKEN, configmap, deployment, namespace, serving

kr8s = pytest.importorskip("kr8s")
from kr8s._async_utils import as_sync_func  # noqa: E402
from kr8s.objects import ConfigMap, Deployment, Namespace, Pod, new_class, object_from_spec  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.serving import Server

pytestmark = pytest.mark.filterwarnings("ignore:Kubernetes version:UserWarning")  # it knows none newer than 1.35


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("kr8s"), f"--token={TOKEN}") as one:
        yield one


@pytest.fixture
def api(server: Server, request: pytest.FixtureRequest) -> Iterator[Any]:
    one = kr8s.api(kubeconfig=str(server.kubeconfig), namespace=namespace(server, request))
    yield one
    as_sync_func(one._session.aclose)()  # it has nothing of its own for that


def test_a_deployment_from_creation_to_deletion(api: Any) -> None:
    web = Deployment(deployment("web", 2), api=api)
    web.create()
    web.wait("condition=Available", timeout=20)
    assert web.exists() and web.ready()
    assert len(list(web.pods())) == 2
    web.scale(3)
    web.wait("jsonpath='{.status.readyReplicas}'=3", timeout=20)
    web.patch({"metadata": {"labels": {"tier": "front"}}})
    web.annotate(note="yes")
    web.label(colour="red")
    found = list(api.get("deployments", label_selector={"tier": "front"}))
    assert [(d.name, d.annotations["note"], d.labels["colour"]) for d in found] == [("web", "yes", "red")]
    assert next(iter(api.get("deploy", "web", field_selector="metadata.name=web"))).replicas == 3
    web.delete()
    web.wait("delete", timeout=20)
    assert not web.exists()


def test_patches_of_each_type(api: Any) -> None:
    one = ConfigMap(configmap("one", a="1"), api=api)
    one.create()
    one.patch([{"op": "add", "path": "/data/b", "value": "2"}], type="json")
    one.patch({"data": {"a": None}})
    assert one.raw["data"].to_dict() == {"b": "2"}


def test_a_watch_tells_what_happens(api: Any) -> None:
    ConfigMap(configmap("one", {"watched": "yes"}), api=api).create()
    told = []
    for kind, obj in api.watch("configmaps", label_selector="watched"):
        told.append(kind)
        if kind == "ADDED":
            obj.patch({"data": {"a": "1"}})
        elif kind == "MODIFIED":
            obj.delete()
        else:
            break
    assert told == ["ADDED", "MODIFIED", "DELETED"]


def test_what_is_served_and_who_serves(api: Any) -> None:
    kinds = {(r["version"], r["kind"]) for r in api.api_resources()}
    assert {("apps/v1", "Deployment"), ("v1", "Pod"), ("policy/v1", "PodDisruptionBudget")} <= kinds
    assert api.version()["gitVersion"].startswith("v1.36")
    assert api.whoami() == "kubernetes-admin"
    names = [n.name for n in api.get("namespaces")]
    assert {"default", "kube-system"} <= set(names)


def test_kinds_that_it_does_not_know(api: Any) -> None:
    policy = new_class("NetworkPolicy", "networking.k8s.io/v1", asyncio=False, plural="networkpolicies")
    made = policy({"metadata": {"name": "none"}, "spec": {"podSelector": {}}}, api=api)
    made.create()
    assert made.raw["spec"]["policyTypes"] == ["Ingress"]
    lease = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": {"name": "l"}, "spec": {}}
    object_from_spec(lease, api=api, allow_unknown_type=True).create()
    assert [one.name for one in api.get("leases.coordination.k8s.io")] == ["l"]


def test_errors_are_told(api: Any) -> None:
    with pytest.raises(kr8s.NotFoundError):
        Pod.get("nobody", api=api)
    Namespace({"metadata": {"name": "twice"}}, api=api).create()
    with pytest.raises(kr8s.ServerError, match="already exists") as refused:
        Namespace({"metadata": {"name": "twice"}}, api=api).create()
    assert refused.value.response.status_code == 409


def test_logs_of_a_pod(api: Any) -> None:
    spec = {"containers": [{"name": "c", "image": "nginx"}]}
    pod = Pod({"metadata": {"name": "one"}, "spec": spec}, api=api)
    pod.create()
    pod.wait("condition=Ready", timeout=20)
    assert all(isinstance(line, str) for line in pod.logs(container="c"))
