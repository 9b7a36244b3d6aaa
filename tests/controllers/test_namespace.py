"""Namespaces: what is put into them, how they end; quotas recounted."""

from __future__ import annotations

from minikctl.controllers import namespace, quota, serviceaccount
from minikctl.core.times import rfc3339
from tests.support import world as w


def dev(world: w.World) -> w.Obj:
    return world.put(
        {
            "apiVersion": "v1",
            "kind": "Namespace",
            "metadata": {"name": "dev"},
            "spec": {"finalizers": ["kubernetes"]},
            "status": {"phase": "Active"},
        }
    )


def terminate(world: w.World) -> None:
    def mark(obj: w.Obj) -> None:
        obj["metadata"]["deletionTimestamp"] = rfc3339(world.now)
        obj["status"]["phase"] = "Terminating"

    world.edit("Namespace", "dev", mark, namespace="")


def test_a_new_namespace_has_its_account_and_certificate() -> None:
    world = w.World(serviceaccount.CONTROLLER)
    dev(world)
    world.run()
    assert world.names("ServiceAccount") == ["default"]
    assert world.one("ConfigMap", "kube-root-ca.crt", "dev")["data"]["ca.crt"].startswith("-----BEGIN CERT")
    world.delete("ServiceAccount", "default", "dev")
    world.delete("ConfigMap", "kube-root-ca.crt", "dev")
    world.run()
    assert world.names("ServiceAccount") == ["default"]
    assert world.names("ConfigMap") == ["kube-root-ca.crt"]


def test_a_namespace_that_ends_takes_everything_along() -> None:
    world = w.World(namespace.CONTROLLER, serviceaccount.CONTROLLER)
    w.Kubelet(world)
    dev(world)
    pod = w.pod("p", "node-1")
    pod["metadata"]["namespace"] = "dev"
    world.put(pod)
    other = w.pod("stays")
    world.put(other)
    terminate(world)
    world.run(0.1)
    conditions = {c["type"]: c for c in world.one("Namespace", "dev", "")["status"]["conditions"]}
    assert conditions["NamespaceContentRemaining"]["message"] == (
        "Some resources are remaining: pods. has 1 resource instances"
    )
    assert conditions["NamespaceFinalizersRemaining"]["reason"] == "ContentHasNoFinalizers"
    world.run()
    assert world.names("Namespace") == []
    assert world.names("Pod") == ["stays"]


def test_finalizers_hold_a_namespace_ever_more_patiently() -> None:
    world = w.World(namespace.CONTROLLER)
    dev(world)
    held = {"name": "c", "namespace": "dev", "finalizers": ["example.com/mine"]}
    world.put({"apiVersion": "v1", "kind": "ConfigMap", "metadata": held})
    terminate(world)
    world.run(3600)
    assert world.looks < 30
    conditions = {c["type"]: c for c in world.one("Namespace", "dev", "")["status"]["conditions"]}
    assert conditions["NamespaceFinalizersRemaining"]["message"] == (
        "Some content in the namespace has finalizers remaining: example.com/mine in 1 resource instances"
    )


def test_a_quota_is_counted_anew_when_something_goes() -> None:
    world = w.World(quota.CONTROLLER)
    hard = {"pods": "10", "requests.cpu": "2", "count/configmaps": "3", "limits.memory": "1Gi"}
    world.put({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"}, "spec": {"hard": hard}})
    for number in range(3):
        pod = w.pod(f"p{number}")
        resources = {"requests": {"cpu": "250m"}, "limits": {"memory": "100Mi"}}
        pod["spec"]["containers"][0]["resources"] = resources
        world.put(pod)
    world.run()
    used = {"count/configmaps": "0", "limits.memory": "300Mi", "pods": "3", "requests.cpu": "750m"}
    assert world.one("ResourceQuota", "q")["status"] == {"hard": hard, "used": used}
    world.delete("Pod", "p0")
    world.run()
    assert world.one("ResourceQuota", "q")["status"]["used"]["requests.cpu"] == "500m"
    w.set_ready(world, world.one("Pod", "p1"))
    world.edit("Pod", "p1", lambda p: p["status"].update(phase="Succeeded"))
    world.run()
    assert world.one("ResourceQuota", "q")["status"]["used"]["pods"] == "1"
