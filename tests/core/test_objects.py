"""Objects as plain values."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from minikctl.core import objects

POD: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "p", "uid": "u1", "ownerReferences": [{"uid": "x"}, {"uid": "u2", "controller": True}]},
    "status": {"conditions": [{"type": "Ready", "status": "True"}, {"type": "Initialized", "status": "False"}]},
}


def test_get_in() -> None:
    assert objects.get_in(POD, "metadata", "name") == "p"
    assert objects.get_in(POD, "spec", "replicas", default=1) == 1
    assert objects.get_in(POD, "kind", "x") is None
    assert objects.get_in({"a": None}, "a", default=0) == 0


def test_set_in() -> None:
    obj: dict[str, Any] = {"spec": None}
    objects.set_in(obj, "spec", "template", "metadata", value=1)
    assert obj == {"spec": {"template": {"metadata": 1}}}


def test_owners() -> None:
    assert objects.controller_of(POD) == {"uid": "u2", "controller": True}
    assert objects.is_controlled_by(POD, {"metadata": {"uid": "u2"}})
    assert not objects.is_controlled_by(POD, {"metadata": {"uid": "x"}})
    assert objects.controller_of({"metadata": {}}) is None
    reference = {"apiVersion": "v1", "kind": "Pod", "name": "p", "uid": "u1"}
    assert objects.owner_reference(POD, controller=False) == reference
    assert objects.owner_reference(POD) == {**reference, "controller": True, "blockOwnerDeletion": True}


def test_conditions() -> None:
    assert objects.is_true(POD, "Ready")
    assert not objects.is_true(POD, "Initialized")
    assert objects.condition(POD, "Nope") is None
    assert objects.condition({"metadata": {}}, "Ready") is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


def containers(value: Any) -> list[int]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [id(value)] if isinstance(value, (dict, list)) else []
    return own + [each for part in inner for each in containers(part)]


@given(json_values)
def test_a_copy_is_equal_and_shares_no_container(value: Any) -> None:
    again = objects.copy(value)
    assert again == value
    assert not set(containers(again)) & set(containers(value))
