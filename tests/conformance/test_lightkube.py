"""lightkube against `minikctl serve`: typed models, server-side apply, watches, generic resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import deployment, eventually, namespace, serving

lightkube = pytest.importorskip("lightkube")
from lightkube import ApiError, Client, KubeConfig, codecs, operators  # noqa: E402
from lightkube.generic_resource import create_namespaced_resource  # noqa: E402
from lightkube.models.apps_v1 import DeploymentSpec  # noqa: E402
from lightkube.models.autoscaling_v1 import ScaleSpec  # noqa: E402
from lightkube.models.meta_v1 import ObjectMeta  # noqa: E402
from lightkube.resources.apps_v1 import Deployment, ReplicaSet  # noqa: E402
from lightkube.resources.core_v1 import ConfigMap, Namespace, Pod  # noqa: E402
from lightkube.types import CascadeType, PatchType  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.serving import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("lightkube")) as one:
        yield one


@pytest.fixture
def client(server: Server, request: pytest.FixtureRequest) -> Iterator[Any]:
    found = KubeConfig.from_file(server.kubeconfig)
    with Client(config=found, namespace=namespace(server, request), field_manager="lightkube") as one:
        yield one


def _config(name: str, **data: str) -> Any:
    return ConfigMap(metadata=ObjectMeta(name=name), data=data, apiVersion="v1", kind="ConfigMap")


def test_a_deployment_from_creation_to_deletion(client: Any) -> None:
    made = client.create(Deployment.from_dict(deployment("web", 2)))
    assert isinstance(made.spec, DeploymentSpec) and made.spec.revisionHistoryLimit == 10
    client.wait(Deployment, "web", for_conditions=["Available"])
    scale = Deployment.Scale(metadata=ObjectMeta(name="web"), spec=ScaleSpec(replicas=3))
    assert client.replace(scale, "web").spec.replicas == 3
    eventually(lambda: client.get(Deployment, "web").status.readyReplicas == 3)
    pods = list(client.list(Pod, labels={"app": operators.in_(["web"])}, chunk_size=2))
    assert [p.status.phase for p in pods] == ["Running"] * 3
    client.delete(Deployment, "web", cascade=CascadeType.FOREGROUND)
    eventually(lambda: not list(client.list(ReplicaSet)) and not list(client.list(Deployment)))


def test_patches_and_apply(client: Any) -> None:
    client.apply(_config("one", a="1", b="2"))
    assert client.patch(ConfigMap, "one", {"data": {"b": None}}, patch_type=PatchType.MERGE).data == {"a": "1"}
    added = [{"op": "add", "path": "/data/c", "value": "3"}]
    assert client.patch(ConfigMap, "one", added, patch_type=PatchType.JSON).data == {"a": "1", "c": "3"}
    with pytest.raises(ApiError) as refused:
        client.apply(_config("one", a="9"), field_manager="other")
    assert (refused.value.status.code, refused.value.status.reason) == (409, "Conflict")
    assert refused.value.status.details.causes[0].field == ".data.a"
    assert client.apply(_config("one", a="9"), field_manager="other", force=True).data["a"] == "9"
    assert client.apply(_config("one", z="0"), dry_run=True).data["z"] == "0"
    assert "z" not in client.get(ConfigMap, "one").data


def test_a_watch_is_taken_up_where_a_list_ended(client: Any) -> None:
    listed = client.list(ConfigMap)
    assert [one.metadata.name for one in listed] == ["kube-root-ca.crt"]
    client.create(_config("one"))
    client.patch(ConfigMap, "one", {"data": {"a": "1"}})
    client.delete(ConfigMap, "one")
    told = []
    for kind, obj in client.watch(ConfigMap, resource_version=listed.resourceVersion):
        told.append((kind, obj.metadata.name))
        if kind == "DELETED":
            break
    assert told == [("ADDED", "one"), ("MODIFIED", "one"), ("DELETED", "one")]


def test_generic_resources_and_yaml(client: Any) -> None:
    lease = create_namespaced_resource("coordination.k8s.io", "v1", "Lease", "leases", verbs=None)
    client.create(lease(metadata=ObjectMeta(name="mine"), spec={"holderIdentity": "me"}))
    assert client.get(lease, "mine").spec == {"holderIdentity": "me"}
    client.delete(lease, "mine")
    text = codecs.dump_all_yaml(
        [_config("one", a="1"), Namespace(metadata=ObjectMeta(name="space"), apiVersion="v1", kind="Namespace")]
    )
    for obj in codecs.load_all_yaml(text):
        client.apply(obj)
    assert client.get(ConfigMap, "one").data == {"a": "1"}
    assert client.get(Namespace, "space").status.phase == "Active"


def test_logs_status_and_deletecollection(client: Any) -> None:
    client.create(Deployment.from_dict(deployment("web", 1)))
    client.wait(Deployment, "web", for_conditions=["Available"])
    pod = next(iter(client.list(Pod)))
    assert all(isinstance(line, str) for line in client.log(pod.metadata.name))
    status = client.get(Deployment.Status, "web")
    assert status.status.readyReplicas == 1
    client.deletecollection(Deployment)
    eventually(lambda: not list(client.list(Pod)))
