"""The official Python client against `minikctl serve`."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.clients import configmap, deployment, eventually, namespace, serving

kubernetes = pytest.importorskip("kubernetes")
from kubernetes import client, config, dynamic, stream, utils, watch  # noqa: E402
from kubernetes.client.exceptions import ApiException  # noqa: E402
from kubernetes.informer import SharedInformer  # noqa: E402
from kubernetes.leaderelection.electionconfig import Config  # noqa: E402
from kubernetes.leaderelection.leaderelection import LeaderElection  # noqa: E402
from kubernetes.leaderelection.resourcelock.leaselock import LeaseLock  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.serving import Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("kubernetes")) as one:
        yield one


@pytest.fixture(scope="module")
def api(server: Server) -> Iterator[Any]:
    with config.new_client_from_config(str(server.kubeconfig)) as one:
        yield one


@pytest.fixture(scope="module")
def core(api: Any) -> Any:
    return client.CoreV1Api(api)


@pytest.fixture(scope="module")
def apps(api: Any) -> Any:
    return client.AppsV1Api(api)


@pytest.fixture
def space(server: Server, request: pytest.FixtureRequest) -> str:
    return namespace(server, request)


def _ready(apps: Any, name: str, space: str) -> None:
    def ready() -> bool:
        found = apps.read_namespaced_deployment(name, space)
        return found.status.available_replicas == found.spec.replicas

    eventually(ready)


def test_an_object_is_created_read_replaced_and_deleted(core: Any, space: str) -> None:
    made = core.create_namespaced_config_map(space, configmap("one", colour="red"))
    assert made.metadata.uid and made.metadata.creation_timestamp.tzinfo is not None
    made.data["colour"] = "blue"
    replaced = core.replace_namespaced_config_map("one", space, made)
    assert replaced.data == {"colour": "blue"}
    with pytest.raises(ApiException) as stale:
        core.replace_namespaced_config_map("one", space, made)
    assert (stale.value.status, stale.value.reason) == (409, "Conflict")
    done = core.delete_namespaced_config_map("one", space)
    assert (done["status"], done["details"]["uid"]) == ("Success", made.metadata.uid)
    with pytest.raises(ApiException) as gone:
        core.read_namespaced_config_map("one", space)
    assert gone.value.status == 404


def test_patches_of_each_type(api: Any, core: Any, apps: Any, space: str) -> None:
    apps.create_namespaced_deployment(space, deployment("web"))
    strategic = {"spec": {"template": {"spec": {"containers": [{"name": "side", "image": "busybox"}]}}}}
    patched = apps.patch_namespaced_deployment("web", space, strategic)
    assert [c.name for c in patched.spec.template.spec.containers] == ["side", "web"]
    core.create_namespaced_config_map(space, configmap("one", a="1", b="2"))
    operations = [{"op": "replace", "path": "/data/a", "value": "9"}, {"op": "remove", "path": "/data/b"}]
    assert core.patch_namespaced_config_map("one", space, operations).data == {"a": "9"}
    merged = core.patch_namespaced_config_map(
        "one", space, {"data": {"a": None, "c": "3"}}, _content_type="application/merge-patch+json"
    )
    assert merged.data == {"c": "3"}


def test_server_side_apply_and_its_conflicts(core: Any, space: str) -> None:
    def apply(manager: str, force: bool = False, **data: str) -> Any:
        return core.patch_namespaced_config_map(
            "one",
            space,
            configmap("one", **data),
            field_manager=manager,
            force=force,
            _content_type="application/apply-patch+yaml",
        )

    assert apply("alice", colour="red", size="1").metadata.managed_fields[0].operation == "Apply"
    with pytest.raises(ApiException) as refused:
        apply("bob", colour="blue")
    assert refused.value.status == 409
    assert 'conflict with \\"alice\\": .data.colour' in refused.value.body
    assert apply("bob", force=True, colour="blue").data == {"colour": "blue", "size": "1"}
    assert apply("alice", size="1").data == {"colour": "blue", "size": "1"}
    assert apply("alice").data == {"colour": "blue"}


def test_a_watch_is_taken_up_where_it_ended(core: Any, space: str) -> None:
    start = core.list_namespaced_config_map(space).metadata.resource_version
    core.create_namespaced_config_map(space, configmap("one", {"watched": "yes"}))
    watcher = watch.Watch()
    stream = watcher.stream(
        core.list_namespaced_config_map, space, label_selector="watched", resource_version=start, timeout_seconds=5
    )
    first = next(stream)
    assert (first["type"], first["object"].metadata.name) == ("ADDED", "one")
    watcher.stop()
    stream.close()
    core.patch_namespaced_config_map("one", space, {"data": {"a": "1"}})
    core.patch_namespaced_config_map("one", space, {"metadata": {"labels": {"watched": None}}})
    again = watch.Watch().stream(
        core.list_namespaced_config_map,
        space,
        label_selector="watched",
        resource_version=first["object"].metadata.resource_version,
        timeout_seconds=5,
    )
    assert [next(again)["type"] for _ in range(2)] == ["MODIFIED", "DELETED"]
    again.close()


def test_a_watch_from_too_long_ago_is_gone(core: Any, server: Server) -> None:
    with pytest.raises(ApiException) as gone:
        for _ in watch.Watch().stream(core.list_namespace, resource_version="99999999", timeout_seconds=2):
            pass
    assert gone.value.status in (410, 504)


def test_lists_come_in_pages(core: Any, space: str) -> None:
    for n in range(5):
        core.create_namespaced_config_map(space, configmap(f"c{n}", {"page": "yes"}))
    names, token = [], None
    while True:
        page = core.list_namespaced_config_map(space, limit=2, _continue=token)
        names += [c.metadata.name for c in page.items]
        token = page.metadata._continue
        if not token:
            break
        assert page.metadata.remaining_item_count == 6 - len(names)
    assert names == ["c0", "c1", "c2", "c3", "c4", "kube-root-ca.crt"]
    chosen = core.list_namespaced_config_map(space, label_selector="page in (yes),page!=no")
    assert len(chosen.items) == 5
    assert len(core.list_namespaced_config_map(space, field_selector="metadata.name=c3").items) == 1


def test_scale_log_eviction_and_status(core: Any, apps: Any, space: str) -> None:
    apps.create_namespaced_deployment(space, deployment("web", 2))
    scaled = apps.patch_namespaced_deployment_scale("web", space, {"spec": {"replicas": 3}})
    assert (scaled.kind, scaled.spec.replicas) == ("Scale", 3)
    scale = apps.read_namespaced_deployment_scale("web", space)
    scale.spec.replicas = 2
    assert apps.replace_namespaced_deployment_scale("web", space, scale).spec.replicas == 2
    _ready(apps, "web", space)
    pods = core.list_namespaced_pod(space, label_selector="app=web").items
    assert isinstance(core.read_namespaced_pod_log(pods[0].metadata.name, space, tail_lines=5), str)
    status = apps.patch_namespaced_deployment_status("web", space, {"status": {"collisionCount": 1}})
    assert status.status.collision_count == 1
    name = pods[0].metadata.name
    eviction = client.V1Eviction(metadata=client.V1ObjectMeta(name=name, namespace=space))
    assert core.create_namespaced_pod_eviction(name, space, eviction).kind == "Status"
    eventually(lambda: name not in [p.metadata.name for p in core.list_namespaced_pod(space).items])


def test_an_eviction_that_a_budget_forbids(api: Any, core: Any, apps: Any, space: str) -> None:
    apps.create_namespaced_deployment(space, deployment("web", 1))
    budget = {"metadata": {"name": "web"}, "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "web"}}}}
    client.PolicyV1Api(api).create_namespaced_pod_disruption_budget(space, budget)
    _ready(apps, "web", space)
    name = core.list_namespaced_pod(space).items[0].metadata.name
    with pytest.raises(ApiException) as refused:
        core.create_namespaced_pod_eviction(
            name, space, client.V1Eviction(metadata=client.V1ObjectMeta(name=name, namespace=space))
        )
    assert refused.value.status == 429
    assert "violate the pod's disruption budget" in refused.value.body


def test_delete_options(core: Any, apps: Any, space: str) -> None:
    made = apps.create_namespaced_deployment(space, deployment("web"))
    other = client.V1DeleteOptions(preconditions=client.V1Preconditions(uid="another"))
    with pytest.raises(ApiException) as refused:
        apps.delete_namespaced_deployment("web", space, body=other)
    assert refused.value.status == 409
    apps.delete_namespaced_deployment("web", space, dry_run="All")
    assert apps.read_namespaced_deployment("web", space).metadata.uid == made.metadata.uid
    apps.delete_namespaced_deployment("web", space, propagation_policy="Orphan")
    sets = apps.list_namespaced_replica_set(space).items
    eventually(lambda: not apps.list_namespaced_deployment(space).items)
    eventually(lambda: apps.list_namespaced_replica_set(space).items[0].metadata.owner_references is None)
    apps.delete_namespaced_replica_set(sets[0].metadata.name, space, propagation_policy="Foreground")
    eventually(lambda: not apps.list_namespaced_replica_set(space).items)
    assert not core.list_namespaced_pod(space).items
    core.create_namespaced_config_map(space, configmap("one", {"go": "yes"}))
    core.create_namespaced_config_map(space, configmap("two", {"go": "yes"}))
    core.delete_collection_namespaced_config_map(space, label_selector="go=yes")
    assert [c.metadata.name for c in core.list_namespaced_config_map(space).items] == ["kube-root-ca.crt"]


def test_a_namespace_goes_with_what_is_in_it(core: Any, apps: Any, space: str) -> None:
    apps.create_namespaced_deployment(space, deployment("web"))
    assert core.delete_namespace(space)["status"]["phase"] == "Terminating"
    eventually(lambda: space not in [n.metadata.name for n in core.list_namespace().items])


def test_the_dynamic_client_finds_its_resources(api: Any, server: Server, space: str) -> None:
    found = dynamic.DynamicClient(api, discoverer=dynamic.discovery.EagerDiscoverer)
    sets = found.resources.get(api_version="apps/v1", kind="Deployment")
    assert (sets.name, sets.namespaced) == ("deployments", True)
    assert found.resources.get(short_names=["hpa"], api_version="autoscaling/v2").kind == "HorizontalPodAutoscaler"
    made = sets.create(body=deployment("web"), namespace=space)
    assert made.spec.template.spec.restartPolicy == "Always"
    applied = sets.server_side_apply(
        body=deployment("web", 3), namespace=space, field_manager="dyn", force_conflicts=True
    )
    assert applied.spec.replicas == 3
    assert sets.scale.get(name="web", namespace=space).spec.replicas == 3
    for event in sets.watch(namespace=space, timeout=2):
        assert event["object"].metadata.name == "web"
        break
    assert sets.delete(name="web", namespace=space).status == "Success"


def test_objects_from_yaml(api: Any, apps: Any, space: str) -> None:
    objects = [deployment("web"), {"apiVersion": "v1", "kind": "List", "items": [configmap("one", a="1")]}]
    utils.create_from_yaml(api, yaml_objects=objects, namespace=space)
    with pytest.raises(utils.FailToCreateError):
        utils.create_from_yaml(api, yaml_objects=objects[:1], namespace=space)
    _ready(apps, "web", space)
    utils.create_from_yaml(api, yaml_objects=objects[:1], namespace=space, apply=True)


def test_one_leader_is_elected_until_it_cannot_renew(api: Any, space: str) -> None:
    leases = client.CoordinationV1Api(api)
    began, ended = threading.Event(), threading.Event()

    def candidate(name: str) -> LeaderElection:
        lock = LeaseLock("leader", space, name)
        lock.api_instance = leases
        return LeaderElection(Config(lock, 4, 2, 1, onstarted_leading=began.set, onstopped_leading=ended.set))

    leader = threading.Thread(target=candidate("first").run, daemon=True)
    leader.start()
    assert began.wait(10)
    assert candidate("second").try_acquire_or_renew() is False
    lease = leases.read_namespaced_lease("leader", space)
    assert (lease.spec.holder_identity, lease.spec.lease_duration_seconds) == ("first", 4)
    assert lease.spec.renew_time.tzinfo is not None
    leases.patch_namespaced_lease("leader", space, {"spec": {"holderIdentity": "usurper"}})
    assert ended.wait(10)
    leader.join()


def test_an_informer_keeps_a_copy(core: Any, space: str) -> None:
    copy = SharedInformer(core.list_namespaced_config_map, namespace=space)
    seen: list[tuple[str, str]] = []
    for kind in ("ADDED", "MODIFIED", "DELETED"):
        copy.add_event_handler(kind, lambda obj, kind=kind: seen.append((kind, obj.metadata.name)))
    copy.start()
    eventually(lambda: f"{space}/kube-root-ca.crt" in copy.cache.list_keys())
    core.create_namespaced_config_map(space, configmap("one"))
    core.patch_namespaced_config_map("one", space, {"data": {"a": "1"}})
    core.delete_namespaced_config_map("one", space)
    eventually(lambda: seen[1:] == [("ADDED", "one"), ("MODIFIED", "one"), ("DELETED", "one")])
    copy._stop_event.set()
    core.create_namespaced_config_map(space, configmap("last"))  # it looks up when something comes
    copy.stop()


def test_who_am_i_and_what_may_i(api: Any) -> None:
    me = client.AuthenticationV1Api(api).create_self_subject_review({})
    assert me.status.user_info.username == "kubernetes-admin"
    asked = {"spec": {"resourceAttributes": {"verb": "create", "resource": "pods", "namespace": "default"}}}
    assert client.AuthorizationV1Api(api).create_self_subject_access_review(asked).status.allowed is True
    assert client.VersionApi(api).get_code().minor == "36"


def test_a_job_leaves_its_pods_unless_told_otherwise(api: Any, core: Any, space: str) -> None:
    batch = client.BatchV1Api(api)
    pod = {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "busybox"}]}}
    for name in ("left", "taken"):
        batch.create_namespaced_job(space, {"metadata": {"name": name}, "spec": {"template": pod}})
    eventually(lambda: len(core.list_namespaced_pod(space).items) == 2)
    answer = batch.delete_namespaced_job_with_http_info("left", space)
    assert "child pods are preserved by default when jobs are deleted" in answer[2]["Warning"]
    assert (
        "Warning" not in batch.delete_namespaced_job_with_http_info("taken", space, propagation_policy="Background")[2]
    )
    eventually(lambda: not batch.list_namespaced_job(space).items)
    eventually(lambda: len(core.list_namespaced_pod(space).items) == 1)
    (kept,) = core.list_namespaced_pod(space).items
    assert kept.metadata.name.startswith("left-") and not kept.metadata.owner_references


def test_a_replication_controller_leaves_its_pods_unless_told_otherwise(core: Any, space: str) -> None:
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}
    core.create_namespaced_replication_controller(
        space, {"metadata": {"name": "web"}, "spec": {"replicas": 1, "template": template}}
    )
    eventually(lambda: core.list_namespaced_pod(space).items)
    core.delete_namespaced_replication_controller("web", space)
    eventually(lambda: not core.list_namespaced_replication_controller(space).items)
    (kept,) = core.list_namespaced_pod(space).items
    assert not kept.metadata.owner_references and not kept.metadata.deletion_timestamp


def test_what_nothing_runs_behind_is_said_plainly(api: Any, core: Any, apps: Any, space: str) -> None:
    apps.create_namespaced_deployment(space, deployment("web"))
    _ready(apps, "web", space)
    (pod,) = core.list_namespaced_pod(space).items
    with pytest.raises(ApiException) as refused:
        stream.stream(core.connect_get_namespaced_pod_exec, pod.metadata.name, space, command=["ls"], stdout=True)
    assert "exec is not possible: pods are simulated" in str(refused.value)
