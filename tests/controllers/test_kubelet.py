"""Pods from their binding to their end, in a whole cluster."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.cluster import Cluster, pod

Obj = dict[str, Any]

LEVEL = [{"name": "LEVEL", "valueFrom": {"configMapKeyRef": {"name": "absent", "key": "level"}}}]
STARTED = ["Scheduled", "Pulling", "Pulled", "Created", "Started"]


def config_map(name: str, **data: str) -> Obj:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def conditions(one: Obj) -> dict[str, str]:
    return {c["type"]: c["status"] for c in one["status"]["conditions"]}


def waiting(status: Obj) -> str:
    return str(status["state"]["waiting"]["reason"])


def container_with(cluster: Cluster, name: str, image: str) -> Obj:
    return {"spec": {"containers": [{**cluster.pod(name)["spec"]["containers"][0], "image": image}]}}


def test_a_server_runs_and_is_ready_within_a_second() -> None:
    cluster = Cluster()
    cluster.create(pod("web"))
    creating = cluster.pod("web")
    assert creating["status"]["phase"] == "Pending"
    assert waiting(creating["status"]["containerStatuses"][0]) == "ContainerCreating"
    cluster.run(1)
    web = cluster.pod("web")
    assert web["status"]["phase"] == "Running"
    assert list(conditions(web)) == [
        "PodReadyToStartContainers",
        "Initialized",
        "Ready",
        "ContainersReady",
        "PodScheduled",
    ]
    assert set(conditions(web).values()) == {"True"}
    status = web["status"]["containerStatuses"][0]
    assert status["ready"] and status["started"] and status["restartCount"] == 0
    assert status["image"] == "docker.io/library/nginx:1.25"
    assert status["imageID"].startswith("docker.io/library/nginx@sha256:")
    assert len(status["containerID"]) == len("containerd://") + 64
    assert status["user"] == {"linux": {"gid": 0, "supplementalGroups": [0], "uid": 0}}
    assert status["volumeMounts"][0]["recursiveReadOnly"] == "Disabled"
    assert web["status"]["podIP"].startswith(f"10.244.{web['spec']['nodeName'][5:]}.")
    assert cluster.reasons("web") == STARTED


def test_nothing_is_due_for_a_pod_that_simply_runs() -> None:
    cluster = Cluster()
    cluster.create(pod("web"))
    cluster.run(1)
    assert cluster.session.read().tx.entry("kubelet", "default/web") is None


def test_addresses_are_unique_on_a_node() -> None:
    cluster = Cluster(nodes=1)
    for number in range(60):
        cluster.create(pod(f"p{number}"))
    cluster.run(1)
    assert len({p["status"]["podIP"] for p in cluster.pods()}) == 60


def test_a_missing_image_is_asked_for_again_and_again() -> None:
    cluster = Cluster()
    cluster.create(pod("sick", "nginx:1.91"))
    cluster.run(3)
    status = cluster.container("sick")
    assert waiting(status) == "ImagePullBackOff"
    assert status["image"] == "nginx:1.91" and status["imageID"] == ""
    assert cluster.pod("sick")["status"]["podIP"]
    assert cluster.reasons("sick") == ["Scheduled", "Pulling", "Failed", "Failed", "BackOff", "Failed"]
    full = "docker.io/library/nginx:1.91"
    why = f'failed to pull and unpack image "{full}": failed to resolve reference "{full}": {full}: not found'
    assert cluster.events("sick")[2][1] == (
        f'Failed to pull image "nginx:1.91": rpc error: code = NotFound desc = {why}'
    )
    cluster.run(7)
    assert cluster.events("sick")[1][2] == 1, "the first back-off is ten seconds"
    cluster.run(8)
    assert cluster.events("sick")[1][2] == 2
    cluster.patch("pods", "sick", container_with(cluster, "sick", "nginx:1.25"))
    cluster.run(1)
    assert cluster.container("sick")["ready"] and cluster.container("sick")["restartCount"] == 0


def test_a_pull_that_fails_for_days_costs_a_bounded_number_of_looks() -> None:
    cluster = Cluster()
    cluster.create(pod("sick", "nginx:1.91"))
    cluster.run(3600)
    revision = cluster.session.read().tx.revision
    cluster.run(30 * 86400)
    assert waiting(cluster.container("sick")) == "ImagePullBackOff"
    assert cluster.session.read().tx.revision - revision < 100_000


def test_a_crash_is_restarted_at_once_and_then_less_and_less_often() -> None:
    cluster = Cluster()
    cluster.create(pod("crash", "crashy:1.0"))
    cluster.run(4)
    status = cluster.container("crash")
    assert waiting(status) == "CrashLoopBackOff" and status["restartCount"] == 1
    assert status["state"]["waiting"]["message"].startswith("back-off 10s restarting failed container=app pod=crash_")
    assert status["lastState"]["terminated"]["exitCode"] == 1
    assert cluster.pod("crash")["status"]["phase"] == "Running"
    assert cluster.reasons("crash") == [*STARTED, *STARTED[1:], "BackOff"]
    cluster.run(8)
    assert cluster.container("crash")["restartCount"] == 1
    cluster.run(7)
    assert cluster.container("crash")["restartCount"] == 2
    cluster.run(600)
    assert cluster.container("crash")["restartCount"] in (6, 7)


@pytest.mark.parametrize(
    ("policy", "command", "phase", "reason"),
    [
        ("Never", "exit 7", "Failed", "Error"),
        ("Never", "echo hi", "Succeeded", "Completed"),
        ("OnFailure", "sleep 1", "Succeeded", "Completed"),
    ],
)
def test_what_ends_for_good(policy: str, command: str, phase: str, reason: str) -> None:
    cluster = Cluster()
    cluster.create(pod("once", "busybox:1.36", "sh", "-c", command, restartPolicy=policy))
    cluster.run(3)
    once = cluster.pod("once")
    assert once["status"]["phase"] == phase
    assert once["status"]["containerStatuses"][0]["state"]["terminated"]["reason"] == reason
    said = {c["type"]: (c["status"], c.get("reason")) for c in once["status"]["conditions"]}
    assert said["Ready"] == ("False", "PodCompleted" if phase == "Succeeded" else "PodFailed")
    assert said["PodReadyToStartContainers"] == ("False", None)
    assert cluster.session.read().tx.entry("kubelet", "default/once") is None


def test_what_ends_well_is_started_again_where_the_policy_says_always() -> None:
    cluster = Cluster()
    cluster.create(pod("once", "busybox:1.36"))
    cluster.run(4)
    status = cluster.container("once")
    assert waiting(status) == "CrashLoopBackOff"
    assert status["lastState"]["terminated"]["reason"] == "Completed"


def test_init_containers_run_one_after_the_other() -> None:
    cluster = Cluster()
    init = [
        {"name": "one", "image": "busybox:1.28", "command": ["sh", "-c", "echo one"]},
        {"name": "two", "image": "busybox:1.28", "command": ["sh", "-c", "sleep 3"]},
    ]
    cluster.create(pod("app", initContainers=init))
    cluster.run(2)
    app = cluster.pod("app")
    assert app["status"]["phase"] == "Pending"
    assert conditions(app)["Initialized"] == "False"
    assert waiting(app["status"]["containerStatuses"][0]) == "PodInitializing"
    assert app["status"]["initContainerStatuses"][0]["ready"]
    cluster.run(4)
    app = cluster.pod("app")
    assert set(conditions(app).values()) == {"True"}
    assert all(s["ready"] for s in app["status"]["initContainerStatuses"])


def test_an_init_container_that_fails_holds_up_the_pod() -> None:
    cluster = Cluster()
    init = [{"name": "fails", "image": "busybox:1.28", "command": ["sh", "-c", "exit 1"]}]
    cluster.create(pod("stuck", initContainers=init))
    cluster.create(pod("over", initContainers=init, restartPolicy="Never"))
    cluster.run(5)
    assert waiting(cluster.container("stuck", field="initContainerStatuses")) == "CrashLoopBackOff"
    assert cluster.pod("stuck")["status"]["phase"] == "Pending"
    assert cluster.pod("over")["status"]["phase"] == "Failed"


def test_a_sidecar_runs_beside_the_others_and_ends_with_them() -> None:
    cluster = Cluster()
    init = [{"name": "log", "image": "nginx:1.25", "restartPolicy": "Always"}]
    cluster.create(pod("job", "busybox:1.36", "sleep", "5", initContainers=init, restartPolicy="Never"))
    cluster.run(3)
    assert cluster.pod("job")["status"]["phase"] == "Running"
    assert cluster.container("job", field="initContainerStatuses")["ready"]
    cluster.run(5)
    assert cluster.pod("job")["status"]["phase"] == "Succeeded"
    assert "terminated" in cluster.container("job", field="initContainerStatuses")["state"]


def test_containers_wait_for_their_configuration() -> None:
    cluster = Cluster()
    cluster.create(pod("env", env=LEVEL))
    cluster.create(pod("volume", volumes=[{"name": "conf", "configMap": {"name": "absent"}}]))
    cluster.run(3)
    assert waiting(cluster.container("env")) == "CreateContainerConfigError"
    assert cluster.events("env")[-1][:2] == ("Failed", 'Error: configmap "absent" not found')
    assert waiting(cluster.container("volume")) == "ContainerCreating"
    assert "podIP" not in cluster.pod("volume")["status"]
    assert cluster.events("volume")[-1][:2] == (
        "FailedMount",
        'MountVolume.SetUp failed for volume "conf" : configmap "absent" not found',
    )
    cluster.create(config_map("absent", other="x"))
    cluster.run(2)
    assert cluster.container("volume")["ready"]
    assert not cluster.container("env")["ready"], "the key is not there yet"
    cluster.patch("configmaps", "absent", {"data": {"level": "debug"}})
    cluster.run(2)
    assert cluster.container("env")["ready"]


def test_a_process_waits_for_a_service() -> None:
    cluster = Cluster()
    script = "until nslookup db.$(cat /ns).svc.cluster.local; do echo waiting; sleep 2; done"
    cluster.create(pod("app", initContainers=[{"name": "wait", "image": "busybox", "command": ["sh", "-c", script]}]))
    cluster.run(60)
    assert "running" in cluster.container("app", field="initContainerStatuses")["state"]
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "db"}, "spec": {"ports": [{"port": 80}]}}
    cluster.create(service)
    cluster.run(3)
    assert cluster.container("app")["ready"]


def test_readiness_begins_after_its_delay() -> None:
    cluster = Cluster()
    probe = {"httpGet": {"path": "/", "port": 80}, "initialDelaySeconds": 5}
    cluster.create(pod("web", readinessProbe=probe))
    cluster.run(3)
    assert cluster.pod("web")["status"]["phase"] == "Running"
    assert conditions(cluster.pod("web"))["Ready"] == "False"
    cluster.run(4)
    assert conditions(cluster.pod("web"))["Ready"] == "True"


@pytest.mark.parametrize(
    ("probe", "said"),
    [
        ({"exec": {"command": ["cat", "/tmp/healthy"]}}, "cat: /tmp/healthy: No such file or directory"),
        ({"httpGet": {"path": "/does-not-exist", "port": 80}}, "HTTP probe failed with statuscode: 404"),
        ({"exec": {"command": ["false"]}}, ""),
    ],
)
def test_a_probe_that_fails_is_told_of_for_as_long_as_it_does(probe: Obj, said: str) -> None:
    cluster = Cluster()
    cluster.create(pod("web", readinessProbe=probe))
    cluster.run(3)
    assert not cluster.container("web")["ready"] and "running" in cluster.container("web")["state"]
    assert cluster.events("web")[-1] == ("Unhealthy", f"Readiness probe failed: {said}", 1)
    cluster.run(30)
    assert cluster.events("web")[-1][2] == 4


def test_a_liveness_probe_restarts_its_container() -> None:
    cluster = Cluster()
    script = "touch /tmp/healthy; sleep 30; rm -rf /tmp/healthy; sleep 600"
    probe = {"exec": {"command": ["cat", "/tmp/healthy"]}, "initialDelaySeconds": 5, "periodSeconds": 5}
    cluster.create(pod("live", "busybox:1.36", "sh", "-c", script, livenessProbe=probe))
    cluster.run(30)
    assert cluster.container("live")["restartCount"] == 0
    cluster.run(25)
    status = cluster.container("live")
    assert status["restartCount"] == 1 and status["ready"]
    assert status["lastState"]["terminated"]["exitCode"] == 137
    said = {reason: (message, count) for reason, message, count in cluster.events("live")}
    assert said["Unhealthy"] == ("Liveness probe failed: cat: /tmp/healthy: No such file or directory", 3)
    assert said["Killing"][0] == "Container app failed liveness probe, will be restarted"


def test_a_startup_probe_comes_before_the_others() -> None:
    cluster = Cluster()
    probe = {"tcpSocket": {"port": 80}, "initialDelaySeconds": 3}
    cluster.create(pod("web", startupProbe=probe, readinessProbe={"tcpSocket": {"port": 80}}))
    cluster.run(3)
    assert not cluster.container("web")["started"]
    cluster.run(3)
    assert cluster.container("web")["started"] and cluster.container("web")["ready"]


def test_a_new_image_restarts_the_container() -> None:
    cluster = Cluster()
    cluster.create(pod("web", "nginx:1.25"))
    cluster.run(2)
    cluster.patch("pods", "web", container_with(cluster, "web", "nginx:1.26"))
    cluster.run(2)
    status = cluster.container("web")
    assert status["image"] == "docker.io/library/nginx:1.26"
    assert status["restartCount"] == 1 and status["ready"]
    said = [message for reason, message, _ in cluster.events("web") if reason == "Killing"]
    assert said == ["Container app definition changed, will be restarted"]


def test_a_deleted_pod_is_gone_a_quarter_of_a_second_later() -> None:
    cluster = Cluster()
    cluster.create(pod("web"))
    cluster.run(2)
    cluster.delete("pods", "web")
    assert cluster.pod("web")["metadata"]["deletionTimestamp"]
    cluster.run(0.2)
    assert cluster.get("pods", "web") is not None
    cluster.run(0.1)
    assert cluster.get("pods", "web") is None
    assert cluster.events("web")[-1][:2] == ("Killing", "Stopping container app")


def test_a_deleted_pod_with_a_finalizer_has_ended() -> None:
    cluster = Cluster()
    cluster.create(pod("held", finalizers=["example.com/guard"]))
    cluster.run(2)
    cluster.delete("pods", "held")
    cluster.run(5)
    held = cluster.pod("held")
    assert held["status"]["phase"] in ("Succeeded", "Failed")
    assert "terminated" in held["status"]["containerStatuses"][0]["state"]
    cluster.patch("pods", "held", {"metadata": {"finalizers": None}})
    cluster.run(1)
    assert cluster.get("pods", "held") is None


def test_a_pod_that_is_active_for_too_long_has_failed() -> None:
    cluster = Cluster()
    cluster.create(pod("slow", activeDeadlineSeconds=6))
    cluster.run(5)
    assert cluster.pod("slow")["status"]["phase"] == "Running"
    cluster.run(2)
    slow = cluster.pod("slow")["status"]
    assert (slow["phase"], slow["reason"]) == ("Failed", "DeadlineExceeded")
    assert "terminated" in slow["containerStatuses"][0]["state"]


def test_a_kubelet_refuses_what_does_not_fit() -> None:
    cluster = Cluster()
    big = {"requests": {"cpu": "3"}}
    cluster.create(pod("first", nodeName="node-1", resources=big))
    cluster.create(pod("second", nodeName="node-1", resources=big))
    cluster.create(pod("astray", nodeName="node-1", nodeSelector={"disk": "ssd"}))
    cluster.run(2)
    assert cluster.container("first")["ready"]
    second = cluster.pod("second")["status"]
    assert (second["phase"], second["reason"]) == ("Failed", "OutOfcpu")
    said = "Node didn't have enough resource: cpu, requested: 3000, used: 3000, capacity: 4000"
    assert cluster.events("second") == [("OutOfcpu", said, 1)]
    assert cluster.pod("astray")["status"]["reason"] == "NodeAffinity"


def test_the_users_rules_for_images() -> None:
    rules = {
        "nginx:1.25": {"pull": "5s"},
        "nginx:1.26": {"exit": 3},
        "redis": {"ready": "10s"},
        "httpd*": {"missing": True},
    }
    cluster = Cluster(images=rules)
    for name, image in (("slow", "nginx:1.25"), ("ends", "nginx:1.26"), ("late", "redis"), ("none", "httpd:2.4")):
        cluster.create(pod(name, image))
    cluster.run(4)
    assert waiting(cluster.container("slow")) == "ContainerCreating"
    assert waiting(cluster.container("none")) == "ImagePullBackOff"
    assert cluster.container("ends")["lastState"]["terminated"]["exitCode"] == 3
    assert not cluster.container("late")["ready"]
    cluster.run(8)
    assert cluster.container("slow")["ready"] and cluster.container("late")["ready"]


def test_a_change_of_the_rules_reaches_those_who_wait() -> None:
    from minikctl.cli.commands.sim._session import change_settings

    cluster = Cluster(images={"me/one": {"missing": True}, "me/two": {"exit": 1}})
    cluster.create(pod("one", "me/one"))
    cluster.create(pod("two", "me/two"))
    cluster.run(3600)
    change_settings(cluster.session, {"images": {}})
    cluster.run(5)
    assert cluster.container("one")["ready"] and cluster.container("two")["ready"]


def test_an_image_that_is_no_reference_is_said_to_be_invalid() -> None:
    cluster = Cluster()
    cluster.create(pod("odd", "Nginx"))
    cluster.run(2)
    assert waiting(cluster.container("odd")) == "InvalidImageName"


def test_the_past_does_not_depend_on_how_often_somebody_looked() -> None:
    def world(steps: list[float]) -> list[Obj]:
        cluster = Cluster()
        for name, image in (("a", "nginx:1.25"), ("b", "crashy:1"), ("c", "nginx:1.91")):
            cluster.create(pod(name, image))
        for step in steps:
            cluster.run(step)
        return [p["status"] for p in cluster.pods()]

    assert world([100]) == world([0.1, 0.5, 3, 20, 1.4, 75])
    assert world([30_000]) == world([10_000, 0.5, 9_999.5, 10_000])
