"""What is no resource: health, discovery and OpenAPI with their tags, and who a request is from."""

from __future__ import annotations

import json

import pytest

from minikctl.rest import users
from minikctl.rest.guard import Guard
from minikctl.rest.request import Request
from tests.support.http import Http

AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
REVIEW = "/apis/authentication.k8s.io/v1/selfsubjectreviews"


@pytest.mark.parametrize("name", ["healthz", "livez", "readyz"])
def test_health(name: str) -> None:
    http = Http()
    assert http.ask("GET", f"/{name}").body == b"ok"
    assert http.ask("GET", f"/{name}/ping").body == b"ok"
    assert http.ask("GET", f"/{name}/nope").status == 404
    assert http.ask("GET", f"/{name}x").status == 404
    verbose = http.ask("GET", f"/{name}?verbose=&exclude=etcd&exclude=etcd")
    assert verbose.body.decode() == f"[+]ping ok\n[+]log ok\n[+]etcd excluded: ok\n{name} check passed\n"


def test_health_needs_no_token_but_what_looks_like_it_does() -> None:
    http = Http(Guard(None, "secret"))
    assert http.ask("GET", "/livez").status == 200
    assert http.ask("GET", "/livezx").status == 401


@pytest.mark.parametrize(
    "path, accept",
    [("/apis", AGGREGATED), ("/api", AGGREGATED), ("/openapi/v3", ""), ("/openapi/v3/api/v1", ""), ("/openapi/v2", "")],
)
def test_documents_have_tags(path: str, accept: str) -> None:
    http = Http()
    found = http.ask("GET", path, accept=accept)
    tag = dict(found.headers)["ETag"]
    again = http.ask("GET", path, accept=accept, if_none_match=f'"other", {tag}')
    assert (again.status, again.body, dict(again.headers)["ETag"]) == (304, b"", tag)
    assert http.ask("GET", path, accept=accept, if_none_match='"other"').status == 200


def test_a_document_is_asked_for_by_its_hash() -> None:
    http = Http()
    where = http.json("GET", "/openapi/v3")["paths"]["apis/apps/v1"]["serverRelativeURL"]
    assert http.ask("GET", where).status == 200
    old = http.ask("GET", "/openapi/v3/apis/apps/v1?hash=old")
    assert (old.status, dict(old.headers)["Location"]) == (301, where)


def test_who_am_i() -> None:
    http = Http()
    assert http.json("POST", REVIEW, {})["status"]["userInfo"]["username"] == "kubernetes-admin"
    headers = {
        "impersonate_user": "jane",
        "impersonate_group": "dev\nops, and more",
        "impersonate_uid": "7",
        "impersonate_extra_example.org%2fscope": "a\nb",
    }
    assert http.json("POST", REVIEW, {}, **headers)["status"]["userInfo"] == {
        "username": "jane",
        "uid": "7",
        "groups": ["dev", "ops, and more", "system:authenticated"],
        "extra": {"example.org/scope": ["a", "b"]},
    }


@pytest.mark.parametrize(
    "name, groups",
    [
        ("system:anonymous", ["system:unauthenticated"]),
        (
            "system:serviceaccount:shop:robot",
            ["system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"],
        ),
    ],
)
def test_groups_that_go_with_a_name(name: str, groups: list[str]) -> None:
    assert list(users.of(Request("GET", "/", {}, {"impersonate-user": name})).groups) == groups


def test_groups_without_a_user() -> None:
    answer = Http().ask("GET", "/version", impersonate_group="dev")
    assert (answer.status, json.loads(answer.body)["reason"]) == (400, "BadRequest")
