"""What creates, updates and patches do to managedFields."""

from __future__ import annotations

from typing import Any

import pytest

from minikctl.core.fields import managed, upgrade
from minikctl.core.fields.compare import compare

Obj = dict[str, Any]
V1, V2 = "2026-01-01T00:00:00Z", "2026-01-01T00:00:05Z"
DEPLOYMENT: Obj = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "default", "uid": "1", "resourceVersion": "2", "labels": {"app": "web"}},
    "spec": {
        "replicas": 1,
        "selector": {"matchLabels": {"app": "web"}},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [
                    {
                        "name": "nginx",
                        "image": "nginx",
                        "ports": [{"containerPort": 80, "protocol": "TCP"}],
                        "resources": {},
                        "command": ["a", "b"],
                    }
                ],
                "securityContext": {},
            },
        },
    },
    "status": {},
}
OWNED: Obj = {
    "f:metadata": {"f:labels": {".": {}, "f:app": {}}},
    "f:spec": {
        "f:replicas": {},
        "f:selector": {},
        "f:strategy": {"f:rollingUpdate": {".": {}, "f:maxSurge": {}, "f:maxUnavailable": {}}, "f:type": {}},
        "f:template": {
            "f:metadata": {"f:labels": {".": {}, "f:app": {}}},
            "f:spec": {
                "f:containers": {
                    'k:{"name":"nginx"}': {
                        ".": {},
                        "f:command": {},
                        "f:image": {},
                        "f:name": {},
                        "f:ports": {
                            ".": {},
                            'k:{"containerPort":80,"protocol":"TCP"}': {
                                ".": {},
                                "f:containerPort": {},
                                "f:protocol": {},
                            },
                        },
                        "f:resources": {},
                    }
                },
                "f:securityContext": {},
            },
        },
    },
}


def update(new: Obj, old: Obj, manager: str = "kubectl", time: str = V2, **more: Any) -> list[Obj]:
    more = {"type_name": "apps/v1.Deployment", "api_version": "apps/v1", **more}
    return managed.update(new, old, manager=manager, time=time, **more)


def created(manager: str = "kubectl-create") -> Obj:
    return owned(DEPLOYMENT, update(DEPLOYMENT, {}, manager, V1, reset=managed.STATUS))


def owned(obj: Obj, entries: list[Obj]) -> Obj:
    return {**obj, "metadata": {**obj["metadata"], "managedFields": entries}}


def with_spec(obj: Obj, **spec: Any) -> Obj:
    return {**obj, "spec": {**obj["spec"], **spec}}


def owners(entries: list[Obj]) -> list[tuple[str, str]]:
    return [(entry["manager"], entry.get("subresource", "")) for entry in entries]


def test_a_create_owns_what_it_sets_as_the_server_writes_it() -> None:
    assert created()["metadata"]["managedFields"] == [
        {
            "apiVersion": "apps/v1",
            "fieldsType": "FieldsV1",
            "fieldsV1": OWNED,
            "manager": "kubectl-create",
            "operation": "Update",
            "time": V1,
        }
    ]


def test_a_changed_field_changes_hands() -> None:
    live = created()
    entries = update(with_spec(live, replicas=3), live, "kubectl-edit")
    assert owners(entries) == [("kubectl-create", ""), ("kubectl-edit", "")]
    assert "f:replicas" not in entries[0]["fieldsV1"]["f:spec"]
    assert entries[0]["time"] == V1
    assert entries[1]["fieldsV1"] == {"f:spec": {"f:replicas": {}}}
    assert live == created(), "an argument was changed"


def test_subresources_have_entries_of_their_own() -> None:
    live = created()
    scaled = owned(with_spec(live, replicas=4), update(with_spec(live, replicas=4), live, subresource="scale"))
    entries = update({**scaled, "status": {"replicas": 4}}, scaled, "kube-controller-manager", subresource="status")
    assert owners(entries) == [("kubectl-create", ""), ("kube-controller-manager", "status"), ("kubectl", "scale")]


def test_nothing_changed_nothing_written() -> None:
    live = created()
    again = {**live, "metadata": {**live["metadata"], "resourceVersion": "9", "generation": 7}}
    assert update(again, live) is live["metadata"]["managedFields"]


def test_a_removed_field_is_nobodys_and_an_empty_entry_goes() -> None:
    live = created("a")
    live = owned(with_spec(live, paused=True), update(with_spec(live, paused=True), live, "b"))
    without = {**live, "spec": {key: value for key, value in live["spec"].items() if key != "paused"}}
    assert owners(update(without, live, "c")) == [("a", "")]


def test_the_time_of_a_manager_moves_with_its_changes_only() -> None:
    live = created("a")
    entries = update(with_spec(live, replicas=2), live, "a")
    assert [(e["manager"], e["time"]) for e in entries] == [("a", V2)]
    assert entries[0]["fieldsV1"] == OWNED
    without = {**live, "metadata": {**live["metadata"], "labels": None}}
    assert [e["time"] for e in update(without, live, "a")] == [V1]


