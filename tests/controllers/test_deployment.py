"""The Deployment controller in a small world, with real ReplicaSets below it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minikctl.controllers import deployment, replicaset
from minikctl.controllers.deployment import bounds
from minikctl.core.errors import forbidden
from minikctl.core.hashing import pod_template_hash
from tests.support import world as w


def make(replicas: int = 3, **spec: object) -> tuple[w.World, w.Kubelet]:
    world = w.World(deployment.CONTROLLER, replicaset.CONTROLLER)
    kubelet = w.Kubelet(world)
    world.put(w.deployment(replicas=replicas, **spec))
    return world, kubelet


def set_image(world: w.World, image: str) -> None:
    world.edit("Deployment", "web", lambda d: d["spec"]["template"]["spec"]["containers"][0].update(image=image))


def conditions(world: w.World) -> list[str]:
    found = world.one("Deployment", "web")["status"].get("conditions", [])
    return [f"{c['type']}={c['status']} {c['reason']}" for c in found]


def sizes(world: w.World) -> list[int]:
    """Sizes of the replica sets, oldest first."""
    found = sorted(world.list("replicasets.apps"), key=lambda rs: rs["metadata"]["uid"])
    return [rs["spec"]["replicas"] for rs in found]


COMPLETE = ["Available=True MinimumReplicasAvailable", "Progressing=True NewReplicaSetAvailable"]


def test_creates_a_replica_set_named_after_its_template() -> None:
    world, _ = make()
    world.run()
    (rs,) = world.list("replicasets.apps")
    digest = rs["metadata"]["labels"]["pod-template-hash"]
    assert rs["metadata"]["name"] == f"web-{digest}"
    assert rs["spec"]["selector"] == {"matchLabels": {"app": "web", "pod-template-hash": digest}}
    assert rs["metadata"]["annotations"] == {
        "deployment.kubernetes.io/desired-replicas": "3",
        "deployment.kubernetes.io/max-replicas": "4",
        "deployment.kubernetes.io/revision": "1",
    }
    assert world.one("Deployment", "web")["metadata"]["annotations"] == {"deployment.kubernetes.io/revision": "1"}
    status = world.one("Deployment", "web")["status"]
    assert {k: v for k, v in status.items() if k != "conditions"} == {
        "observedGeneration": 1,
        "replicas": 3,
        "updatedReplicas": 3,
        "readyReplicas": 3,
        "availableReplicas": 3,
        "terminatingReplicas": 0,
    }
    assert sorted(conditions(world)) == COMPLETE
    assert world.messages("ScalingReplicaSet") == [f"Scaled up replica set web-{digest} from 0 to 3"]


def test_rolling_update_tells_each_step() -> None:
    world, _ = make()
    world.run()
    set_image(world, "nginx:2")
    world.run()
    one, two = sorted(world.list("replicasets.apps"), key=lambda rs: rs["metadata"]["uid"])
    old, new = one["metadata"]["name"], two["metadata"]["name"]
    assert world.messages("ScalingReplicaSet")[1:] == [
        f"Scaled up replica set {new} from 0 to 1",
        f"Scaled down replica set {old} from 3 to 2",
        f"Scaled up replica set {new} from 1 to 2",
        f"Scaled down replica set {old} from 2 to 1",
        f"Scaled up replica set {new} from 2 to 3",
        f"Scaled down replica set {old} from 1 to 0",
    ]
    assert conditions(world) == COMPLETE


def test_a_rollback_moves_the_revision_and_keeps_the_old_number() -> None:
    world, _ = make()
    world.run()
    set_image(world, "nginx:2")
    world.run()
    set_image(world, "nginx:1")
    world.run()
    first = min(world.list("replicasets.apps"), key=lambda rs: rs["metadata"]["uid"])
    assert first["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "3"
    assert first["metadata"]["annotations"]["deployment.kubernetes.io/revision-history"] == "1"
    assert world.one("Deployment", "web")["metadata"]["annotations"]["deployment.kubernetes.io/revision"] == "3"


def test_a_stuck_rollout_exceeds_its_deadline_and_scales_in_proportion() -> None:
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 3, "maxUnavailable": 2}}
    world, _ = make(10, progressDeadlineSeconds=6, strategy=strategy)
    world.run()
    set_image(world, "bad")
    world.run(5)
    assert conditions(world)[1] == "Progressing=True ReplicaSetUpdated"
    world.run(60)
    assert sizes(world) == [8, 5]
    assert conditions(world)[1] == "Progressing=False ProgressDeadlineExceeded"
    world.edit("Deployment", "web", lambda d: d["spec"].update(replicas=15))
    world.run(60)
    assert sizes(world) == [11, 7]
    assert [m.partition(" from ")[2] for m in world.messages("ScalingReplicaSet")[-2:]] == ["8 to 11", "5 to 7"]
    world.edit("Deployment", "web", lambda d: d["spec"].update(replicas=5))
    world.run(60)
    assert sizes(world) == [3, 5]


def test_paused_holds_the_rollout_and_resumed_goes_on() -> None:
    world, _ = make(2)
    world.run()
    world.edit("Deployment", "web", lambda d: d["spec"].update(paused=True))
    set_image(world, "nginx:2")
    world.run()
    assert sizes(world) == [2]
    assert conditions(world) == ["Available=True MinimumReplicasAvailable", "Progressing=Unknown DeploymentPaused"]
    assert "updatedReplicas" not in world.one("Deployment", "web")["status"]
    world.edit("Deployment", "web", lambda d: d["spec"].update(replicas=3))
    world.run()
    assert sizes(world) == [3]
    world.edit("Deployment", "web", lambda d: d["spec"].pop("paused"))
    world.run()
    assert sizes(world) == [0, 3]
    assert conditions(world) == COMPLETE


def test_recreate_waits_until_the_old_pods_are_gone() -> None:
    world, _ = make(2, strategy={"type": "Recreate"})
    world.run()
    old = world.names("ReplicaSet")[0]

    def never_both(world: w.World) -> None:
        images = {pod["spec"]["containers"][0]["image"] for pod in world.list("pods")}
        assert len(images) < 2

    world.checks.append(never_both)
    set_image(world, "nginx:2")
    world.run()
    new = next(n for n in world.names("ReplicaSet") if n != old)
    assert world.messages("ScalingReplicaSet")[1:] == [
        f"Scaled down replica set {old} from 2 to 0",
        f"Scaled up replica set {new} from 0 to 2",
    ]
    assert conditions(world) == COMPLETE


@pytest.mark.parametrize(("limit", "kept"), [(0, 1), (2, 3), (10, 5)])
def test_the_history_keeps_so_many_old_replica_sets(limit: int, kept: int) -> None:
    world, _ = make(1, revisionHistoryLimit=limit)
    for number in range(1, 6):
        set_image(world, f"nginx:{number}")
        world.run()
    revisions = {
        rs["metadata"]["annotations"]["deployment.kubernetes.io/revision"] for rs in world.list("replicasets.apps")
    }
    assert revisions == {str(n) for n in range(6 - kept, 6)}


def test_a_taken_name_raises_the_collision_count() -> None:
    world, _ = make()
    digest = pod_template_hash(world.one("Deployment", "web")["spec"]["template"])
    name = f"web-{digest}"
    world.put(w.replica_set(name, 0))
    world.run()
    assert world.one("Deployment", "web")["status"]["collisionCount"] == 1
    assert len(world.names("ReplicaSet")) == 2
    assert sorted(conditions(world)) == COMPLETE


def test_annotations_go_to_the_new_replica_set_but_not_the_applied_configuration() -> None:
    world, _ = make()
    cause, applied = "kubernetes.io/change-cause", "kubectl.kubernetes.io/last-applied-configuration"
    world.edit("Deployment", "web", lambda d: d["metadata"].update(annotations={cause: "why", applied: "{}"}))
    world.run()
    mine = world.list("replicasets.apps")[0]["metadata"]["annotations"]
    assert mine[cause] == "why"
    assert applied not in mine


def test_a_quota_shows_as_replica_failure_and_goes_away() -> None:
    limit = [2]

    def admit(obj: w.Obj) -> None:
        if obj["kind"] == "Pod" and len(world.list("pods")) >= limit[0]:
            raise forbidden("pods", "", obj["metadata"]["name"], "exceeded quota")

    world = w.World(deployment.CONTROLLER, replicaset.CONTROLLER, admit=admit)
    w.Kubelet(world)
    world.put(w.deployment(replicas=4))
    world.run(4)
    assert conditions(world) == [
        "Available=False MinimumReplicasUnavailable",
        "ReplicaFailure=True FailedCreate",
        "Progressing=True ReplicaSetUpdated",
    ]
    limit[0] = 5
    world.edit("Deployment", "web", lambda d: d["spec"].update(replicas=5))
    world.run()
    assert conditions(world) == COMPLETE


def test_the_old_rollback_field_restores_a_template_with_an_event() -> None:
    world, _ = make()
    world.run()
    set_image(world, "nginx:2")
    world.run()
    wish = {"deprecated.deployment.rollback.to": "0"}
    world.edit("Deployment", "web", lambda d: d["metadata"]["annotations"].update(wish))
    world.run()
    assert world.messages("DeploymentRollback") == ['Rolled back deployment "web" to revision 1']
    assert sizes(world) == [3, 0]
    world.edit("Deployment", "web", lambda d: d["metadata"]["annotations"].update(wish | {next(iter(wish)): "9"}))
    world.run()
    assert world.messages("DeploymentRollbackRevisionNotFound") == ["Unable to find the revision to rollback to."]


def test_an_empty_selector_is_refused_with_an_event() -> None:
    world = w.World(deployment.CONTROLLER, replicaset.CONTROLLER)
    world.put(w.deployment(selector={}))
    world.run()
    assert world.names("ReplicaSet") == []
    assert set(world.messages("SelectingAll")) == {
        "This deployment is selecting all pods. A non-empty selector is required."
    }


percent = st.sampled_from(["0%", "10%", "25%", "50%", "100%"]) | st.integers(0, 4)
steps = st.lists(
    st.tuples(st.sampled_from(["image", "bad", "scale", "pause", "resume", "wait"]), st.integers(0, 8)), max_size=6
)


@settings(max_examples=40, deadline=None)
@given(surge=percent, unavailable=percent, script=steps)
def test_rollouts_keep_their_bounds_and_end(
    surge: int | str, unavailable: int | str, script: list[tuple[str, int]]
) -> None:
    """Safety: never more pods than maxSurge allows, never fewer available than maxUnavailable allows.

    Liveness: a good image at the end is rolled out. Idempotence: nothing is written after that.
    """
    strategy = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": unavailable}}
    world, _ = make(4, strategy=strategy)
    world.run()
    sized = [4]
    healthy = [True]  # until a bad image or another size, all wanted pods are there

    def bounded(world: w.World) -> None:
        current = world.one("Deployment", "web")
        total = sum(rs["spec"]["replicas"] for rs in world.list("replicasets.apps"))
        assert total <= max(sized) + bounds.max_surge({**current, "spec": {**current["spec"], "replicas": max(sized)}})
        if healthy[0]:
            ready = [p for p in world.list("pods") if p.get("status", {}).get("phase") == "Running"]
            alive = sum("deletionTimestamp" not in p["metadata"] for p in ready)
            assert alive >= current["spec"]["replicas"] - bounds.max_unavailable(current)

    world.checks.append(bounded)
    for number, (what, size) in enumerate(script):
        if what == "scale":
            sized.append(size)
            healthy[0] = False
            world.edit("Deployment", "web", lambda d, size=size: d["spec"].update(replicas=size))
        elif what in ("image", "bad"):
            set_image(world, f"{'bad' if what == 'bad' else 'nginx'}:{number}")
        elif what == "wait":
            world.run(size)
        else:
            world.edit("Deployment", "web", lambda d, what=what: d["spec"].update(paused=what == "pause"))
    world.edit("Deployment", "web", lambda d: d["spec"].update(paused=False))
    set_image(world, "nginx:last")
    world.run(120)
    wanted = world.one("Deployment", "web")["spec"]["replicas"]
    assert sum(sizes(world)) == wanted
    assert len(world.list("pods")) == wanted
    assert all(p["spec"]["containers"][0]["image"] == "nginx:last" for p in world.list("pods"))
    before = world.revision
    for rs in world.list("deployments.apps"):
        world._wake("deployment", f"default/{rs['metadata']['name']}", world.now)
    world.run(60)
    assert world.revision == before
