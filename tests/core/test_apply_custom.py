"""Server-side apply of custom resources: lists and maps are merged as their schema says."""

from __future__ import annotations

from typing import Any

import pytest

from minikctl.core.errors import ApiError, Obj
from minikctl.core.fields import apply as ssa
from minikctl.core.fields import managed
from minikctl.core.fields._schema_shape import of_schema

STRING = {"type": "string"}
PORT = {"type": "object", "required": ["port"], "properties": {"port": {"type": "integer"}, "name": STRING}}
PORT["properties"]["protocol"] = {"type": "string", "default": "TCP"}
SPEC: Obj = {
    "ports": {
        "type": "array",
        "items": PORT,
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["port", "protocol"],
    },
    "tags": {"type": "array", "items": STRING, "x-kubernetes-list-type": "set"},
    "args": {"type": "array", "items": STRING},
    "labels": {"type": "object", "additionalProperties": STRING},
    "whole": {"type": "object", "additionalProperties": STRING, "x-kubernetes-map-type": "atomic"},
    "any": {"x-kubernetes-int-or-string": True},
    "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
}
SHAPE = of_schema({"type": "object", "properties": {"spec": {"type": "object", "properties": SPEC}}})
VERSION = "example.com/v1"


def config(**spec: Any) -> Obj:
    return {"apiVersion": VERSION, "kind": "Web", "metadata": {"name": "x", "namespace": "d"}, "spec": spec}


def apply(live: Obj, spec: Obj, manager: str) -> Obj:
    return ssa.apply(live, config(**spec), SHAPE, manager=manager, time="t", api_version=VERSION).value


def two(first: Obj, second: Obj) -> Obj:
    """The spec after two managers have applied."""
    found: Obj = apply(apply({}, first, "a"), second, "b")["spec"]
    return found


@pytest.mark.parametrize(
    ("first", "second", "merged"),
    [
        (
            {"ports": [{"port": 1, "name": "a"}]},
            {"ports": [{"port": 2}, {"port": 1, "protocol": "UDP"}]},
            {"ports": [{"port": 1, "name": "a"}, {"port": 2}, {"port": 1, "protocol": "UDP"}]},
        ),
        (
            {"ports": [{"port": 1, "name": "a"}]},
            {"ports": [{"port": 1, "protocol": "TCP"}]},
            {"ports": [{"port": 1, "protocol": "TCP", "name": "a"}]},
        ),
        ({"tags": ["a", "b"]}, {"tags": ["c", "b"]}, {"tags": ["a", "c", "b"]}),
        ({"labels": {"a": "1"}}, {"labels": {"b": "2"}}, {"labels": {"a": "1", "b": "2"}}),
        ({"free": {"a": {"b": 1}}}, {"free": {"a": {"c": 2}}}, {"free": {"a": {"b": 1, "c": 2}}}),
    ],
)
def test_what_is_merged(first: Obj, second: Obj, merged: Obj) -> None:
    assert two(first, second) == merged


@pytest.mark.parametrize("field", [{"args": ["a"]}, {"whole": {"a": "1"}}, {"any": 1}])
def test_what_is_owned_as_a_whole(field: Obj) -> None:
    (name,) = field
    other = {"args": ["b"], "whole": {"b": "1"}, "any": "x"}[name]
    with pytest.raises(ApiError, match=rf'conflict with "a": .spec.{name}'):
        two(field, {name: other})


def test_what_an_entry_names() -> None:
    spec = {"ports": [{"port": 1, "name": "a"}], "tags": ["x"], "whole": {"a": "1"}, "labels": {"b": "2"}}
    (entry,) = apply({}, spec, "a")["metadata"]["managedFields"]
    port = {".": {}, "f:name": {}, "f:port": {}}
    assert entry["fieldsV1"] == {
        "f:spec": {
            "f:ports": {'k:{"port":1,"protocol":"TCP"}': port},
            "f:tags": {'v:"x"': {}},
            "f:whole": {},
            "f:labels": {"f:b": {}},
        }
    }


def test_an_item_that_is_no_longer_named_goes() -> None:
    live = apply(apply({}, {"ports": [{"port": 1}, {"port": 2}]}, "a"), {"ports": [{"port": 3}]}, "b")
    assert apply(live, {"ports": [{"port": 2}]}, "a")["spec"] == {"ports": [{"port": 2}, {"port": 3}]}


def test_an_update_owns_items() -> None:
    old = config(ports=[{"port": 1, "protocol": "TCP"}])
    new = config(ports=[{"port": 1, "protocol": "TCP"}, {"port": 2, "protocol": "TCP"}])
    new["metadata"]["ownerReferences"] = [{"uid": "u", "name": "n"}]
    (entry,) = managed.update(new, old, SHAPE, manager="m", time="t", api_version=VERSION)
    assert entry["fieldsV1"] == {
        "f:metadata": {"f:ownerReferences": {".": {}, 'k:{"uid":"u"}': {}}},
        "f:spec": {"f:ports": {'k:{"port":2,"protocol":"TCP"}': {".": {}, "f:port": {}, "f:protocol": {}}}},
    }


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"x": 1}, ".spec.x: field not declared in schema"),
        (
            {"ports": [{"name": "a"}]},
            ".spec.ports: element 0: associative list with keys has an element that omits key",
        ),
        ({"ports": {}}, ".spec.ports: expected list, got &{map[]}"),
        ({"tags": ["a", "a"]}, '.spec.tags: duplicate entries for key [="a"]'),
        ({"labels": {"a": 1}}, ".spec.labels.a: expected string, got &value.valueUnstructured{Value:1}"),
    ],
)
def test_what_does_not_fit(spec: Obj, message: str) -> None:
    with pytest.raises(ApiError) as caught:
        apply({}, spec, "a")
    head = "failed to create typed patch object (d/x; example.com/v1, Kind=Web): "
    assert caught.value.message.startswith(head + message), caught.value.message


def test_an_object_that_is_older_than_its_schema() -> None:
    with pytest.raises(ApiError, match=r"failed to create typed live object \(d/x; example.com/v1, Kind=Web\): .spec"):
        apply(config(ports={"a": 1}), {"tags": ["x"]}, "a")
