"""Owners and what they own: background, foreground, orphans, dangling references."""

from __future__ import annotations

from minikctl.controllers import deployment, garbage, replicaset
from tests.support import world as w


def make() -> w.World:
    world = w.World(garbage.CONTROLLER, deployment.CONTROLLER, replicaset.CONTROLLER)
    w.Kubelet(world)
    world.put(w.deployment(replicas=2))
    world.run()
    return world


def counts(world: w.World) -> tuple[int, int, int]:
    return len(world.names("Deployment")), len(world.names("ReplicaSet")), len(world.names("Pod"))


def test_dependents_go_with_their_owner() -> None:
    world = make()
    world.delete("Deployment", "web")
    assert counts(world) == (0, 1, 2)
    world.run()
    assert counts(world) == (0, 0, 0)


def test_foreground_keeps_the_owner_until_the_last_pod_is_gone() -> None:
    world = make()
    world.delete("Deployment", "web", propagation="Foreground")
    world.run(0.1)
    assert counts(world) == (1, 1, 2)
    assert all("deletionTimestamp" in p["metadata"] for p in world.list("pods"))
    world.run()
    assert counts(world) == (0, 0, 0)


def test_orphans_stay_without_their_owner() -> None:
    world = make()
    world.delete("Deployment", "web", propagation="Orphan")
    world.run()
    assert counts(world) == (0, 1, 2)
    assert "ownerReferences" not in world.list("replicasets.apps")[0]["metadata"]


def owned(name: str, *uids: str) -> w.Obj:
    refs = [{"apiVersion": "v1", "kind": "ConfigMap", "name": uid, "uid": uid} for uid in uids]
    meta = {"name": name, "namespace": "default", "ownerReferences": refs}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta}


def test_an_object_whose_owner_never_was_is_removed() -> None:
    world = w.World(garbage.CONTROLLER)
    world.put(owned("lost", "nobody"))
    world.run()
    assert world.names("ConfigMap") == []


def test_one_owner_left_is_enough() -> None:
    world = w.World(garbage.CONTROLLER)
    first, second = world.put(owned("first")), world.put(owned("second"))
    child = owned("child", "first", "second")
    for ref, owner in zip(child["metadata"]["ownerReferences"], (first, second), strict=True):
        ref["uid"] = owner["metadata"]["uid"]
    world.put(child)
    world.run()
    world.delete("ConfigMap", "first")
    world.run()
    assert [r["name"] for r in world.one("ConfigMap", "child")["metadata"]["ownerReferences"]] == ["second"]
    world.delete("ConfigMap", "second")
    world.run()
    assert world.names("ConfigMap") == []


def test_owners_of_kinds_that_nobody_serves_are_taken_for_there() -> None:
    world = w.World(garbage.CONTROLLER)
    child = owned("child", "x")
    child["metadata"]["ownerReferences"][0].update(apiVersion="example.com/v1", kind="Widget")
    world.put(child)
    world.run()
    assert world.names("ConfigMap") == ["child"]
