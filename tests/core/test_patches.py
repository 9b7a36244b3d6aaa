"""Patches against the real kubectl's answers, and against the server's words for what cannot be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from minikctl.core import schema
from minikctl.core.errors import ApiError
from minikctl.core.patches import json_merge, json_patch, strategic
from tests.core.patch_corpus import CASES, DEPLOYMENT
from tests.core.patch_oracle import KUBECTL, RECORDED, ask

DEPLOYMENT_TYPE = "apps/v1.Deployment"


def local(kind: str, obj: dict[str, Any], patch: Any) -> dict[str, Any] | str:
    """What `kubectl patch --local` answers."""
    try:
        if kind == "strategic":
            return strategic.apply(obj, patch, schema.root_type(obj["apiVersion"], obj["kind"]))
        return json_merge.apply(obj, patch) if kind == "merge" else json_patch.apply(obj, patch)
    except ApiError as error:
        cause = getattr(error, "cause", error.message)
        _, missing, field = cause.partition("doc is missing key: ")
        return f"error: Object to be patched is missing field ({field})\n" if missing else f"error: {cause.rstrip()}\n"


@pytest.mark.parametrize(("case", "expected"), list(zip(CASES, json.loads(RECORDED.read_text()))))
def test_like_kubectl(case: tuple[str, dict[str, Any], Any], expected: Any) -> None:
    before = json.dumps(case)
    actual = local(*case)
    if isinstance(expected, str):
        expected = expected.rstrip() + "\n"
        if "jsonpatch." in expected:  # the client decodes with a type of its own
            expected, actual = (
                expected.split("Go value")[0],
                str(actual).replace("error decoding patch: ", "").split("Go value")[0],
            )
    assert actual == expected
    assert json.dumps(case) == before, "an argument was changed"


@pytest.mark.slow
@pytest.mark.skipif(not KUBECTL.exists(), reason="needs the real kubectl")
def test_the_recorded_answers_are_kubectls() -> None:
    assert [ask(*case) for case in CASES] == json.loads(RECORDED.read_text())


def refused(patch: Any) -> ApiError:
    with pytest.raises(ApiError) as caught:
        patched = strategic.apply(DEPLOYMENT, patch, DEPLOYMENT_TYPE)
        strategic.check(patched, patch, DEPLOYMENT_TYPE)
    return caught.value


def test_a_value_of_the_wrong_type() -> None:
    error = refused({"spec": {"replicas": "three"}})
    assert (error.code, error.reason) == (422, "Invalid")
    assert error.details["causes"] == [
        {
            "reason": "FieldValueInvalid",
            "message": 'Invalid value: "map[spec:map[replicas:three]]": unrecognized type: int32',
            "field": "patch",
        }
    ]


def _limits(cpu: str) -> dict[str, Any]:
    return {"template": {"spec": {"containers": [{"name": "web", "resources": {"limits": {"cpu": cpu}}}]}}}


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({"paused": 1}, "unrecognized type: bool"),
        ({"replicas": 1.5}, "cannot convert float64 to int32"),
        ({"strategy": {"type": 1}}, "cannot convert int64 to v1.DeploymentStrategyType"),
        ({"strategy": "Recreate"}, "cannot restore struct from: string"),
        ({"template": {"spec": {"containers": "x"}}}, "cannot restore slice from string"),
        ({"template": {"metadata": {"labels": ["x"]}}}, "cannot restore map from slice"),
        (
            {"strategy": {"rollingUpdate": {"maxSurge": True}}},
            "json: cannot unmarshal bool into Go value of type int32",
        ),
    ],
)
def test_other_misfits(spec: dict[str, Any], why: str) -> None:
    assert refused({"spec": spec}).details["causes"][0]["message"].endswith(f": {why}")


def test_values_that_fit_are_not_refused() -> None:
    patch = {"spec": {"replicas": 3.0, "nope": [1], "strategy": {"rollingUpdate": {"maxSurge": "1%"}}}}
    strategic.check(strategic.apply(DEPLOYMENT, patch, DEPLOYMENT_TYPE), patch, DEPLOYMENT_TYPE)


def test_what_is_no_object_is_a_bad_request() -> None:
    into = "into Go value of type map[string]interface {}"
    error = refused([1])
    assert (error.code, error.message) == (400, f"json: cannot unmarshal array {into}")
    with pytest.raises(ApiError) as caught:
        json_merge.apply({}, "x")
    assert caught.value.message == f"error decoding patch: json: cannot unmarshal string {into}"


def test_a_server_keeps_the_reason_of_a_failed_json_patch_to_itself() -> None:
    with pytest.raises(ApiError) as caught:
        json_patch.apply(DEPLOYMENT, [{"op": "remove", "path": "/spec/nope"}])
    assert caught.value.status() == {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": "the server rejected our request due to an error in our request",
        "reason": "Invalid",
        "code": 422,
    }


def test_a_directive_for_a_field_that_the_type_lacks() -> None:
    error = refused({"spec": {"$setElementOrder/nope": [{"name": "x"}]}})
    assert error.message == 'unable to find api field in struct DeploymentSpec for the json field "nope"'
