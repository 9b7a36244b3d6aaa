"""Endpoints and EndpointSlices of Services."""

from __future__ import annotations

from typing import Any

from minikctl.controllers import endpoints, endpointslice
from tests.support import world as w


def service(name: str = "web", **spec: Any) -> w.Obj:
    ports = [{"port": 80, "protocol": "TCP", "targetPort": 80}]
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "namespace": "default", "labels": {"a": "b"}},
        "spec": {"selector": {"app": "web"}, "ports": ports, "clusterIP": "10.96.0.9", "type": "ClusterIP", **spec},
    }


def make(pods: int = 2, **spec: Any) -> w.World:
    world = w.World(endpoints.CONTROLLER, endpointslice.CONTROLLER)
    world.put(service(**spec))
    for number in range(pods):
        pod = world.put(w.pod(f"p{number}", app="web"))
        w.set_ready(world, pod)
    world.run()
    return world


def slices(world: w.World) -> list[w.Obj]:
    return world.list("endpointslices.discovery.k8s.io")


def addresses(world: w.World, field: str = "addresses") -> list[str]:
    subsets = world.one("Endpoints", "web").get("subsets", [])
    return [a["targetRef"]["name"] for s in subsets for a in s.get(field, [])]


def test_ready_pods_are_addresses_and_others_are_not_ready() -> None:
    world = make(2)
    w.set_ready(world, world.one("Pod", "p1"), False)
    world.run()
    assert addresses(world) == ["p0"]
    assert addresses(world, "notReadyAddresses") == ["p1"]
    conditions = {e["targetRef"]["name"]: e["conditions"] for e in slices(world)[0]["endpoints"]}
    assert conditions["p0"] == {"ready": True, "serving": True, "terminating": False}
    assert conditions["p1"] == {"ready": False, "serving": False, "terminating": False}


def test_labels_and_owners_are_those_of_a_cluster() -> None:
    world = make()
    assert world.one("Endpoints", "web")["metadata"]["labels"] == {
        "a": "b",
        "endpoints.kubernetes.io/managed-by": "endpoint-controller",
    }
    (one,) = slices(world)
    assert one["metadata"]["name"].startswith("web-")
    assert one["metadata"]["generateName"] == "web-"
    assert one["metadata"]["labels"] == {
        "a": "b",
        "kubernetes.io/service-name": "web",
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
    }
    assert one["metadata"]["ownerReferences"][0]["kind"] == "Service"
    assert one["ports"] == [{"name": "", "port": 80, "protocol": "TCP"}]


def test_a_service_without_pods_has_empty_ones() -> None:
    world = make(0)
    assert "subsets" not in world.one("Endpoints", "web")
    (one,) = slices(world)
    assert (one["endpoints"], one["ports"]) == (None, None)
    name = one["metadata"]["name"]
    w.set_ready(world, world.put(w.pod("p", app="web")))
    world.run()
    (one,) = slices(world)
    assert one["metadata"]["name"] == name
    assert len(one["endpoints"]) == 1


def test_named_target_ports_are_the_pods_own() -> None:
    world = w.World(endpoints.CONTROLLER, endpointslice.CONTROLLER)
    world.put(service(ports=[{"name": "http", "port": 80, "protocol": "TCP", "targetPort": "web"}]))
    for name, port in (("a", 8080), ("b", 9090), ("c", 0)):
        pod = w.pod(name, app="web")
        if port:
            pod["spec"]["containers"][0]["ports"] = [{"name": "web", "containerPort": port, "protocol": "TCP"}]
        w.set_ready(world, world.put(pod))
    world.run()
    ports = [s["ports"][0]["port"] for s in world.one("Endpoints", "web")["subsets"]]
    assert sorted(ports) == [8080, 9090]
    assert len(slices(world)) == 2


def test_slices_hold_a_hundred_and_are_kept() -> None:
    world = make(250)
    assert sorted(len(s["endpoints"]) for s in slices(world)) == [50, 100, 100]
    assert len(addresses(world)) == 250
    before = {s["metadata"]["name"] for s in slices(world)}
    for number in range(60):
        world.delete("Pod", f"p{number}")
    world.run()
    assert {s["metadata"]["name"] for s in slices(world)} <= before
    assert sum(len(s["endpoints"]) for s in slices(world)) == 190
    assert all(len(s["endpoints"]) <= 100 for s in slices(world))


def test_headless_services_are_marked_and_publish_what_they_are_told_to() -> None:
    world = make(1, clusterIP="None", ports=[], publishNotReadyAddresses=True)
    w.set_ready(world, world.one("Pod", "p0"), False)
    world.run()
    assert addresses(world) == ["p0"]
    assert "ports" not in world.one("Endpoints", "web")["subsets"][0]
    assert world.one("Endpoints", "web")["metadata"]["labels"]["service.kubernetes.io/headless"] == ""
    assert slices(world)[0]["endpoints"][0]["conditions"]["ready"] is True


def test_they_go_with_their_service() -> None:
    world = make()
    world.delete("Service", "web")
    world.run()
    assert world.names("Endpoints") == world.names("EndpointSlice") == []


def test_services_without_selector_are_left_alone() -> None:
    world = w.World(endpoints.CONTROLLER, endpointslice.CONTROLLER)
    world.put(service(selector=None))
    world.put({"apiVersion": "v1", "kind": "Endpoints", "metadata": {"name": "web"}, "subsets": [{"addresses": []}]})
    world.run()
    assert world.one("Endpoints", "web")["subsets"] == [{"addresses": []}]
    assert slices(world) == []


def test_rest_is_rest() -> None:
    world = make(3)
    before = world.revision
    for name in ("endpoints", "endpointslice"):
        world._wake(name, "default/web", world.now)
    world.run()
    assert world.revision == before


def test_more_than_a_thousand_addresses_are_cut_off() -> None:
    world = w.World(endpoints.CONTROLLER)
    owner = world.put(service())
    pods = []
    for number in range(1100):
        pod = w.pod(f"p{number:04}", app="web")
        pod["metadata"]["uid"] = str(number)
        pod["status"] = {"podIP": f"10.0.{number // 250}.{number % 250}", "conditions": []}
        if number > 200:
            pod["status"]["conditions"] = [{"type": "Ready", "status": "True"}]
        pods.append(pod)
    subsets, truncated = endpoints._truncated(endpoints._subsets(owner, pods))
    assert truncated
    assert [len(subsets[0][f]) for f in ("addresses", "notReadyAddresses")] == [899, 101]
