"""CustomResourceDefinitions are checked, and say of themselves that what they define is not served."""

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


def test_names_follow_from_the_kind() -> None:
    names = _made()["spec"]["names"]
    assert names == {"kind": "Widget", "listKind": "WidgetList", "plural": "widgets", "singular": "widget"}


def test_it_says_that_its_resources_are_not_served() -> None:
    obj = _made()
    told = {c["type"]: (c["status"], c["reason"]) for c in obj["status"]["conditions"]}
    assert told == {"NamesAccepted": ("False", "NotServed"), "Established": ("False", "NotServed")}
    assert obj["status"]["storedVersions"] == ["v1"]
    assert KIND.warnings(obj, None) == [obj["status"]["conditions"][0]["message"]]
    assert KIND.validate(obj) == []


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"group": "other"}, 'metadata.name: Invalid value: "widgets.shop.example.com": must be'),
        ({"scope": "Global"}, 'spec.scope: Unsupported value: "Global": supported values: "Cluster", "Namespaced"'),
        ({"versions": []}, "spec.versions: Invalid value: []: must have exactly one version marked as storage version"),
        ({"versions": [{"name": "v1", "storage": True}]}, "spec.versions[0].schema.openAPIV3Schema: Required value"),
        ({"names": 7}, "spec.names.plural: Required value"),
    ],
)
def test_what_is_refused(spec: Obj, message: str) -> None:
    found = [f"{e.field}: {e.message}" for e in KIND.validate(_made(**spec))]
    assert any(text.startswith(message) for text in found), found


@pytest.mark.parametrize("spec", [{"versions": [1, {"schema": 4}]}, {"group": {}, "scope": []}, {"names": {"kind": 3}}])
def test_nonsense_is_refused_too(spec: Obj) -> None:
    assert KIND.validate(_made(**spec))


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
