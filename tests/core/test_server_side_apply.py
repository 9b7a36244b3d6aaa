"""Server-side apply: who owns what, conflicts, and what goes when a configuration no longer names it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from minikctl.core.errors import ApiError
from minikctl.core.fields import apply as ssa
from minikctl.core.fields import managed
from minikctl.core.fields.merge import merge, shape_of
from tests.core.typed_objects import objects

Obj = dict[str, Any]
DEPLOYMENT = "apps/v1.Deployment"
few = settings(max_examples=40, deadline=None)


def deployment(replicas: int | None = 2, image: str = "nginx:1.25", **metadata: Any) -> Obj:
    spec: Obj = {"template": {"spec": {"containers": [{"name": "nginx", "image": image}]}}}
    if replicas is not None:
        spec["replicas"] = replicas
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", **metadata}, "spec": spec}


def apply(live: Obj, config: Obj, manager: str = "kubectl", force: bool = False, time: str = "t") -> Obj:
    version, kind = config["apiVersion"], config["kind"]
    type_name = {"Deployment": DEPLOYMENT}.get(kind, f"core/v1.{kind}")
    return ssa.apply(live, config, type_name, manager=manager, time=time, api_version=version, force=force).value


def refused(live: Obj, config: Obj, manager: str) -> ApiError:
    with pytest.raises(ApiError) as caught:
        apply(live, config, manager)
    return caught.value


def entries(obj: Obj) -> list[Obj]:
    found: list[Obj] = obj["metadata"].get("managedFields", [])
    return found


def bare(obj: Obj) -> Obj:
    return {**obj, "metadata": {key: value for key, value in obj["metadata"].items() if key != "managedFields"}}


def config_map(**data: str) -> Obj:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "conf"}, "data": data}


def test_an_applier_owns_what_it_names() -> None:
    live = apply({}, config_map(one="1", two="2"), time="t1")
    assert entries(live) == [
        {
            "apiVersion": "v1",
            "fieldsType": "FieldsV1",
            "fieldsV1": {"f:data": {"f:one": {}, "f:two": {}}},
            "manager": "kubectl",
            "operation": "Apply",
            "time": "t1",
        }
    ]
    assert bare(live) == config_map(one="1", two="2")


def test_what_is_no_longer_named_goes() -> None:
    live = apply(apply({}, config_map(one="1", two="2")), config_map(one="1"), time="t2")
    assert live["data"] == {"one": "1"}
    assert entries(live)[0]["fieldsV1"] == {"f:data": {"f:one": {}}}
    assert entries(live)[0]["time"] == "t2"


def test_what_another_names_too_stays() -> None:
    live = apply(apply({}, config_map(one="1", two="2")), config_map(two="2"), "other")
    assert [entry["manager"] for entry in entries(live)] == ["kubectl", "other"]
    assert apply(live, config_map(one="1"))["data"] == {"one": "1", "two": "2"}


def test_what_an_updater_owns_stays() -> None:
    live = apply({}, deployment())
    scaled = {**live, "spec": {**live["spec"], "replicas": 5}}
    more = {
        "type_name": DEPLOYMENT,
        "manager": "kubectl",
        "time": "t",
        "api_version": "apps/v1",
        "subresource": "scale",
    }
    scaled["metadata"] = {**live["metadata"], "managedFields": managed.update(scaled, live, **more)}
    assert apply(scaled, deployment(replicas=None))["spec"]["replicas"] == 5


def test_a_list_item_that_another_works_on_stays_as_far_as_it_is_his() -> None:
    live = apply({}, deployment())
    sidecar = deployment(replicas=None)
    sidecar["spec"]["template"]["spec"]["containers"] = [{"name": "nginx", "tty": True}, {"name": "side", "image": "x"}]
    live = apply(live, sidecar, "other")
    other = deployment()
    other["spec"]["template"]["spec"]["containers"] = [{"name": "new", "image": "y"}]
    assert apply(live, other)["spec"]["template"]["spec"]["containers"] == [
        {"name": "nginx", "tty": True},
        {"name": "side", "image": "x"},
        {"name": "new", "image": "y"},
    ]


def test_one_conflict_is_told_on_one_line() -> None:
    error = refused(apply({}, deployment()), deployment(replicas=3), "other")
    assert (error.code, error.reason) == (409, "Conflict")
    assert error.message == 'Apply failed with 1 conflict: conflict with "kubectl": .spec.replicas'
    cause = {"reason": "FieldManagerConflict", "message": 'conflict with "kubectl"', "field": ".spec.replicas"}
    assert error.details == {"causes": [cause]}


def test_several_conflicts_are_told_by_manager() -> None:
    live = apply({}, deployment())
    live = apply(live, deployment(image="nginx:1.25", replicas=3), "other", force=True)
    scaled = {**live, "spec": {**live["spec"], "replicas": 4}}
    more = {
        "type_name": DEPLOYMENT,
        "manager": "kubectl",
        "time": "t",
        "api_version": "apps/v1",
        "subresource": "scale",
    }
    scaled["metadata"] = {**live["metadata"], "managedFields": managed.update(scaled, live, **more)}
    assert refused(scaled, deployment(replicas=1, image="nginx:1.26"), "kubectl").message == (
        'Apply failed with 2 conflicts: conflicts with "kubectl" with subresource "scale" using apps/v1:\n'
        "- .spec.replicas\n"
        'conflicts with "other":\n'
        '- .spec.template.spec.containers[name="nginx"].image'
    )


def test_force_takes_the_field() -> None:
    live = apply(apply({}, deployment()), deployment(replicas=3), "other", force=True)
    assert live["spec"]["replicas"] == 3
    assert ["f:replicas" in entry["fieldsV1"]["f:spec"] for entry in entries(live)] == [False, True]


def test_kubectl_has_no_conflict_with_its_own_client_side_apply() -> None:
    config = deployment()
    annotations = {ssa.LAST_APPLIED: json.dumps(config)}
    live = {**config, "metadata": {"name": "web", "annotations": annotations}}
    more = {"type_name": DEPLOYMENT, "manager": "kubectl-client-side-apply", "time": "t", "api_version": "apps/v1"}
    live["metadata"]["managedFields"] = managed.update(live, {}, **more)
    using = 'conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas'
    assert refused(live, deployment(replicas=7), "other").message == f"Apply failed with 1 conflict: {using}"
    after = apply(live, deployment(replicas=7))
    assert after["spec"]["replicas"] == 7
    assert json.loads(after["metadata"]["annotations"][ssa.LAST_APPLIED]) == deployment(replicas=7)


REFUSED: list[tuple[Obj, str]] = [
    ({"spec": {"nope": 1}}, ".spec.nope: field not declared in schema"),
    ({"spec": {"replicas": "3"}}, ".spec.replicas: expected numeric (int or float), got string"),
    (
        {"metadata": {"name": "web", "labels": {"a": 1}}},
        ".metadata.labels.a: expected string, got &value.valueUnstructured{Value:1}",
    ),
    (
        {"spec": {"selector": {"x": 1}, "paused": 1}},
        "errors:\n  .spec.paused: expected boolean, got &{1}\n  .spec.selector.x: field not declared in schema",
    ),
    (
        {"metadata": {"name": "web", "finalizers": ["a", "a"]}},
        '.metadata.finalizers: duplicate entries for key [="a"]',
    ),
    ({"spec": {"template": []}}, ".spec.template: expected map, got &{[]}"),
]


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_configurations_that_do_not_fit_their_type(change: Obj, message: str) -> None:
    error = refused({}, {**deployment(), **change}, "m")
    assert error.code == 500
    assert error.message == f"failed to create typed patch object (/web; apps/v1, Kind=Deployment): {message}"


def test_configurations_that_are_no_requests() -> None:
    error = refused({}, deployment(managedFields=[]), "m")
    assert (error.code, error.message) == (400, "metadata.managedFields must be nil")
    with pytest.raises(ApiError) as caught:
        ssa.apply({}, deployment(), DEPLOYMENT, manager="m", time="t", api_version="apps/v1beta1")
    why = "Specified patch version: apps/v1, expected: apps/v1beta1"
    assert caught.value.message == f"Incorrect version specified in apply patch. {why}"


def test_an_item_without_its_key() -> None:
    config = deployment()
    config["spec"]["template"]["spec"]["containers"].append({"image": "x"})
    omits = 'associative list with keys has an element that omits key field "name" (and doesn\'t have default value)'
    assert refused({}, config, "m").message.endswith(f": .spec.template.spec.containers: element 1: {omits}")


def test_the_key_of_a_port_has_a_default() -> None:
    config = deployment()
    config["spec"]["template"]["spec"]["containers"][0]["ports"] = [{"containerPort": 80}]
    ports = entries(apply({}, config))[0]["fieldsV1"]["f:spec"]["f:template"]["f:spec"]["f:containers"]
    assert 'k:{"containerPort":80,"protocol":"TCP"}' in ports['k:{"name":"nginx"}']["f:ports"]


@pytest.mark.parametrize(
    ("live", "applied", "merged"),
    [
        ("abc", "c", "abc"),
        ("abc", "ca", "bca"),
        ("ab", "xb", "axb"),
        ("abc", "xy", "abcxy"),
        ("", "ba", "ba"),
        ("abcd", "db", "acdb"),
    ],
)
def test_the_applied_order_holds(live: str, applied: str, merged: str) -> None:
    shape = shape_of("meta/v1.ObjectMeta")
    found = merge(shape, {"finalizers": list(live)}, {"finalizers": list(applied)})
    assert "".join(found["finalizers"]) == merged


def without_empties(value: Any) -> Any:
    if isinstance(value, dict):
        inner = {key: without_empties(v) for key, v in value.items()}
        return {key: v for key, v in inner.items() if v not in ({}, [], None)}
    return [without_empties(v) for v in value] if isinstance(value, list) else value


@few
@given(objects(DEPLOYMENT), objects(DEPLOYMENT), objects(DEPLOYMENT))
def test_laws_of_apply(first: Obj, second: Obj, third: Obj) -> None:
    before = json.dumps([first, second, third])
    live = apply({}, first, "a")
    assert bare(live) == first
    assert apply(live, first, "a", time="later") == live, "applying again changes nothing, not even a time"

    replaced = apply(live, second, "a")
    assert without_empties(bare(replaced)) == without_empties(second), "of one applier only the last word is left"

    both = apply(live, second, "b", force=True)
    assert apply(both, second, "b", time="later") == both
    alone = apply(both, {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}}, "b")
    assert [entry["manager"] for entry in entries(alone) if entry["manager"] == "b"] == []
    assert apply(both, third, "c", force=True) == apply(apply(both, third, "c", force=True), third, "c")
    assert json.dumps([first, second, third]) == before
