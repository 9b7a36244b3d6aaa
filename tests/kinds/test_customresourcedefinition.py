"""CustomResourceDefinitions are filled in and checked."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from minikctl.core.errors import ApiError
from minikctl.kinds.customresourcedefinition import KIND
from tests.kinds.objects import Obj

CRD: Obj = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": "widgets.shop.example.com", "creationTimestamp": "2027-01-15T08:00:00Z"},
    "spec": {
        "group": "shop.example.com",
        "names": {"kind": "Widget", "plural": "widgets"},
        "scope": "Namespaced",
        "versions": [
            {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": {"type": "object"}}}
        ],
    },
}


def _made(**spec: Any) -> Obj:
    obj = copy.deepcopy(CRD)
    obj["spec"].update(spec)
    KIND.default(obj)
    KIND.prepare_create(obj)
    return obj


def _version(**fields: Any) -> Obj:
    version: Obj = copy.deepcopy(CRD["spec"]["versions"][0])
    return {"versions": [{**version, **fields}]}


def _schema(**schema: Any) -> Obj:
    return _version(schema={"openAPIV3Schema": schema})


def test_names_follow_from_the_kind() -> None:
    names = _made()["spec"]["names"]
    assert names == {"kind": "Widget", "listKind": "WidgetList", "plural": "widgets", "singular": "widget"}


def test_nothing_is_accepted_when_it_comes() -> None:
    obj = _made()
    assert obj["status"] == {
        "acceptedNames": {"kind": "", "plural": ""},
        "conditions": None,
        "storedVersions": ["v1"],
    }
    assert KIND.validate(obj) == []
    assert KIND.warnings(obj, None) == []


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"group": "other"}, 'metadata.name: Invalid value: "widgets.shop.example.com": must be'),
        ({"group": "other"}, 'spec.group: Invalid value: "other": should be a domain with at least one dot'),
        ({"group": "x.k8s.io"}, "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups"),
        ({"scope": "Global"}, 'spec.scope: Unsupported value: "Global": supported values: "Cluster", "Namespaced"'),
        ({"versions": []}, "spec.versions: Invalid value: []: must have exactly one version marked as storage version"),
        ({"versions": [{"name": "v1", "storage": True}]}, "spec.versions[0].schema.openAPIV3Schema: Required value"),
        (
            {"versions": [{"name": "v1", "storage": True}, {"name": "v1"}]},
            'spec.versions: Invalid value: [{"name":"v1","storage":true},{"name":"v1"}]: must contain unique version',
        ),
        ({"names": 7}, "spec.names.plural: Required value"),
        (_version(additionalPrinterColumns=[{}]), "spec.additionalPrinterColumns[0].name: Required value"),
        (
            _version(additionalPrinterColumns=[{"name": "x", "type": "text", "jsonPath": ".a"}]),
            'spec.additionalPrinterColumns[0].type: Unsupported value: "text": supported values: "boolean"',
        ),
        (
            _version(subresources={"scale": {"specReplicasPath": ".status.n", "statusReplicasPath": ".status.n"}}),
            'spec.subresources.scale.specReplicasPath: Invalid value: ".status.n": should be a json path',
        ),
        (_schema(properties={}, description="x"), "spec.validation.openAPIV3Schema.type: Required value: must"),
        (
            _schema(type="object", properties={"spec": {"description": "x"}}),
            "spec.validation.openAPIV3Schema.properties[spec].type: Required value: must not be empty for "
            "specified object fields",
        ),
        (
            _schema(type="object", properties={"spec": {"type": "array"}}),
            "spec.validation.openAPIV3Schema.properties[spec].items: Required value: must be specified",
        ),
    ],
)
def test_what_is_refused(spec: Obj, message: str) -> None:
    found = [f"{e.field}: {e.message}" for e in KIND.validate(_made(**spec))]
    assert any(text.startswith(message) for text in found), found


@pytest.mark.parametrize(
    "spec",
    [
        {"versions": [1, {"schema": 4}]},
        {"group": {}, "scope": []},
        {"names": {"kind": 3}},
    ],
)
def test_nonsense_is_refused_too(spec: Obj) -> None:
    assert KIND.validate(_made(**spec))


def _ports(**marks: Any) -> Obj:
    item = {"type": "object", "required": ["port"], "properties": {"port": {"type": "integer"}, "x": {}}}
    item["properties"]["x"] = {"type": "object"}
    return _schema(type="object", properties={"p": {"type": "array", "items": item, **marks}})


LIST, KEYS, MAP = "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type"


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (_ports(**{LIST: "bag"}), f'.{LIST}: Unsupported value: "bag": supported values: "atomic", "map", "set"'),
        (_ports(**{LIST: "map"}), f".{KEYS}: Required value: must not be empty if x-kubernetes-list-type is map"),
        (
            _ports(**{KEYS: ["port"]}),
            f".{LIST}: Required value: must be map if x-kubernetes-list-map-keys is non-empty",
        ),
        (
            _ports(**{LIST: "map", KEYS: ["q"]}),
            f'.{KEYS}: Invalid value: ["q"]: entries must all be names of item properties',
        ),
        (
            _ports(**{LIST: "map", KEYS: ["port"] * 2}),
            f'.{KEYS}: Invalid value: ["port","port"]: must not contain dupl',
        ),
        (
            _ports(**{LIST: "map", KEYS: ["x"]}),
            '.items.properties[x].type: Invalid value: "object": must be a scalar type if parent array\'s',
        ),
        (
            _ports(**{LIST: "map", KEYS: ["x"]}),
            ".items.properties[x].default: Required value: this property is in x-kubernetes-list-map-keys, so it must "
            "have a default or be a required property",
        ),
        (_ports(**{LIST: "set"}), f".items.{MAP}: Invalid value: null: must be atomic as item of a list with {LIST}"),
        (_ports(**{MAP: "atomic"}), f'.type: Invalid value: "array": must be object if {MAP} is specified'),
        (_ports(items=[{"type": "string"}]), ".items: Forbidden: items must be a schema object and not an array"),
        (_ports(uniqueItems=True), ".uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime"),
        (_ports(**{"$ref": "#/x"}), ".$ref: Forbidden: $ref is not supported"),
        (_ports(anyOf=[{"type": "array"}]), ".anyOf[0].type: Forbidden: must be empty to be structural"),
        (_ports(default="x"), '.default: Invalid value: "string":  in body must be of type array: "string"'),
    ],
)
def test_what_a_schema_may_not_say(spec: Obj, message: str) -> None:
    found = [f"{e.field}: {e.message}" for e in KIND.validate(_made(**spec))]
    head = "spec.validation.openAPIV3Schema.properties[p]"
    assert any(text.startswith(head + message) for text in found), found


def test_versions_that_differ_are_told_apart() -> None:
    version = _version()["versions"][0]
    other = {**version, "name": "v2", "storage": False, "schema": {"openAPIV3Schema": {"type": "array"}}}
    found = [e.field for e in KIND.validate(_made(versions=[version, other]))]
    assert "spec.versions[1].schema.openAPIV3Schema.type" in found


def test_what_objects_depend_on_stays() -> None:
    old = _made()
    old["status"]["conditions"] = [{"type": "Established", "status": "True"}]
    new = copy.deepcopy(old)
    new["spec"].update(scope="Cluster", **_version(name="v2"))
    KIND.prepare_update(new, old)
    assert new["status"]["storedVersions"] == ["v1", "v2"]
    found = [str(e) for e in KIND.validate_update(new, old)]
    assert found[0] == 'spec.scope: Invalid value: "Cluster": field is immutable'
    assert found[1].startswith('status.storedVersions[0]: Invalid value: "v1": missing from spec.versions; v1 was')


def test_what_means_nothing_here_is_said() -> None:
    rules = [{"rule": "self.a > 0"}]
    obj = _made(**_schema(type="object", properties={"spec": {"type": "object", "x-kubernetes-validations": rules}}))
    obj["spec"]["conversion"] = {"strategy": "Webhook"}
    assert KIND.warnings(obj, None) == [
        "minikctl does not evaluate the rules of x-kubernetes-validations: widgets.shop.example.com",
        "minikctl calls no conversion webhook: the versions of widgets.shop.example.com differ in their apiVersion "
        "alone",
    ]


@pytest.mark.parametrize("field", ["metadata", "spec", "status"])
def test_parts_of_another_type_do_not_decode(field: str) -> None:
    from minikctl.apiserver.conversion import decode
    from minikctl.apiserver.request import Target

    with pytest.raises(
        ApiError, match=f"cannot unmarshal number into Go struct field CustomResourceDefinition.{field}"
    ):
        decode({**CRD, field: 5}, Target(KIND, KIND.versions[0]), "Warn", lambda text: None)


def test_unknown_metadata_is_told_of_and_dropped() -> None:
    from minikctl.apiserver.conversion import decode
    from minikctl.apiserver.request import Target

    told: list[str] = []
    body = {**CRD, "metadata": {"name": "a.b", "x": 1}}
    obj = decode(body, Target(KIND, KIND.versions[0]), "Warn", told.append)
    assert (obj["metadata"], told) == ({"name": "a.b"}, ['unknown field "metadata.x"'])


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ({"served": "yes"}, "CustomResourceDefinitionVersion.spec.versions.served of type bool"),
        (
            {"schema": {"openAPIV3Schema": {"properties": {"a": {"maximum": "x"}}}}},
            "JSONSchemaProps.spec.versions.schema.openAPIV3Schema.properties.maximum of type float64",
        ),
        ({"schema": {"openAPIV3Schema": {"additionalProperties": 3}}}, "boolean or JSON schema expected"),
        (
            {"schema": {"openAPIV3Schema": {"items": {"type": 3}}}},
            "cannot unmarshal number into Go struct field JSONSchemaProps.type of type string",
        ),
    ],
)
def test_values_of_another_type_do_not_decode(version: Obj, message: str) -> None:
    from minikctl.apiserver.conversion import decode
    from minikctl.apiserver.request import Target

    with pytest.raises(ApiError) as caught:
        decode({**CRD, "spec": {"versions": [version]}}, Target(KIND, KIND.versions[0]), "Warn", lambda text: None)
    assert message in str(caught.value.message)


def test_schemas_keep_what_go_keeps() -> None:
    from minikctl.core.decoding import decode

    schema = {"additionalProperties": True, "items": {"b": 1, "type": "string"}, "default": {"x": [1]}, "enum": [None]}
    schema |= {"maximum": 2.0, "minimum": 0.5, "c": 1, "not": {}, "dependencies": {"a": ["b"], "c": {"type": "x"}}}
    value, unknown = decode(schema, "apiextensions/v1.JSONSchemaProps")
    del schema["c"]
    assert (value, unknown) == ({**schema, "items": {"type": "string"}}, ['unknown field "c"'])
