"""Claims and volumes: made, found, released, lost."""

from __future__ import annotations

from typing import Any

from minikctl.controllers import pvbinder
from tests.support import world as w


def claim(name: str = "data", size: str = "1Gi", **spec: Any) -> w.Obj:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": name, "namespace": "default", "finalizers": ["kubernetes.io/pvc-protection"]},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": size}},
            "volumeMode": "Filesystem",
            **spec,
        },
        "status": {"phase": "Pending"},
    }


def volume(name: str, size: str, **spec: Any) -> w.Obj:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name, "finalizers": ["kubernetes.io/pv-protection"]},
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "capacity": {"storage": size},
            "persistentVolumeReclaimPolicy": "Retain",
            "volumeMode": "Filesystem",
            **spec,
        },
        "status": {"phase": "Pending"},
    }


def make(**fields: Any) -> w.World:
    world = w.World(pvbinder.CONTROLLER)
    storage_class = {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": "standard", "namespace": ""},
        "provisioner": "example.com/made",
        "reclaimPolicy": "Delete",
        **fields,
    }
    world.put(storage_class)
    return world


def test_a_class_makes_a_volume_for_a_claim() -> None:
    world = make()
    uid = world.put(claim(storageClassName="standard"))["metadata"]["uid"]
    world.run()
    bound = world.one("PersistentVolumeClaim", "data")
    assert bound["spec"]["volumeName"] == f"pvc-{uid}"
    assert bound["status"] == {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}, "phase": "Bound"}
    assert bound["metadata"]["annotations"] == {
        "pv.kubernetes.io/bind-completed": "yes",
        "pv.kubernetes.io/bound-by-controller": "yes",
        "volume.beta.kubernetes.io/storage-provisioner": "example.com/made",
        "volume.kubernetes.io/storage-provisioner": "example.com/made",
    }
    made = world.one("PersistentVolume", f"pvc-{uid}", "")
    assert (made["status"]["phase"], made["spec"]["persistentVolumeReclaimPolicy"]) == ("Bound", "Delete")
    assert world.messages("ExternalProvisioning")[0].startswith(
        "Waiting for a volume to be created either by the external provisioner 'example.com/made' or manually"
    )


def test_the_volume_goes_with_its_claim_which_waits_for_its_pods() -> None:
    world = make()
    world.put(claim(storageClassName="standard"))
    pod = w.pod("p")
    pod["spec"]["volumes"] = [{"name": "v", "persistentVolumeClaim": {"claimName": "data"}}]
    world.put(pod)
    world.run()
    world.delete("PersistentVolumeClaim", "data")
    world.run()
    assert world.names("PersistentVolumeClaim") == ["data"]
    world.delete("Pod", "p")
    world.run()
    assert world.names("PersistentVolumeClaim") == world.names("PersistentVolume") == []


def test_the_smallest_volume_that_fits_is_taken() -> None:
    world = make()
    for name, size in (("big", "10Gi"), ("small", "500Mi"), ("fits", "2Gi")):
        world.put(volume(name, size) | {"metadata": {"name": name, "namespace": ""}})
    world.run()
    world.put(claim(storageClassName=""))
    world.run()
    assert world.one("PersistentVolumeClaim", "data")["spec"]["volumeName"] == "fits"
    phases = {v["metadata"]["name"]: v["status"]["phase"] for v in world.list("persistentvolumes")}
    assert phases == {"big": "Available", "small": "Available", "fits": "Bound"}
    world.delete("PersistentVolumeClaim", "data")
    world.run()
    assert world.one("PersistentVolume", "fits", "")["status"]["phase"] == "Released"


def test_a_claim_waits_for_a_volume_that_comes_later() -> None:
    world = make()
    world.put(claim(storageClassName=""))
    world.run()
    text = "no persistent volumes available for this claim and no storage class is set"
    assert set(world.messages("FailedBinding")) == {text}
    world.put(volume("late", "1Gi") | {"metadata": {"name": "late", "namespace": ""}})
    world.run()
    assert world.one("PersistentVolumeClaim", "data")["status"]["phase"] == "Bound"


def test_a_class_that_waits_for_a_consumer_or_is_not_there_says_so() -> None:
    world = make(volumeBindingMode="WaitForFirstConsumer")
    world.put(claim(storageClassName="standard"))
    world.put(claim("other", storageClassName="nope"))
    world.run()
    assert world.messages("WaitForFirstConsumer") == ["waiting for first consumer to be created before binding"]
    assert world.messages("ProvisioningFailed") == ['storageclass.storage.k8s.io "nope" not found']
    chosen = {"volume.kubernetes.io/selected-node": "node-1"}
    world.edit("PersistentVolumeClaim", "data", lambda c: c["metadata"].update(annotations=chosen))
    world.run()
    assert world.one("PersistentVolumeClaim", "data")["status"]["phase"] == "Bound"


def test_a_claim_whose_volume_is_gone_is_lost() -> None:
    world = make()
    world.put(claim(storageClassName="standard"))
    world.run()
    (name,) = world.names("PersistentVolume")
    key = ("persistentvolumes", "", name)
    world._store(key, None, world.objects[key])
    world.run()
    assert world.one("PersistentVolumeClaim", "data")["status"]["phase"] == "Lost"
    assert world.messages("ClaimLost") == ["Bound claim has lost its PersistentVolume. Data on the volume is lost!"]