def test_fields_that_an_endpoint_does_not_write_change_no_owner() -> None:
    live = created()
    new = {**with_spec(live, replicas=9), "status": {"replicas": 1}}
    entries = update(new, live, "x", subresource="status", reset=managed.SPEC)
    assert entries[1]["fieldsV1"] == {"f:status": {"f:replicas": {}}}


def test_a_request_may_empty_them_but_not_break_them() -> None:
    live = created()
    assert managed.of_request(owned(live, [{}]), live) == []
    assert managed.of_request(owned(live, [{"manager": "x"}]), live) is live["metadata"]["managedFields"]
    assert managed.of_request(owned(live, []), live) is live["metadata"]["managedFields"]
    mine = [{**live["metadata"]["managedFields"][0], "manager": "mine"}]
    assert managed.of_request(owned(live, mine), live) is mine
    assert managed.of_request(owned(live, mine), live, "status") is live["metadata"]["managedFields"]


def test_no_more_than_ten_updaters() -> None:
    live = created("0")
    for number in range(12):
        new = with_spec(live, **{f"field{number}": number})
        live = owned(new, update(new, live, str(number), f"2026-01-01T00:01:{number:02d}Z"))
    entries = live["metadata"]["managedFields"]
    assert owners(entries)[0] == ("ancient-changes", "")
    assert len(entries) == managed.MAX_UPDATERS
    assert {"f:field0", "f:field1", "f:field2"} <= entries[0]["fieldsV1"]["f:spec"].keys()


def test_entries_of_other_versions_are_compared_in_their_version() -> None:
    def convert(obj: Obj, version: str) -> Obj:
        """autoscaling/v1 keeps the cpu target in a field of its own."""
        return {
            **obj,
            "apiVersion": version,
            "spec": {"targetCPUUtilizationPercentage": obj["spec"]["metrics"][0]["cpu"]},
        }

    entry = {
        "apiVersion": "autoscaling/v1",
        "fieldsType": "FieldsV1",
        "fieldsV1": {"f:spec": {"f:targetCPUUtilizationPercentage": {}}},
        "manager": "old",
        "operation": "Update",
        "time": V1,
    }
    hpa: Obj = {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {},
        "spec": {"metrics": [{"cpu": 1}]},
    }
    live = owned(hpa, [entry])
    more = {"type_name": "autoscaling/v2.HorizontalPodAutoscaler", "api_version": "autoscaling/v2", "convert": convert}
    assert owners(update(with_spec(live, minReplicas=3), live, **more)) == [("old", ""), ("kubectl", "")]
    assert owners(update(with_spec(live, metrics=[{"cpu": 2}]), live, **more)) == [("kubectl", "")]


@pytest.mark.parametrize(
    ("old", "new", "changed", "removed"),
    [
        ({}, {"finalizers": ["a"]}, {"f:finalizers": {".": {}, 'v:"a"': {}}}, {}),
        (
            {"finalizers": ["a"]},
            {"finalizers": ["b"]},
            {"f:finalizers": {'v:"b"': {}}},
            {"f:finalizers": {'v:"a"': {}}},
        ),
        ({"labels": {"a": "1"}}, {"labels": {"a": "1", "b": "2"}}, {"f:labels": {"f:b": {}}}, {}),
        ({"labels": {"a": "1"}}, {}, {}, {"f:labels": {".": {}, "f:a": {}}}),
        ({}, {"labels": {}}, {"f:labels": {}}, {}),
        (
            {},
            {"ownerReferences": [{"uid": "u", "name": "n"}]},
            {"f:ownerReferences": {".": {}, 'k:{"uid":"u"}': {}}},
            {},
        ),
    ],
)
def test_differences(old: Obj, new: Obj, changed: Obj, removed: Obj) -> None:
    found = compare({"metadata": old}, {"metadata": {"name": "x", **new}}, "core/v1.Pod")
    assert found == tuple({"f:metadata": fields} if fields else {} for fields in (changed, removed))


def test_kubectl_takes_over_what_its_client_side_apply_owned() -> None:
    annotation = {"kubectl.kubernetes.io/last-applied-configuration": "{}"}
    obj = {**DEPLOYMENT, "metadata": {**DEPLOYMENT["metadata"], "annotations": annotation}}
    live = owned(obj, update(obj, {}, "kubectl-client-side-apply", V1))
    entries = live["metadata"]["managedFields"]
    assert upgrade.owners(entries, "Update") == ["kubectl-client-side-apply"]
    assert upgrade.owners(entries, "Apply") == []
    patch = upgrade.patch(live, "kubectl")
    assert patch is not None
    assert patch[1] == {"op": "replace", "path": "/metadata/resourceVersion", "value": "2"}
    assert patch[0]["value"] == [{**entries[0], "manager": "kubectl", "operation": "Apply"}]
    assert upgrade.patch(owned(obj, patch[0]["value"]), "kubectl") is None
    mine = {**entries[0], "manager": "kubectl", "operation": "Apply", "fieldsV1": {"f:spec": {"f:paused": {}}}}
    both = upgrade.take_over([mine, *entries], "kubectl-client-side-apply", "kubectl")
    assert owners(both) == [("kubectl", "")]
    assert both[0]["fieldsV1"]["f:spec"].keys() == entries[0]["fieldsV1"]["f:spec"].keys() | {"f:paused"}
