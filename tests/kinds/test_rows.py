"""Rows of tables: what `get` shows of objects in all their states."""

from __future__ import annotations

from typing import Any

import pytest

from minikctl.kinds.pod import row as pod_row
from minikctl.kinds.pod import summary
from tests.kinds.objects import CREATED, NOW, Obj, created, deployment, kind_of, row, template, written

RUNNING = {"ready": True, "state": {"running": {}}}
SIDECAR = {"name": "side", "image": "s:1", "restartPolicy": "Always"}


def pod(
    statuses: list[Obj] | None = None,
    init: list[Obj] | None = None,
    init_statuses: list[Obj] | None = None,
    phase: str = "Running",
    deleted: bool = False,
    **status: Any,
) -> Obj:
    statuses = statuses if statuses is not None else [RUNNING]
    named = [{"name": f"c{i}", **s} for i, s in enumerate(statuses)]
    init_named = [{"name": c["name"], **s} for c, s in zip(init or [], init_statuses or [])]
    spec: Obj = {"containers": [{"name": s["name"]} for s in named], "initContainers": init or []}
    meta = {"name": "a", "creationTimestamp": CREATED} | ({"deletionTimestamp": CREATED} if deleted else {})
    body = {"phase": phase, "containerStatuses": named, "initContainerStatuses": init_named, **status}
    return {"metadata": meta, "spec": spec, "status": body}


def waiting(reason: str) -> Obj:
    return {"ready": False, "state": {"waiting": {"reason": reason}}}


def ended(reason: str = "", code: int = 0, signal: int = 0) -> Obj:
    return {"ready": False, "state": {"terminated": {"reason": reason, "exitCode": code, "signal": signal}}}


PLAIN = {"name": "i", "image": "i:1"}


