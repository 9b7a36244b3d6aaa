"""What holds for all patches: a difference brings about the new, and apply leaves alone what is not its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from minikctl.core.errors import ApiError
from minikctl.core.patches import json_merge, strategic, three_way
from tests.core.typed_objects import objects

TYPES = ("apps/v1.Deployment", "core/v1.Pod", "core/v1.Service")
Obj = dict[str, Any]
few = settings(max_examples=40, deadline=None)


def decoded(value: Any) -> Any:
    """Without directives for lists that the live object has not: to the server they are unknown fields."""
    if isinstance(value, dict):
        return {key: decoded(v) for key, v in value.items() if not key.startswith("$")}
    return [decoded(v) for v in value] if isinstance(value, list) else value


@pytest.mark.parametrize("type_name", TYPES)
def test_a_difference_makes_the_new_of_the_old(type_name: str) -> None:
    @few
    @given(objects(type_name), objects(type_name))
    def law(old: Obj, new: Obj) -> None:
        before = json.dumps([old, new])
        patch = strategic.diff(old, new, type_name)
        assert strategic.apply(old, patch, type_name) == new
        assert json_merge.apply(old, json_merge.diff(old, new)) == new
        assert strategic.diff(new, new, type_name) == {}
        assert json.dumps([old, new]) == before

    law()


@pytest.mark.parametrize("type_name", TYPES)
def test_applying_the_same_configuration_again_changes_nothing(type_name: str) -> None:
    @few
    @given(objects(type_name), objects(type_name), objects(type_name))
    def law(original: Obj, modified: Obj, live: Obj) -> None:
        patch = three_way.strategic(original, modified, live, type_name)
        once = decoded(strategic.apply(live, patch, type_name))
        again = three_way.strategic(modified, modified, once, type_name)  # orders lists with foreign elements
        assert decoded(strategic.apply(once, again, type_name)) == once
        once = json_merge.apply(live, json_merge.three_way(original, modified, live))
        assert json_merge.three_way(modified, modified, once) == {}

    law()


@few
@given(objects("apps/v1.Deployment"), objects("apps/v1.Deployment"))
def test_a_first_apply_removes_nothing(modified: Obj, live: Obj) -> None:
    patched = strategic.apply(live, three_way.strategic({}, modified, live, "apps/v1.Deployment"), "apps/v1.Deployment")
    assert lost(live, patched) == set()


def lost(old: Any, new: Any, path: str = "") -> set[str]:
    """Paths of map keys that were there and are not; not inside of lists and of the strategy, which has $retainKeys."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return set()
    gone = {f"{path}.{key}" for key in old if key not in new and path != ".spec.strategy"}
    return gone.union(*(lost(value, new[key], f"{path}.{key}") for key, value in old.items() if key in new))


def test_three_way_keeps_what_others_set_and_drops_what_was_taken_out() -> None:
    original = {
        "metadata": {"labels": {"a": "1", "b": "2"}},
        "spec": {"template": {"spec": {"containers": [{"name": "x"}]}}},
    }
    modified = {"metadata": {"labels": {"a": "9"}}, "spec": {"template": {"spec": {"containers": [{"name": "y"}]}}}}
    live = {
        "metadata": {"labels": {"a": "1", "b": "2", "c": "3"}},
        "spec": {"replicas": 4, "template": {"spec": {"containers": [{"name": "x", "tty": True}, {"name": "z"}]}}},
    }
    patch = three_way.strategic(original, modified, live, "apps/v1.Deployment")
    assert patch == {
        "metadata": {"labels": {"a": "9", "b": None}},
        "spec": {
            "template": {
                "spec": {
                    "$setElementOrder/containers": [{"name": "y"}],
                    "containers": [{"name": "y"}, {"$patch": "delete", "name": "x"}],
                }
            }
        },
    }
    assert strategic.apply(live, patch, "apps/v1.Deployment")["spec"] == {
        "replicas": 4,
        "template": {"spec": {"containers": [{"name": "y"}, {"name": "z"}]}},
    }


def test_the_patch_of_an_edit() -> None:
    old = {
        "spec": {"replicas": 1, "template": {"spec": {"containers": [{"name": "a", "image": "x:1"}, {"name": "b"}]}}}
    }
    new = {
        "spec": {"replicas": 3, "template": {"spec": {"containers": [{"name": "a", "image": "x:2"}, {"name": "b"}]}}}
    }
    assert json.dumps(strategic.diff(old, new, "apps/v1.Deployment"), sort_keys=True, separators=(",", ":")) == (
        '{"spec":{"replicas":3,"template":{"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],'
        '"containers":[{"image":"x:2","name":"a"}]}}}}'
    )


def test_a_changed_strategy_says_which_keys_stay() -> None:
    old = {"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}}}
    new = {"spec": {"strategy": {"type": "Recreate"}}}
    patch = strategic.diff(old, new, "apps/v1.Deployment")
    assert patch == {"spec": {"strategy": {"$retainKeys": ["type"], "rollingUpdate": None, "type": "Recreate"}}}


def test_a_first_apply_of_recreate_clears_what_the_server_had_defaulted() -> None:
    live = {"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}}}
    patch = three_way.strategic({}, {"spec": {"strategy": {"type": "Recreate"}}}, live, "apps/v1.Deployment")
    assert strategic.apply(live, patch, "apps/v1.Deployment") == {"spec": {"strategy": {"type": "Recreate"}}}


def test_without_overwriting_a_field_changed_by_others_is_a_conflict() -> None:
    original, modified, live = ({"spec": {"replicas": n}} for n in (1, 2, 3))
    with pytest.raises(ApiError) as caught:
        three_way.strategic(original, modified, live, "apps/v1.Deployment", overwrite=False)
    assert caught.value.message == (
        "patch:\nspec:\n  replicas: 2\n\n"
        "conflicts with changes made from original to current:\nspec:\n  replicas: 3\n\n"
    )
    three_way.strategic(original, live, live, "apps/v1.Deployment", overwrite=False)


def test_unknown_types_get_json_merge_patches() -> None:
    original, modified, live = {"spec": {"a": [1], "b": 1}}, {"spec": {"a": [2]}}, {"spec": {"a": [1], "b": 1, "c": 1}}
    assert three_way.strategic(original, modified, live, None) == {"spec": {"a": [2], "b": None}}


def test_the_name_may_not_change() -> None:
    three_way.check_identity({"metadata": {"labels": {"name": "x"}}})
    with pytest.raises(ApiError, match=r"precondition failed for: map\[metadata:map\[name:y\]\]"):
        three_way.check_identity({"metadata": {"name": "y"}})
