"""Requests that act as somebody else over HTTP: who they are, what they may."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from minikctl.apiserver.authorizing import Action, User, impersonated
from minikctl.rest.app import App
from minikctl.rest.guard import Guard
from minikctl.rest.request import Request
from minikctl.rest.rights import action_of
from minikctl.sim.session import Session
from minikctl.storage.memory import MemoryBackend

if TYPE_CHECKING:
    from collections.abc import Callable

RBAC = "/apis/rbac.authorization.k8s.io/v1"
FIXED = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1"}


@pytest.fixture
def ask() -> Callable[..., tuple[int, Any]]:
    app = App(Session(MemoryBackend(), FIXED, print), Guard(None))

    def ask(method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = app.answer(Request(method, path, {}, given, json.dumps(body).encode() if body else b""))
        return answer.status, json.loads(answer.body)

    return ask


def test_bindings_decide(ask: Callable[..., tuple[int, Any]]) -> None:
    pods = "/api/v1/namespaces/default/pods"
    status, said = ask("GET", pods, impersonate_user="joe")
    assert (status, said["message"]) == (
        403,
        'pods is forbidden: User "joe" cannot list resource "pods" in API group "" in the namespace "default"',
    )
    role = {"kind": "ClusterRole", "name": "view", "apiGroup": "rbac.authorization.k8s.io"}
    subject = {"kind": "Group", "name": "devs", "apiGroup": "rbac.authorization.k8s.io"}
    binding = {"metadata": {"name": "b"}, "roleRef": role, "subjects": [subject]}
    assert ask("POST", f"{RBAC}/namespaces/default/rolebindings", binding)[0] == 201
    assert ask("GET", pods, impersonate_user="joe", impersonate_group="devs")[0] == 200
    assert ask("GET", "/api/v1/pods", impersonate_user="joe", impersonate_group="devs")[0] == 403
    assert ask("DELETE", pods, impersonate_user="joe", impersonate_group="devs")[0] == 403
    assert ask("GET", pods, impersonate_group="devs")[0] == 400
    assert ask("GET", "/version", impersonate_user="joe")[0] == 200
    assert ask("GET", pods)[0] == 200


def test_reviews_are_of_whom_the_request_acts_as(ask: Callable[..., tuple[int, Any]]) -> None:
    account = "system:serviceaccount:dev:robot"
    path = "/apis/authentication.k8s.io/v1/selfsubjectreviews"
    status, review = ask("POST", path, {"kind": "SelfSubjectReview"}, impersonate_user=account)
    groups = ["system:serviceaccounts", "system:serviceaccounts:dev", "system:authenticated"]
    assert (status, review["status"]["userInfo"]) == (201, {"username": account, "groups": groups})


def test_what_a_request_wants() -> None:
    cases = {
        ("GET", "/api/v1/namespaces/a/pods/b/log"): Action("get", "", "pods", "log", "a", "b"),
        ("GET", "/apis/apps/v1/deployments"): Action("list", "apps", "deployments"),
        ("DELETE", "/api/v1/namespaces/a/pods"): Action("deletecollection", "", "pods", "", "a"),
        ("PATCH", "/apis/apps/v1/namespaces/a/deployments/b/scale"): Action(
            "patch", "apps", "deployments", "scale", "a", "b"
        ),
        ("HEAD", "/healthz"): Action("get", path="/healthz"),
    }
    assert {key: action_of(Request(*key, {}, {})) for key in cases} == cases


def test_whoever_has_a_name_is_authenticated() -> None:
    assert impersonated("joe", ("devs",)) == User("joe", ("devs", "system:authenticated"))
    assert impersonated("system:anonymous") == User("system:anonymous", ("system:unauthenticated",))