@pytest.mark.parametrize(
    ("obj", "ready", "reason"),
    [
        (pod(), "1/1", "Running"),
        (pod([RUNNING, RUNNING]), "2/2", "Running"),
        (pod([{**RUNNING, "ready": False}]), "0/1", "Running"),
        (pod([waiting("ContainerCreating")], phase="Pending"), "0/1", "ContainerCreating"),
        (pod([waiting("ImagePullBackOff")], phase="Pending"), "0/1", "ImagePullBackOff"),
        (pod([waiting("CrashLoopBackOff")]), "0/1", "CrashLoopBackOff"),
        (pod([ended("Completed")], phase="Succeeded"), "0/1", "Completed"),
        (pod([ended("Error", 1)], phase="Failed"), "0/1", "Error"),
        (pod([ended(code=3)], phase="Failed"), "0/1", "ExitCode:3"),
        (pod([ended(code=137, signal=9)], phase="Failed"), "0/1", "Signal:9"),
        (pod([], phase="Pending"), "0/0", "Pending"),
        (pod([], phase="Failed", reason="Evicted"), "0/0", "Evicted"),
        (pod(deleted=True), "1/1", "Terminating"),
        (pod([ended("Completed")], phase="Succeeded", deleted=True), "0/1", "Completed"),
        (pod(deleted=True, reason="NodeLost"), "1/1", "Unknown"),
        (pod([RUNNING, ended("Completed")]), "1/2", "NotReady"),
        (pod([ended("Completed"), RUNNING]), "1/2", "NotReady"),
        (
            pod([ended("Completed"), RUNNING], conditions=[{"type": "Ready", "status": "True"}]),
            "1/2",
            "Running",
        ),
        (
            pod(
                [],
                phase="Pending",
                conditions=[{"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}],
            ),
            "0/0",
            "SchedulingGated",
        ),
        (pod([waiting("PodInitializing")], [PLAIN], [{"state": {"running": {}}}], "Pending"), "0/1", "Init:0/1"),
        (
            pod([waiting("PodInitializing")], [PLAIN], [waiting("CrashLoopBackOff")], "Pending"),
            "0/1",
            "Init:CrashLoopBackOff",
        ),
        (pod([waiting("PodInitializing")], [PLAIN], [waiting("PodInitializing")], "Pending"), "0/1", "Init:0/1"),
        (pod([waiting("PodInitializing")], [PLAIN], [ended("Error", 1)], "Pending"), "0/1", "Init:Error"),
        (pod([waiting("PodInitializing")], [PLAIN], [ended(code=2)], "Pending"), "0/1", "Init:ExitCode:2"),
        (pod([RUNNING], [PLAIN], [ended("Completed")]), "1/1", "Running"),
        (pod([RUNNING], [SIDECAR], [{**RUNNING, "started": True}]), "2/2", "Running"),
        (pod([waiting("PodInitializing")], [SIDECAR], [{"started": False}], "Pending"), "0/2", "Init:0/1"),
    ],
)
def test_the_status_of_a_pod(obj: Obj, ready: str, reason: str) -> None:
    found = summary(obj)
    assert (f"{found.ready}/{found.total}", found.reason) == (ready, reason)


def test_restarts_say_when_the_last_one_was() -> None:
    last = {"terminated": {"finishedAt": "2027-01-15T07:59:56Z"}}
    obj = pod([{**waiting("CrashLoopBackOff"), "restartCount": 1, "lastState": last}])
    assert pod_row(obj, NOW)[:5] == ["a", "0/1", "CrashLoopBackOff", "1 (4s ago)", "5s"]


def test_restarts_of_init_containers_count_only_while_they_run() -> None:
    restarted = {**ended("Completed"), "restartCount": 2}
    assert summary(pod([RUNNING], [PLAIN], [restarted])).restarts == 0
    assert summary(pod([waiting("PodInitializing")], [PLAIN], [{**waiting("x"), "restartCount": 2}])).restarts == 2


def test_the_wide_columns_of_a_pod() -> None:
    obj = pod(podIPs=[{"ip": "10.0.0.1"}], conditions=[{"type": "a/b", "status": "True"}])
    obj["spec"] |= {"nodeName": "n", "readinessGates": [{"conditionType": "a/b"}, {"conditionType": "c/d"}]}
    assert pod_row(obj, NOW)[5:] == ["10.0.0.1", "n", "<none>", "1/2"]
    assert pod_row(pod(), NOW)[5:] == ["<none>", "<none>", "<none>", "<none>"]


SELECTED = {
    "matchExpressions": [{"key": "tier", "operator": "In", "values": ["b", "a"]}],
    "matchLabels": {"app": "web"},
}
INGRESS = {
    "ingressClassName": "nginx",
    "rules": [{"host": host, "http": {"paths": []}} for host in ("a.b", "c.d", "e.f", "g.h", "i.j")],
}
METRICS = [
    {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}},
    {"type": "Pods", "pods": {"metric": {"name": "x"}, "target": {"type": "AverageValue", "averageValue": "10"}}},
    {"type": "External", "external": {"metric": {"name": "x"}, "target": {"type": "Value", "value": "3"}}},
]


@pytest.mark.parametrize(
    ("obj", "cells"),
    [
        (deployment(replicas=3), ["web", "0/3", 0, 0, "5s", "nginx", "nginx:1.25", "app=web"]),
        (
            written("apps/v1", "ReplicaSet", spec={"selector": SELECTED, "template": template()}),
            ["web", 1, 0, 0, "5s", "nginx", "nginx:1.25", "app=web,tier in (a,b)"],
        ),
        (
            written("v1", "ReplicationController", spec={"template": template()}),
            ["web", 1, 0, 0, "5s", "nginx", "nginx:1.25", "app=web"],
        ),
        (
            written(
                "apps/v1",
                "DaemonSet",
                spec={"selector": {"matchLabels": {"app": "web"}}, "template": template(nodeSelector={"disk": "ssd"})},
            ),
            ["web", 0, 0, 0, 0, 0, "disk=ssd", "5s", "nginx", "nginx:1.25", "app=web"],
        ),
        (
            written(
                "apps/v1", "StatefulSet", spec={"selector": {"matchLabels": {"app": "web"}}, "template": template()}
            ),
            ["web", "0/1", "5s", "nginx", "nginx:1.25"],
        ),
        (
            written("v1", "Service", spec={"ports": [{"port": 80}], "selector": {"app": "web"}}),
            ["web", "ClusterIP", "<none>", "<none>", "80/TCP", "5s", "app=web"],
        ),
        (
            written(
                "v1",
                "Service",
                spec={"type": "NodePort", "ports": [{"port": 80, "nodePort": 30000, "protocol": "UDP"}]},
            ),
            ["web", "NodePort", "<none>", "<none>", "80:30000/UDP", "5s", "<none>"],
        ),
        (
            written(
                "v1", "Service", spec={"type": "LoadBalancer", "ports": [{"port": 80}], "clusterIPs": ["10.96.0.9"]}
            ),
            ["web", "LoadBalancer", "10.96.0.9", "<pending>", "80/TCP", "5s", "<none>"],
        ),
        (
            written("v1", "Service", spec={"type": "ExternalName", "externalName": "bar.com"}),
            ["web", "ExternalName", "<none>", "bar.com", "<none>", "5s", "<none>"],
        ),
        (written("v1", "ConfigMap", data={"a": "b"}, binaryData={"c": "ZA=="}), ["web", 2, "5s"]),
        (written("v1", "Secret", stringData={"a": "b"}), ["web", "Opaque", 1, "5s"]),
        (written("v1", "Namespace"), ["web", "Active", "5s"]),
        (written("v1", "LimitRange"), ["web", CREATED]),
        (
            written("batch/v1", "Job", spec={"template": template(restartPolicy="Never")}),
            ["web", "Running", "0/1", "", "5s", "nginx", "nginx:1.25", "batch.kubernetes.io/controller-uid=u-1"],
        ),
        (
            written(
                "batch/v1", "CronJob", spec={"schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"template": template()}}}
            ),
            ["web", "0 0 1 1 *", "<none>", "False", 0, "<none>", "5s", "nginx", "nginx:1.25", "<none>"],
        ),
        (
            written(
                "autoscaling/v2",
                "HorizontalPodAutoscaler",
                spec={"maxReplicas": 4, "metrics": METRICS, "scaleTargetRef": {"kind": "Deployment", "name": "x"}},
            ),
            ["web", "Deployment/x", "cpu: <unknown>/50%, <unknown>/10 + 1 more...", "1", 4, 0, "5s"],
        ),
        (
            written("networking.k8s.io/v1", "Ingress", spec=INGRESS),
            ["web", "nginx", "a.b,c.d,e.f + 2 more...", "", "80", "5s"],
        ),
        (written("policy/v1", "PodDisruptionBudget", spec={"minAvailable": 1}), ["web", "1", "N/A", 0, "5s"]),
        (
            written("scheduling.k8s.io/v1", "PriorityClass", value=1000),
            ["web", 1000, False, "5s", "PreemptLowerPriority"],
        ),
        (
            written(
                "storage.k8s.io/v1",
                "StorageClass",
                provisioner="a/b",
                metadata={"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}},
            ),
            ["web (default)", "a/b", "Delete", "Immediate", False, "5s"],
        ),
        (
            written("v1", "PersistentVolumeClaim", spec={"accessModes": ["ReadWriteOnce"]}),
            ["web", "Pending", "", "", "", "", "<unset>", "5s", "Filesystem"],
        ),
        (
            written(
                "rbac.authorization.k8s.io/v1",
                "RoleBinding",
                roleRef={"kind": "Role", "name": "r"},
                subjects=[{"kind": "ServiceAccount", "name": "s", "namespace": "n"}, {"kind": "User", "name": "u"}],
            ),
            ["web", "Role/r", "5s", "u", "", "n/s"],
        ),
        (
            written("discovery.k8s.io/v1", "EndpointSlice", addressType="IPv4"),
            ["web", "IPv4", "<unset>", "<unset>", "5s"],
        ),
        (written("v1", "Endpoints"), ["web", "<none>", "5s"]),
        (
            written(
                "v1",
                "Endpoints",
                subsets=[{"addresses": [{"ip": f"10.0.0.{i}"} for i in range(1, 6)], "ports": [{"port": 80}]}],
            ),
            ["web", "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 2 more...", "5s"],
        ),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_the_row_of_a_new_object(obj: Obj, cells: list[Any]) -> None:
    assert row(obj) == cells


def test_every_row_has_a_cell_for_every_column() -> None:
    from minikctl.kinds import compile

    for _, kind in compile.kinds():
        if kind.row is not None and kind.resource != "pods":
            obj = {"metadata": {"name": "a", "creationTimestamp": CREATED}, "spec": {}, "status": {}}
            assert len(kind.row(obj, NOW)) == len(kind.columns), kind.resource


def test_a_node_shows_its_roles_and_its_kernel() -> None:
    obj = created(
        written("v1", "Node", metadata={"labels": {"node-role.kubernetes.io/worker": ""}}, spec={"unschedulable": True})
    )
    obj["status"] = {
        "conditions": [{"type": "Ready", "status": "True"}],
        "nodeInfo": {"kubeletVersion": "v1.36.2", "kernelVersion": "6.12.48", "architecture": "amd64"},
    }
    shown = kind_of(obj).row
    assert shown is not None
    assert shown(obj, NOW) == [
        "web",
        "Ready,SchedulingDisabled",
        "worker",
        "5s",
        "v1.36.2",
        "<none>",
        "<none>",
        "<unknown>",
        "6.12.48 (amd64)",
        "<unknown>",
    ]


def test_an_event_shows_what_it_is_about() -> None:
    obj = created(
        written(
            "v1",
            "Event",
            type="Normal",
            reason="Pulled",
            message="done \n",
            involvedObject={"kind": "Pod", "name": "p", "fieldPath": "spec.containers{c}"},
            source={"component": "kubelet", "host": "n"},
            firstTimestamp="2027-01-15T07:59:00Z",
            lastTimestamp="2027-01-15T07:59:50Z",
            count=3,
        )
    )
    shown = kind_of(obj).row
    assert shown is not None
    assert shown(obj, NOW) == [
        "10s",
        "Normal",
        "Pulled",
        "pod/p",
        "spec.containers{c}",
        "kubelet, n",
        "done",
        "60s",
        3,
        "web",
    ]


def test_a_quota_keeps_limits_apart() -> None:
    obj = created(written("v1", "ResourceQuota"))
    hard = {"pods": "10", "limits.cpu": "2", "configmaps": "20"}
    obj["status"] = {"hard": hard, "used": {"pods": "1", "limits.cpu": "0", "configmaps": "2"}}
    shown = kind_of(obj).row
    assert shown is not None
    assert shown(obj, NOW) == ["web", "configmaps: 2/20, pods: 1/10", "limits.cpu: 0/2", "5s"]
