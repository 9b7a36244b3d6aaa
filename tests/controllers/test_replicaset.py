"""ReplicaSet and ReplicationController: making, deleting, adopting and releasing pods; what they say about it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minikctl.controllers import replicaset, replicationcontroller
from minikctl.controllers._base import Create, Event, Update
from minikctl.controllers.replicas.ranking import deletion_cost, rank
from minikctl.core.errors import forbidden
from minikctl.core.times import SECOND, rfc3339
from tests.support import world as w

NOW = w.START


def make(replicas: int = 3, **spec: object) -> w.World:
    world = w.World(replicaset.CONTROLLER)
    w.Kubelet(world)
    world.put(w.replica_set(replicas=replicas, **spec))
    return world


def test_one_look_creates_all_pods_with_events_and_says_so() -> None:
    world = w.World()
    owner = world.put(w.replica_set(replicas=2))
    result = replicaset.reconcile(world, "default/rs", NOW)
    kinds = [type(c) for c in result.changes]
    assert kinds == [Create, Event, Create, Event, Update], "batches of one, and what is left of two"
    pod = result.changes[0].obj
    assert pod["metadata"] == {
        "name": pod["metadata"]["name"],
        "generateName": "rs-",
        "namespace": "default",
        "labels": {"app": "rs"},
        "ownerReferences": [
            {
                "apiVersion": "apps/v1",
                "blockOwnerDeletion": True,
                "controller": True,
                "kind": "ReplicaSet",
                "name": "rs",
                "uid": owner["metadata"]["uid"],
            }
        ],
    }
    assert result.changes[1][1:4] == ("Normal", "SuccessfulCreate", f"Created pod: {pod['metadata']['name']}")
    assert result.changes[4].obj["status"] == {"replicas": 0, "observedGeneration": 1, "terminatingReplicas": 0}


def test_status_counts_its_pods() -> None:
    world = make()
    world.run()
    assert world.one("ReplicaSet", "rs")["status"] == {
        "replicas": 3,
        "fullyLabeledReplicas": 3,
        "readyReplicas": 3,
        "availableReplicas": 3,
        "observedGeneration": 1,
        "terminatingReplicas": 0,
    }


def test_min_ready_seconds_are_waited_for() -> None:
    world = make(1, minReadySeconds=10)
    world.run(5)
    assert "availableReplicas" not in world.one("ReplicaSet", "rs")["status"]
    world.run(10)
    assert world.one("ReplicaSet", "rs")["status"]["availableReplicas"] == 1


def test_scaling_down_deletes_with_events() -> None:
    world = make(3)
    world.run()
    world.edit("ReplicaSet", "rs", lambda rs: rs["spec"].update(replicas=1))
    world.run()
    assert len(world.names("Pod")) == 1
    assert len(world.messages("SuccessfulDelete")) == 2
    assert all(m.startswith("Deleted pod: rs-") for m in world.messages("SuccessfulDelete"))


def test_adopts_orphans_that_match_and_makes_only_the_rest() -> None:
    world = w.World(replicaset.CONTROLLER)
    w.Kubelet(world)
    world.put(w.pod("one", app="rs"))
    world.put(w.replica_set(replicas=2))
    world.run()
    assert len(world.names("Pod")) == 2
    assert world.one("Pod", "one")["metadata"]["ownerReferences"][0]["name"] == "rs"
    world.put(w.pod("two", app="rs"))
    world.run()
    assert len(world.names("Pod")) == 2, "an orphan that turns up later is one too many"


def test_releases_a_pod_that_no_longer_matches_and_replaces_it() -> None:
    world = make(1)
    world.run()
    (name,) = world.names("Pod")
    world.edit("Pod", name, lambda p: p["metadata"].update(labels={"app": "debug"}))
    world.run()
    assert len(world.names("Pod")) == 2
    assert "ownerReferences" not in world.one("Pod", name)["metadata"]


def test_leaves_pods_of_another_controller_alone() -> None:
    world = w.World(replicaset.CONTROLLER)
    other = w.pod("other", app="rs")
    other["metadata"]["ownerReferences"] = [
        {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "x", "uid": "someone", "controller": True}
    ]
    world.put(other)
    world.put(w.replica_set(replicas=1))
    world.run()
    assert len(world.names("Pod")) == 2


def test_a_refusal_ends_the_batch_and_is_tried_again_ever_more_rarely() -> None:
    tries: list[int] = []

    def admit(obj: w.Obj) -> None:
        if obj["kind"] == "Pod" and len(world.list("pods")) >= 2:
            tries.append(world.now)
            raise forbidden("pods", "", obj["metadata"]["name"], "exceeded quota: q")

    world = w.World(replicaset.CONTROLLER, admit=admit)
    w.Kubelet(world)
    world.put(w.replica_set(replicas=4))
    world.run(3600)
    condition = world.one("ReplicaSet", "rs")["status"]["conditions"][0]
    assert (condition["type"], condition["status"], condition["reason"]) == ("ReplicaFailure", "True", "FailedCreate")
    assert condition["message"].endswith("is forbidden: exceeded quota: q")
    assert world.messages("FailedCreate")[0] == f"Error creating: {condition['message']}"
    assert 18 <= len(tries) <= 22
    assert world.repeats[("replicaset", "default/rs")].every == 1000 * SECOND
    world.admit = None
    world.put({"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"}, "spec": {"hard": {"pods": "9"}}})
    world.run(1000)
    assert len(world.names("Pod")) == 4
    assert "conditions" not in world.one("ReplicaSet", "rs")["status"]


def test_a_replication_controller_does_the_same() -> None:
    world = w.World(replicationcontroller.CONTROLLER)
    w.Kubelet(world)
    rc = w.replica_set(replicas=2)
    rc.update(apiVersion="v1", kind="ReplicationController")
    rc["spec"]["selector"] = {"app": "rs"}
    world.put(rc)
    world.run()
    assert world.one("ReplicationController", "rs")["status"] == {
        "replicas": 2,
        "fullyLabeledReplicas": 2,
        "readyReplicas": 2,
        "availableReplicas": 2,
        "observedGeneration": 1,
    }


def member(
    name: str, *, node: str = "n", ready: bool = True, age: int = 100, cost: str = "", restarts: int = 0
) -> w.Obj:
    pod = w.pod(name, node)
    pod["metadata"].update(uid=name, creationTimestamp=rfc3339(NOW - age * SECOND), annotations={})
    if cost:
        pod["metadata"]["annotations"]["controller.kubernetes.io/pod-deletion-cost"] = cost
    condition = {"type": "Ready", "status": str(ready), "lastTransitionTime": rfc3339(NOW - age * SECOND)}
    pod["status"] = {"phase": "Running", "conditions": [condition], "containerStatuses": [{"restartCount": restarts}]}
    return pod


def test_the_least_valuable_pods_go_first() -> None:
    pending = member("pending", ready=False)
    pending["status"]["phase"] = "Pending"
    pods = [
        member("unassigned", node=""),
        pending,
        member("unready", ready=False),
        member("cheap", cost="-5"),
        member("crowded", node="full"),
        member("young", age=1),
        member("restarted", restarts=3),
        member("plain"),
        member("old", age=100000),
        member("dear", cost="7"),
    ]
    key = rank({"full": 9, "n": 1}, NOW)
    shuffled = pods[::-1]
    assert [p["metadata"]["uid"] for p in sorted(shuffled, key=key)] == [p["metadata"]["uid"] for p in pods]


def test_a_deletion_cost_is_an_int32_as_go_writes_one() -> None:
    costs = [
        deletion_cost({"annotations": {"controller.kubernetes.io/pod-deletion-cost": text}})
        for text in ("7", "-7", "+7", "07", "", "x", "4294967296", "-", "0")
    ]
    assert costs == [7, -7, 0, 0, 0, 0, 0, 0, 0]


@given(st.lists(st.integers(0, 6), min_size=1, max_size=4))
def test_it_always_comes_to_the_wanted_number_and_rests(counts: list[int]) -> None:
    world = make(0)
    for count in counts:
        world.edit("ReplicaSet", "rs", lambda rs, count=count: rs["spec"].update(replicas=count))
        world.run(1.5)
    world.run(10)
    assert len(world.names("Pod")) == counts[-1]
    before = world.revision
    world._wake("replicaset", "default/rs", world.now)
    world.run(10)
    assert world.revision == before
