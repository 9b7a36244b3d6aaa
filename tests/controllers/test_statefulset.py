"""StatefulSets: order, identity, revisions, claims."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from minikctl.controllers import garbage, statefulset
from minikctl.controllers.statefulset.identity import new_pod, split
from minikctl.core.errors import forbidden
from tests.support import world as w


def stateful(replicas: int = 3, **spec: Any) -> w.Obj:
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {
            "replicas": replicas,
            "serviceName": "nginx",
            "selector": {"matchLabels": {"app": "web"}},
            "template": w.template(app="web"),
            "podManagementPolicy": "OrderedReady",
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 0}},
            "revisionHistoryLimit": 10,
            **spec,
        },
        "status": {"availableReplicas": 0, "replicas": 0},
    }


def claim_template() -> w.Obj:
    spec = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    return {"metadata": {"name": "www"}, "spec": spec}


def make(replicas: int = 3, **spec: Any) -> w.World:
    world = w.World(garbage.CONTROLLER, statefulset.CONTROLLER)
    w.Kubelet(world)
    world.put(stateful(replicas, **spec))
    return world


def set_image(world: w.World, image: str) -> None:
    world.edit("StatefulSet", "web", lambda s: s["spec"]["template"]["spec"]["containers"][0].update(image=image))


def images(world: w.World) -> list[str]:
    return [p["spec"]["containers"][0]["image"] for p in world.list("pods")]


def status(world: w.World) -> w.Obj:
    return world.one("StatefulSet", "web")["status"]


def test_pods_come_one_after_the_other_with_their_claims_first() -> None:
    world = make(2, volumeClaimTemplates=[claim_template()])
    world.run(0.5)
    assert world.names("Pod") == ["web-0"]
    world.run()
    assert [e.message for e in world.events] == [
        "Create Claim www-web-0 Pod web-0 in StatefulSet web success",
        "Create Pod web-0 in StatefulSet web successful",
        "Create Claim www-web-1 Pod web-1 in StatefulSet web success",
        "Create Pod web-1 in StatefulSet web successful",
    ]
    revision = status(world)["updateRevision"]
    assert status(world) == {
        "availableReplicas": 2,
        "collisionCount": 0,
        "currentReplicas": 2,
        "currentRevision": revision,
        "observedGeneration": 1,
        "readyReplicas": 2,
        "replicas": 2,
        "updateRevision": revision,
        "updatedReplicas": 2,
    }
    claim = world.one("PersistentVolumeClaim", "www-web-0")
    assert claim["metadata"]["labels"] == {"app": "web"}
    assert "ownerReferences" not in claim["metadata"]


def test_a_pod_knows_who_it_is() -> None:
    world = make(1, volumeClaimTemplates=[claim_template()])
    world.run()
    pod = world.one("Pod", "web-0")
    assert pod["metadata"]["labels"] == {
        "app": "web",
        "apps.kubernetes.io/pod-index": "0",
        "statefulset.kubernetes.io/pod-name": "web-0",
        "controller-revision-hash": status(world)["updateRevision"],
    }
    assert (pod["spec"]["hostname"], pod["spec"]["subdomain"]) == ("web-0", "nginx")
    assert pod["spec"]["volumes"] == [{"name": "www", "persistentVolumeClaim": {"claimName": "www-web-0"}}]
    assert pod["metadata"]["generateName"] == "web-"


def test_scaling_down_goes_from_the_highest_and_keeps_the_claims() -> None:
    world = make(3, volumeClaimTemplates=[claim_template()])
    world.run()
    world.events.clear()
    world.edit("StatefulSet", "web", lambda s: s["spec"].update(replicas=1))
    world.run()
    assert [e.message for e in world.events] == [
        "Delete Pod web-2 in StatefulSet web successful",
        "Delete Pod web-1 in StatefulSet web successful",
    ]
    assert len(world.names("PersistentVolumeClaim")) == 3


def test_an_update_goes_down_from_the_highest_as_far_as_the_partition() -> None:
    world = make(3)
    world.run()
    set_image(world, "nginx:2")
    world.run()
    assert images(world) == ["nginx:2"] * 3
    deleted = world.messages("SuccessfulDelete")
    assert [m.split()[2] for m in deleted] == ["web-2", "web-1", "web-0"]
    world.edit("StatefulSet", "web", lambda s: s["spec"]["updateStrategy"].update(rollingUpdate={"partition": 2}))
    set_image(world, "nginx:3")
    world.run()
    assert images(world) == ["nginx:2", "nginx:2", "nginx:3"]
    assert (status(world)["currentReplicas"], status(world)["updatedReplicas"]) == (2, 1)
    world.delete("Pod", "web-0")
    world.run()
    assert images(world) == ["nginx:2", "nginx:2", "nginx:3"], "below the partition a pod comes back as it was"


def test_going_back_numbers_the_old_revision_anew() -> None:
    world = make(1)
    for image in ("nginx:1", "nginx:2", "nginx:3", "nginx:1"):
        set_image(world, image)
        world.run()
    assert sorted(r["revision"] for r in world.list("controllerrevisions.apps")) == [2, 3, 4]


def test_the_history_is_limited_but_keeps_what_pods_have() -> None:
    world = make(1, revisionHistoryLimit=2)
    for number in range(6):
        set_image(world, f"nginx:{number}")
        world.run()
    assert sorted(r["revision"] for r in world.list("controllerrevisions.apps")) == [4, 5, 6]


def test_on_delete_waits_for_somebody_to_delete() -> None:
    world = make(2, updateStrategy={"type": "OnDelete"})
    world.run()
    set_image(world, "nginx:2")
    world.run()
    assert images(world) == ["nginx:1", "nginx:1"]
    world.delete("Pod", "web-1")
    world.run()
    assert images(world) == ["nginx:1", "nginx:2"]


def test_a_broken_pod_is_not_repaired_by_a_new_template() -> None:
    world = make(2)
    world.run()
    set_image(world, "bad")
    world.run()
    set_image(world, "nginx:3")
    world.run()
    assert images(world) == ["nginx:1", "bad"]
    world.delete("Pod", "web-1")
    world.run()
    assert images(world) == ["nginx:3", "nginx:3"]


def test_parallel_makes_and_deletes_all_at_once_and_updates_as_many_as_allowed() -> None:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"partition": 0, "maxUnavailable": 2}}
    world = make(4, podManagementPolicy="Parallel", updateStrategy=strategy)
    world.run(0.1)
    assert len(world.names("Pod")) == 4
    world.run()
    set_image(world, "nginx:2")
    world.run(0.1)
    assert sum("deletionTimestamp" in p["metadata"] for p in world.list("pods")) == 2
    world.run()
    assert images(world) == ["nginx:2"] * 4
    world.edit("StatefulSet", "web", lambda s: s["spec"].update(replicas=0))
    world.run()
    assert world.names("Pod") == []


def test_ordinals_may_start_elsewhere() -> None:
    world = make(2, ordinals={"start": 5})
    world.run()
    assert world.names("Pod") == ["web-5", "web-6"]


def test_claims_go_with_pods_and_set_where_the_policy_says_so() -> None:
    policy = {"whenDeleted": "Delete", "whenScaled": "Delete"}
    world = make(3, volumeClaimTemplates=[claim_template()], persistentVolumeClaimRetentionPolicy=policy)
    world.run()
    world.edit("StatefulSet", "web", lambda s: s["spec"].update(replicas=2))
    world.run()
    assert world.names("PersistentVolumeClaim") == ["www-web-0", "www-web-1"]
    world.delete("StatefulSet", "web")
    world.run()
    assert world.names("PersistentVolumeClaim") == []


def test_a_pod_that_ended_is_made_again() -> None:
    world = make(1)
    world.run()
    uid = world.one("Pod", "web-0")["metadata"]["uid"]
    world.edit("Pod", "web-0", lambda p: p["status"].update(phase="Failed"))
    world.run()
    assert world.messages("RecreatingFailedPod") == ["StatefulSet default/web is recreating failed Pod web-0"]
    assert world.one("Pod", "web-0")["metadata"]["uid"] != uid


def test_a_refused_pod_is_an_event() -> None:
    def admit(obj: w.Obj) -> None:
        if obj["kind"] == "Pod":
            raise forbidden("pods", "", obj["metadata"]["name"], "no")

    world = w.World(statefulset.CONTROLLER, admit=admit)
    world.put(stateful(1))
    world.run(1)
    assert set(world.messages("FailedCreate")) == {
        'Create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: no'
    }


def test_names_and_ordinals() -> None:
    assert [split(name) for name in ("web-0", "a-b-12", "web", "web-x", "-1")] == [
        ("web", 0),
        ("a-b", 12),
        ("", -1),
        ("", -1),
        ("", -1),
    ]


def test_own_volumes_stay_beside_claims() -> None:
    owner = stateful(1, volumeClaimTemplates=[claim_template()])
    owner["metadata"]["uid"] = "u"
    template = w.template(app="web")
    template["spec"]["volumes"] = [{"name": "www", "emptyDir": {}}, {"name": "tmp", "emptyDir": {}}]
    pod = new_pod(owner, template, "r", 0)
    assert [v["name"] for v in pod["spec"]["volumes"]] == ["www", "tmp"]
    assert "persistentVolumeClaim" in pod["spec"]["volumes"][0]
    assert "hostname" not in template["spec"]


@settings(max_examples=30, deadline=None)
@given(
    policy=st.sampled_from(["OrderedReady", "Parallel"]),
    script=st.lists(st.tuples(st.sampled_from(["image", "scale", "wait"]), st.integers(0, 4)), max_size=6),
)
def test_it_ends_at_what_is_wanted_and_rests(policy: str, script: list[tuple[str, int]]) -> None:
    """Safety: one by one, no pod is there before all lower ones have been ready once. Liveness. Idempotence."""
    world = make(2, podManagementPolicy=policy)
    for what, number in script:
        if what == "scale":
            world.edit("StatefulSet", "web", lambda s, n=number: s["spec"].update(replicas=n))
        elif what == "image":
            set_image(world, f"nginx:{number}")
        else:
            world.run(number)
    world.run(60)
    owner = world.one("StatefulSet", "web")
    wanted = owner["spec"]["replicas"]
    assert world.names("Pod") == [f"web-{n}" for n in range(wanted)]
    assert images(world) == [owner["spec"]["template"]["spec"]["containers"][0]["image"]] * wanted
    before = world.revision
    world._wake("statefulset", "default/web", world.now)
    world.run()
    assert world.revision == before
