"""What the server makes of small objects: specs as a real one (v1.36) showed them with -o yaml."""

from __future__ import annotations

import pytest
import yaml

from tests.kinds.objects import Obj, created, deployment, template, written

POD_SPEC = """
containers:
- image: nginx:1.25
  imagePullPolicy: IfNotPresent
  name: nginx
  resources: {}
  terminationMessagePath: /dev/termination-log
  terminationMessagePolicy: File
dnsPolicy: ClusterFirst
restartPolicy: Always
schedulerName: default-scheduler
securityContext: {}
terminationGracePeriodSeconds: 30
"""
TEMPLATE = {"metadata": {"labels": {"app": "web"}}, "spec": yaml.safe_load(POD_SPEC)}
UID = "u-1"
JOB_LABELS = {
    "app": "web",
    "batch.kubernetes.io/controller-uid": UID,
    "batch.kubernetes.io/job-name": "web",
    "controller-uid": UID,
    "job-name": "web",
}


def with_policy(policy: str, **labels: str) -> Obj:
    return {"metadata": {"labels": labels or {"app": "web"}}, "spec": {**TEMPLATE["spec"], "restartPolicy": policy}}


CASES: list[tuple[Obj, Obj, Obj | None]] = [
    (
        deployment(),
        {
            "progressDeadlineSeconds": 600,
            "replicas": 1,
            "revisionHistoryLimit": 10,
            "selector": {"matchLabels": {"app": "web"}},
            "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}, "type": "RollingUpdate"},
            "template": TEMPLATE,
        },
        {},
    ),
    (
        written("v1", "Service", spec={"ports": [{"port": 80}], "selector": {"app": "web"}}),
        {
            "internalTrafficPolicy": "Cluster",
            "ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}],
            "selector": {"app": "web"},
            "sessionAffinity": "None",
            "type": "ClusterIP",
        },
        {"loadBalancer": {}},
    ),
    (
        written(
            "apps/v1",
            "StatefulSet",
            spec={
                "selector": {"matchLabels": {"app": "web"}},
                "serviceName": "nginx",
                "template": template(),
                "volumeClaimTemplates": [
                    {
                        "metadata": {"name": "www"},
                        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
                    }
                ],
            },
        ),
        {
            "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Retain", "whenScaled": "Retain"},
            "podManagementPolicy": "OrderedReady",
            "replicas": 1,
            "revisionHistoryLimit": 10,
            "selector": {"matchLabels": {"app": "web"}},
            "serviceName": "nginx",
            "template": TEMPLATE,
            "updateStrategy": {"rollingUpdate": {"partition": 0}, "type": "RollingUpdate"},
            "volumeClaimTemplates": [
                {
                    "apiVersion": "v1",
                    "kind": "PersistentVolumeClaim",
                    "metadata": {"name": "www"},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        "resources": {"requests": {"storage": "1Gi"}},
                        "volumeMode": "Filesystem",
                    },
                    "status": {"phase": "Pending"},
                }
            ],
        },
        {"availableReplicas": 0, "replicas": 0},
    ),
    (
        written("batch/v1", "Job", spec={"backoffLimit": 4, "template": template(restartPolicy="Never")}),
        {
            "backoffLimit": 4,
            "completionMode": "NonIndexed",
            "completions": 1,
            "manualSelector": False,
            "parallelism": 1,
            "podReplacementPolicy": "TerminatingOrFailed",
            "selector": {"matchLabels": {"batch.kubernetes.io/controller-uid": UID}},
            "suspend": False,
            "template": with_policy("Never", **JOB_LABELS),
        },
        {},
    ),
    (written("v1", "Namespace"), {"finalizers": ["kubernetes"]}, {"phase": "Active"}),
    (
        written(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            spec={"maxReplicas": 10, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "x"}},
        ),
        {
            "maxReplicas": 10,
            "metrics": [
                {
                    "resource": {"name": "cpu", "target": {"averageUtilization": 80, "type": "Utilization"}},
                    "type": "Resource",
                }
            ],
            "minReplicas": 1,
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "x"},
        },
        {"currentMetrics": None, "desiredReplicas": 0},
    ),
    (
        written(
            "v1", "LimitRange", spec={"limits": [{"type": "Container", "max": {"cpu": "1"}, "min": {"memory": "1Gi"}}]}
        ),
        {
            "limits": [
                {
                    "default": {"cpu": "1"},
                    "defaultRequest": {"cpu": "1", "memory": "1Gi"},
                    "max": {"cpu": "1"},
                    "min": {"memory": "1Gi"},
                    "type": "Container",
                }
            ]
        },
        None,
    ),
]


@pytest.mark.parametrize(("obj", "spec", "status"), CASES, ids=lambda value: value.get("kind", "") if value else "")
def test_what_a_new_object_becomes(obj: Obj, spec: Obj, status: Obj | None) -> None:
    out = created(obj)
    assert out["spec"] == spec
    assert out.get("status") == status


def test_a_job_takes_the_labels_of_its_pods() -> None:
    assert created(written("batch/v1", "Job", spec={"template": template()}))["metadata"]["labels"] == {"app": "web"}
    bare = {"spec": template()["spec"]}
    labels = created(written("batch/v1", "Job", spec={"template": bare}))["metadata"]["labels"]
    assert labels == {key: value for key, value in JOB_LABELS.items() if key != "app"}


def test_a_namespace_carries_its_name() -> None:
    assert created(written("v1", "Namespace"))["metadata"]["labels"] == {"kubernetes.io/metadata.name": "web"}


def test_string_data_ends_in_data() -> None:
    out = created(written("v1", "Secret", stringData={"a": "x"}, data={"b": "eQ=="}))
    assert (out["data"], "stringData" in out, out["type"]) == ({"a": "eA==", "b": "eQ=="}, False, "Opaque")


def test_a_claim_is_protected_from_the_start() -> None:
    out = created(written("v1", "PersistentVolumeClaim", spec={"accessModes": ["ReadWriteOnce"]}))
    assert out["metadata"]["finalizers"] == ["kubernetes.io/pvc-protection"]
    assert out["status"] == {"phase": "Pending"}


@pytest.mark.parametrize(
    ("resources", "qos"),
    [
        ({}, "BestEffort"),
        ({"requests": {"cpu": "1"}}, "Burstable"),
        ({"limits": {"cpu": "1", "memory": "1Gi"}}, "Guaranteed"),
        ({"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m"}}, "Burstable"),
        ({"requests": {"ephemeral-storage": "1Gi"}}, "BestEffort"),
    ],
)
def test_the_quality_of_service_of_a_pod(resources: Obj, qos: str) -> None:
    containers = [{"name": "a", "image": "b:1", "resources": resources}]
    assert created(written("v1", "Pod", spec={"containers": containers}))["status"]["qosClass"] == qos
