"""JSON through Go's structs: the server's words for what does not fit, and what comes back of what does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core.decoding import check_types, decode, load, prune, zero
from minikctl.core.errors import ApiError
from minikctl.core.quantity import FORMAT_WRONG


def deployment(**pod_spec: Any) -> dict[str, Any]:
    return {"spec": {"template": {"spec": pod_spec}}}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"spec": 5}, "number into Go struct field Deployment.spec of type v1.DeploymentSpec"),
        ({"spec": {"replicas": "1"}}, "string into Go struct field DeploymentSpec.spec.replicas of type int32"),
        ({"spec": {"replicas": 1.5}}, "number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32"),
        (
            {"spec": {"replicas": 2**31}},
            f"number {2**31} into Go struct field DeploymentSpec.spec.replicas of type int32",
        ),
        ({"spec": {"paused": "yes"}}, "string into Go struct field DeploymentSpec.spec.paused of type bool"),
        ({"metadata": {"name": True}}, "bool into Go struct field ObjectMeta.metadata.name of type string"),
        ({"metadata": {"labels": {"a": 1}}}, "number into Go struct field ObjectMeta.metadata.labels of type string"),
        (
            {"metadata": {"labels": []}},
            "array into Go struct field ObjectMeta.metadata.labels of type map[string]string",
        ),
        ({"metadata": {"uid": 1}}, "number into Go struct field ObjectMeta.metadata.uid of type types.UID"),
        (
            {"metadata": {"creationTimestamp": 1}},
            "number into Go struct field ObjectMeta.metadata.creationTimestamp of type string",
        ),
        (
            deployment(containers="nginx"),
            "string into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container",
        ),
        (
            deployment(containers=[{"imagePullPolicy": {}}]),
            "object into Go struct field Container.spec.template.spec.containers.imagePullPolicy of type v1.PullPolicy",
        ),
        (
            deployment(containers=[{"resources": {"limits": []}}]),
            "array into Go struct field ResourceRequirements.spec.template.spec.containers.resources.limits"
            " of type v1.ResourceList",
        ),
        (
            {"spec": {"strategy": {"rollingUpdate": {"maxSurge": True}}}},
            "bool into Go struct field RollingUpdateDeployment.spec.strategy.rollingUpdate.maxSurge of type int32",
        ),
        ([], "array into Go value of type v1.Deployment"),
    ],
)
def test_a_value_of_the_wrong_type(body: Any, message: str) -> None:
    with pytest.raises(ApiError) as error:
        check_types(body, "apps/v1.Deployment", "head: ")
    assert error.value.message == f"head: json: cannot unmarshal {message}"
    assert error.value.code == 400


def test_types_that_decode_themselves_speak_before_the_others() -> None:
    body = {
        "spec": {"replicas": "x", "template": {"spec": {"containers": [{"resources": {"limits": {"cpu": "lots"}}}]}}}
    }
    with pytest.raises(ApiError) as error:
        check_types(body, "apps/v1.Deployment")
    assert error.value.message == FORMAT_WRONG


@pytest.mark.parametrize(
    ("data", "position"),
    [
        ("a", 0),
        ("abc", 0),
        ("ab=c", 2),
        ("not base64!", 3),
        ("YWJj!", 4),
        ("YWJjZA=", 7),
        ("YQ==x", 4),
        ("=", 0),
        ("YWI=\nYQ", 5),
    ],
)
def test_bad_base64_says_where(data: str, position: int) -> None:
    with pytest.raises(ApiError) as error:
        check_types({"data": {"k": data}}, "core/v1.Secret")
    assert error.value.message == f"illegal base64 data at input byte {position}"


def test_unknown_fields_come_in_the_order_of_the_document() -> None:
    body = {
        "zz": 1,
        "spec": {
            "replcas": 1,
            "template": {"spec": {"containers": [{"name": "a"}, {"foo": 1, "resources": {"x": 1}}]}},
        },
        "aa": {"b": 1},
    }
    assert check_types(body, "apps/v1.Deployment") == [
        'unknown field "zz"',
        'unknown field "spec.replcas"',
        'unknown field "spec.template.spec.containers[1].foo"',
        'unknown field "spec.template.spec.containers[1].resources.x"',
        'unknown field "aa"',
    ]


def test_embedded_fields_are_known_where_json_has_them() -> None:
    assert check_types(deployment(volumes=[{"name": "v", "emptyDir": {}}]), "apps/v1.Deployment") == []


def test_prune_drops_what_go_does_not_write() -> None:
    body = {
        "kind": "Pod",
        "metadata": {"name": "p", "labels": {}, "namespace": "", "creationTimestamp": None, "generation": 0},
        "spec": {"containers": [{"name": "c", "command": [], "tty": False, "nope": 1}], "volumes": None},
    }
    assert prune(body, "core/v1.Pod") == {
        "kind": "Pod",
        "metadata": {"name": "p"},
        "spec": {"containers": [{"name": "c", "resources": {}}]},
        "status": {},
    }


def test_prune_keeps_what_is_behind_a_pointer() -> None:
    body = {"spec": {"replicas": 0, "selector": {}, "template": {"spec": {"volumes": [{"name": "", "emptyDir": {}}]}}}}
    assert prune(body, "apps/v1.Deployment")["spec"] == {
        "replicas": 0,
        "selector": {},
        "template": {"metadata": {}, "spec": {"volumes": [{"name": "", "emptyDir": {}}], "containers": None}},
        "strategy": {},
    }


def test_prune_writes_zero_values_where_go_does() -> None:
    assert prune({}, "autoscaling/v2.HorizontalPodAutoscaler")["status"] == {
        "desiredReplicas": 0,
        "currentMetrics": None,
    }
    assert prune({"spec": {}}, "core/v1.Service")["status"] == {"loadBalancer": {}}
    assert prune({"conditions": [{}]}, "core/v1.PodStatus") == {
        "conditions": [{"type": "", "status": "", "lastProbeTime": None, "lastTransitionTime": None}]
    }
    assert prune({"resource": "limits.cpu"}, "core/v1.ResourceFieldSelector")["divisor"] == "0"


def test_quantities_times_and_bytes_become_canonical() -> None:
    limits = {"cpu": "1000m", "memory": "1024Mi", "x/y": 0.5}
    assert prune({"limits": limits}, "core/v1.ResourceRequirements") == {
        "limits": {"cpu": "1", "memory": "1Gi", "x/y": "500m"}
    }
    meta = {"creationTimestamp": "2026-11-22T10:00:00.5+02:00"}
    assert prune(meta, "meta/v1.ObjectMeta") == {"creationTimestamp": "2026-11-22T08:00:00Z"}
    assert prune({"data": {"k": "YWJj\nZA=="}}, "core/v1.Secret")["data"] == {"k": "YWJjZA=="}


def test_null_in_lists_and_maps_is_the_zero_value() -> None:
    assert prune({"labels": {"a": None}, "finalizers": [None]}, "meta/v1.ObjectMeta") == {
        "labels": {"a": ""},
        "finalizers": [""],
    }


def test_keys_that_come_twice_are_told_and_the_last_counts() -> None:
    text = '{"spec": {"replicas": 1, "replicas": 2, "list": [{"a": 1, "a": 2, "a": 3}]}, "x": 1}'
    assert load(text) == (
        {"spec": {"replicas": 2, "list": [{"a": 3}]}, "x": 1},
        ['duplicate field "spec.replicas"', 'duplicate field "spec.list[0].a"'],
    )
    assert load(b'{"a": {"b": 1}}') == ({"a": {"b": 1}}, [])


def test_zero_values() -> None:
    assert zero("*int32") is None
    assert zero("core/v1.PullPolicy") == ""
    assert zero("api/resource.Quantity") == "0"
    assert zero("core/v1.ResourceRequirements") == {}


def test_raw_parts_are_left_alone() -> None:
    body = {"data": {"any": [1, None, {"x": ""}]}, "revision": 1}
    assert prune(body, "apps/v1.ControllerRevision") == {"metadata": {}, **body}


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(-2, 2)
    | st.sampled_from(["", "1", "x", "2026-01-01T00:00:00Z"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["spec", "containers", "name", "resources", "limits", "metadata", "ports"]), inner
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["metadata", "spec", "status", "kind"]), json_values))
def test_what_comes_back_goes_through_again_unchanged(body: dict[str, Any]) -> None:
    try:
        once = decode(body, "core/v1.Pod").value
    except ApiError:
        return
    assert decode(once, "core/v1.Pod") == (once, [])
