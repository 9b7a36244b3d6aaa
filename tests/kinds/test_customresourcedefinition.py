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
        (_version(additionalPrinterColumns=[{}]), "spec.versions[0].additionalPrinterColumns[0].name: Required value"),
        (
            _version(additionalPrinterColumns=[{"name": "x", "type": "text", "jsonPath": ".a"}]),
            'spec.versions[0].additionalPrinterColumns[0].type: Unsupported value: "text": supported values: "boolean"',
        ),
        (
            _version(subresources={"scale": {"specReplicasPath": ".status.n", "statusReplicasPath": ".status.n"}}),
            'spec.versions[0].subresources.scale.specReplicasPath: Invalid value: ".status.n": should be a json path',
        ),
        (_schema(properties={}, description="x"), "spec.versions[0].schema.openAPIV3Schema.type: Required value: must"),
        (
            _schema(type="object", properties={"spec": {"description": "x"}}),
            "spec.versions[0].schema.openAPIV3Schema.properties[spec].type: Required value: must not be empty for "
            "specified object fields",
        ),
        (
            _schema(type="object", properties={"spec": {"type": "array"}}),
            "spec.versions[0].schema.openAPIV3Schema.properties[spec].items: Required value: must be specified",
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
        {"versions": [{"schema": {"openAPIV3Schema": {"type": "object", "properties": {"a": 4}}}}]},
    ],
)
def test_nonsense_is_refused_too(spec: Obj) -> None:
    assert KIND.validate(_made(**spec))


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
