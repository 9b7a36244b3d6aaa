"""What a structural schema drops, fills in and refuses, in the server's words."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from minikctl.core.structural.defaulting import default
from minikctl.core.structural.formats import fits
from minikctl.core.structural.pruning import drop_nulls, prune
from minikctl.core.structural.validation import validate

Obj = dict[str, Any]


def of(**properties: Any) -> Obj:
    return {"type": "object", "properties": properties}


INT: Obj = {"type": "integer"}
TEXT: Obj = {"type": "string"}
ANY: Obj = {"x-kubernetes-preserve-unknown-fields": True}


@pytest.mark.parametrize(
    ("value", "schema", "left", "paths"),
    [
        ({"a": 1, "b": 2}, of(a=INT), {"a": 1}, ["b"]),
        ({"a": {"x": 1, "b": 2}}, of(a=of(x=INT)), {"a": {"x": 1}}, ["a.b"]),
        ({"a": [{"x": 1, "y": 2}]}, of(a={"type": "array", "items": of(x=INT)}), {"a": [{"x": 1}]}, ["a[0].y"]),
        ({"a": {"k": {"z": 1}}}, of(a={"type": "object", "additionalProperties": of()}), {"a": {"k": {}}}, ["a.k.z"]),
        ({"a": {"k": {"z": 1}}}, of(a={"type": "object", "additionalProperties": True}), {"a": {"k": {"z": 1}}}, []),
        ({"a": {"z": 1, "x": {"q": 1}}}, of(a={**of(x=of()), **ANY}), {"a": {"z": 1, "x": {}}}, ["a.x.q"]),
        ({"apiVersion": "v1", "kind": "X", "metadata": {"q": 1}}, of(), None, []),
        (
            {"a": {"kind": "X", "metadata": {}, "z": 1}},
            of(a={**of(), "x-kubernetes-embedded-resource": True}),
            {"a": {"kind": "X", "metadata": {}}},
            ["a.z"],
        ),
    ],
)
def test_what_is_not_specified_is_dropped(value: Obj, schema: Obj, left: Obj | None, paths: list[str]) -> None:
    wanted = copy.deepcopy(value) if left is None else left
    assert (prune(value, schema), value) == (paths, wanted)


def test_nulls_go_unless_they_are_allowed_or_a_default_stands_for_them() -> None:
    schema = of(a=TEXT, b={**TEXT, "nullable": True}, c={**TEXT, "default": "x"})
    value: Obj = {"a": None, "b": None, "c": None}
    drop_nulls(value, schema)
    default(value, schema)
    assert value == {"b": None, "c": "x"}


def test_defaults_go_into_objects_that_are_there_and_into_items() -> None:
    inner = of(n={**INT, "default": 3})
    schema = of(a=inner, b=inner, c={**inner, "default": {}}, d={"type": "array", "items": inner})
    value: Obj = {"a": {}, "d": [{}, {"n": 1}]}
    default(value, schema)
    assert value == {"a": {"n": 3}, "c": {"n": 3}, "d": [{"n": 3}, {"n": 1}]}
    value["c"]["n"] = 9
    assert schema["properties"]["c"]["default"] == {}


@pytest.mark.parametrize(
    ("value", "schema", "message"),
    [
        ("x", INT, 'a: Invalid value: "string": a in body must be of type integer: "string"'),
        (None, TEXT, 'a: Invalid value: "null": a in body must be of type string: "null"'),
        (None, {**TEXT, "nullable": True}, ""),
        (1.0, INT, ""),
        (1.5, INT, 'a: Invalid value: "number": a in body must be of type integer: "number"'),
        (2, {"type": "number"}, ""),
        (True, INT, 'a: Invalid value: "boolean": a in body must be of type integer: "boolean"'),
        (
            True,
            {"x-kubernetes-int-or-string": True},
            'a: Invalid value: "boolean": a in body must be of type integer,string: "boolean"',
        ),
        ("80%", {"x-kubernetes-int-or-string": True}, ""),
        (0, {**INT, "minimum": 1}, "a: Invalid value: 0: a in body should be greater than or equal to 1"),
        (
            0.5,
            {"type": "number", "minimum": 0.5, "exclusiveMinimum": True},
            "a: Invalid value: 0.5: a in body should be greater than 0.5",
        ),
        (11, {**INT, "maximum": 10}, "a: Invalid value: 11: a in body should be less than or equal to 10"),
        (
            10,
            {**INT, "maximum": 10, "exclusiveMaximum": True},
            "a: Invalid value: 10: a in body should be less than 10",
        ),
        (5, {**INT, "multipleOf": 2}, "a: Invalid value: 5: a in body should be a multiple of 2"),
        ("q", {**TEXT, "pattern": "^[a-c]$"}, "a: Invalid value: \"q\": a in body should match '^[a-c]$'"),
        ("q", {**TEXT, "pattern": "["}, ""),
        ("", {**TEXT, "minLength": 1}, 'a: Invalid value: "": a in body should be at least 1 chars long'),
        ("abc", {**TEXT, "maxLength": 2}, "a: Too long: may not be more than 2 bytes"),
        ("c", {**TEXT, "enum": ["a", "b"]}, 'a: Unsupported value: "c": supported values: "a", "b"'),
        (3, {**INT, "enum": [1, 2]}, 'a: Unsupported value: 3: supported values: "1", "2"'),
        ("x", {**TEXT, "format": "date-time"}, 'a: Invalid value: "x": a in body must be of type date-time: "x"'),
        ([], {"type": "array", "minItems": 1}, "a: Invalid value: 0: a in body should have at least 1 items"),
        ([1, 2], {"type": "array", "maxItems": 1}, "a: Too many: 2: must have at most 1 items"),
        (
            {},
            {"type": "object", "minProperties": 1},
            "a: Invalid value: 0: a in body should have at least 1 properties",
        ),
        ({}, {"type": "object", "required": ["b"]}, "a.b: Required value"),
        (["x", "x"], {"type": "array", "items": TEXT, "x-kubernetes-list-type": "set"}, 'a[1]: Duplicate value: "x"'),
        (
            [{"n": 1, "v": 1}, {"n": 1}],
            {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["n"]},
            'a[1]: Duplicate value: {"n":1}',
        ),
        (3, {**INT, "not": {"enum": [3]}}, '<nil>: Invalid value: "": "a" must not validate the schema (not)'),
    ],
)
def test_what_is_refused(value: Any, schema: Obj, message: str) -> None:
    found = [str(error) for error in validate({"a": value}, of(a=schema))]
    assert found == ([message] if message else [])


def test_choices_tell_what_the_first_of_them_wants() -> None:
    schema = of(a={"anyOf": [{"required": ["x"]}, {"required": ["y"]}]})
    assert [str(e) for e in validate({"a": {}}, schema)] == [
        '<nil>: Invalid value: "": "a" must validate at least one schema (anyOf)',
        "a.x: Required value",
    ]
    one = of(a={"oneOf": [{"required": ["x"]}, {"required": ["y"]}]})
    assert [str(e) for e in validate({"a": {"x": 1, "y": 1}}, one)] == [
        '<nil>: Invalid value: "": "a" must validate one and only one schema (oneOf). Found 2 valid alternatives'
    ]
    assert validate({"a": {"x": 1}}, one) == []


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("2026-01-05T09:00:00Z", "date-time", True),
        ("2026-13-05T09:00:00Z", "date-time", False),
        ("10.0.0.1", "ipv4", True),
        ("10.0.0.1", "ipv6", False),
        ("10.0.0.0/8", "cidr", True),
        ("10.0.0.0", "cidr", False),
        ("YWJj", "byte", True),
        ("YWJ", "byte", False),
        ("1h30m", "duration", True),
        ("anything", "no-such-format", True),
    ],
)
def test_formats(text: str, name: str, wanted: bool) -> None:
    assert fits(text, name) is wanted
