"""Old and other versions: what they defaulted, and that what they cannot say is not lost."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from minikctl.core.decoding import decode
from minikctl.core.schema import root_type
from minikctl.kinds import compile, table
from minikctl.kinds._kind import Served
from tests.kinds.objects import Obj, received, template, written


def version(api_version: str, kind: str) -> Served:
    entry = table.kind_for(api_version, kind)
    assert entry is not None
    found = table.served(entry.group, entry.version, entry.plural)
    assert found is not None
    return found[1]


def shown(obj: Obj, api_version: str) -> Obj:
    """A stored object as another version shows it."""
    out = copy.deepcopy(obj)
    encode = version(api_version, obj["kind"]).encode
    if encode is not None:
        encode(out)
    out["apiVersion"] = api_version
    return out


def old_deployment(api_version: str, **spec: Any) -> Obj:
    return received(written(api_version, "Deployment", spec={"template": template(), **spec}))


def test_extensions_rolled_one_by_one_and_kept_everything() -> None:
    spec = old_deployment("extensions/v1beta1")["spec"]
    assert spec["selector"] == {"matchLabels": {"app": "web"}}
    assert spec["strategy"] == {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 1}}
    assert (spec["revisionHistoryLimit"], spec["progressDeadlineSeconds"]) == (2147483647, 2147483647)


def test_apps_v1beta1_kept_two_revisions() -> None:
    spec = old_deployment("apps/v1beta1")["spec"]
    assert spec["selector"] == {"matchLabels": {"app": "web"}}
    assert spec["strategy"]["rollingUpdate"] == {"maxSurge": "25%", "maxUnavailable": "25%"}
    assert (spec["revisionHistoryLimit"], spec["progressDeadlineSeconds"]) == (2, 600)


def test_apps_v1beta2_wanted_a_selector_already() -> None:
    spec = old_deployment("apps/v1beta2")["spec"]
    assert "selector" not in spec or spec["selector"] is None
    assert spec["revisionHistoryLimit"] == 10


def test_what_was_said_is_kept() -> None:
    strategy = {"rollingUpdate": {"maxSurge": 3}}
    obj = old_deployment("extensions/v1beta1", revisionHistoryLimit=5, strategy=strategy)
    assert obj["spec"]["revisionHistoryLimit"] == 5
    assert obj["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 3, "maxUnavailable": 1}
    assert obj["metadata"]["labels"] == {"app": "web"}


def test_rollback_to_travels_in_an_annotation() -> None:
    obj = old_deployment("extensions/v1beta1", rollbackTo={"revision": 3})
    assert obj["metadata"]["annotations"] == {"deprecated.deployment.rollback.to": "3"}
    again = shown(obj, "extensions/v1beta1")
    assert again["spec"]["rollbackTo"] == {"revision": 3}
    assert "annotations" not in again["metadata"]


@pytest.mark.parametrize("kind", ["DaemonSet", "StatefulSet"])
def test_old_sets_waited_for_deleted_pods(kind: str) -> None:
    api_version = "extensions/v1beta1" if kind == "DaemonSet" else "apps/v1beta1"
    obj = received(written(api_version, kind, spec={"template": template()}))
    assert obj["spec"]["updateStrategy"] == {"type": "OnDelete"}
    assert obj["spec"]["selector"] == {"matchLabels": {"app": "web"}}


@pytest.mark.parametrize("api_version", ["extensions/v1beta1", "networking.k8s.io/v1beta1"])
def test_the_backends_of_an_old_ingress_were_flat(api_version: str) -> None:
    path = {"path": "/x", "backend": {"serviceName": "s", "servicePort": 80}}
    spec = {"backend": {"serviceName": "d", "servicePort": "http"}, "rules": [{"http": {"paths": [path]}}]}
    obj = received(written(api_version, "Ingress", spec=spec))
    assert obj["spec"]["defaultBackend"] == {"service": {"name": "d", "port": {"name": "http"}}}
    (now,) = obj["spec"]["rules"][0]["http"]["paths"]
    assert now["backend"] == {"service": {"name": "s", "port": {"number": 80}}}
    assert now["pathType"] == "ImplementationSpecific"
    again = shown(obj, api_version)["spec"]
    assert again["backend"] == {"serviceName": "d", "servicePort": "http"}
    assert again["rules"][0]["http"]["paths"][0]["backend"] == {"serviceName": "s", "servicePort": 80}


def test_events_have_other_names_in_their_own_group() -> None:
    obj = received(
        written("v1", "Event", message="m", involvedObject={"name": "p"}, source={"component": "c"}, count=2)
    )
    other = shown(obj, "events.k8s.io/v1")
    assert (other["note"], other["regarding"], other["deprecatedCount"]) == ("m", {"name": "p"}, 2)
    version("events.k8s.io/v1", "Event").decode(other)  # type: ignore[misc]
    assert {**other, "apiVersion": "v1"} == obj


CPU = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 70}}}
MEMORY = {"type": "Resource", "resource": {"name": "memory", "target": {"type": "AverageValue", "averageValue": "1Gi"}}}
PODS = {"type": "Pods", "pods": {"metric": {"name": "x"}, "target": {"type": "AverageValue", "averageValue": "10"}}}
OBJECT = {
    "type": "Object",
    "object": {
        "metric": {"name": "x"},
        "describedObject": {"apiVersion": "v1", "kind": "Service", "name": "s"},
        "target": {"type": "Value", "value": "10"},
    },
}


def autoscaler(**spec: Any) -> Obj:
    spec = {"maxReplicas": 4, "scaleTargetRef": {"kind": "Deployment", "name": "x"}, **spec}
    return received(written("autoscaling/v2", "HorizontalPodAutoscaler", spec=spec))


def test_the_old_autoscaler_knew_one_percentage() -> None:
    old = written(
        "autoscaling/v1",
        "HorizontalPodAutoscaler",
        spec={
            "maxReplicas": 4,
            "scaleTargetRef": {"kind": "Deployment", "name": "x"},
            "targetCPUUtilizationPercentage": 70,
        },
    )
    assert received(old)["spec"]["metrics"] == [CPU]
    assert shown(autoscaler(metrics=[CPU]), "autoscaling/v1")["spec"] == {**old["spec"], "minReplicas": 1}


@pytest.mark.parametrize("metrics", [[CPU], [MEMORY], [CPU, MEMORY], [PODS, OBJECT]], ids=str)
def test_what_v1_cannot_say_comes_back_from_annotations(metrics: list[Obj]) -> None:
    obj = autoscaler(metrics=metrics, behavior={"scaleDown": {"stabilizationWindowSeconds": 5}})
    obj["status"] = {
        "currentMetrics": None,
        "desiredReplicas": 0,
        "conditions": [{"type": "AbleToScale", "status": "True"}],
    }
    other = shown(obj, "autoscaling/v1")
    decode(other, "autoscaling/v1.HorizontalPodAutoscaler")
    version("autoscaling/v1", "HorizontalPodAutoscaler").decode(other)  # type: ignore[misc]
    assert {**other, "apiVersion": "autoscaling/v2"} == obj


def old_versions() -> list[tuple[str, str]]:
    out = []
    for _, kind in compile.kinds():
        for served in kind.versions[1:]:
            group = served.group or kind.group
            out.append((f"{group}/{served.version}", kind.kind))
    return out


@pytest.mark.parametrize(("api_version", "kind"), old_versions())
def test_every_version_has_a_type_and_the_old_ones_a_warning(api_version: str, kind: str) -> None:
    assert root_type(api_version, kind) is not None
    served = version(api_version, kind)
    assert served.legacy is served.deprecated.startswith(f"{api_version} {kind} is deprecated in v1.")


@pytest.mark.parametrize("selector", [{}, {"matchLabels": {"a": "b"}}])
def test_an_empty_selector_of_an_old_budget_selects_nothing(selector: Obj) -> None:
    old = written("policy/v1beta1", "PodDisruptionBudget", spec={"selector": selector})
    now = received(old)["spec"]["selector"]
    assert now != {}
    assert shown(received(old), "policy/v1beta1")["spec"]["selector"] == selector
    everything = received(written("policy/v1", "PodDisruptionBudget", spec={"selector": {}}))
    other = shown(everything, "policy/v1beta1")
    version("policy/v1beta1", "PodDisruptionBudget").decode(other)  # type: ignore[misc]
    assert other["spec"]["selector"] == {}
