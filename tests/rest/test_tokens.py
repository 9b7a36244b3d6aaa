"""Tokens of service accounts, and what a TokenReview says of them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from tests.support.http import Http

Obj = dict[str, Any]

ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts"
NAME = "system:serviceaccount:default:default"


@pytest.fixture(scope="module")
def http() -> Http:
    return Http()


def token(http: Http, account: str = "default", **spec: Any) -> str:
    found = http.json("POST", f"{ACCOUNTS}/{account}/token", {"spec": spec})
    text: str = found["status"]["token"]
    return text


def review(http: Http, text: Any, **spec: Any) -> Obj:
    body = {"kind": "TokenReview", "spec": {"token": text, **spec}}
    found: Obj = http.json("POST", "/apis/authentication.k8s.io/v1/tokenreviews", body)["status"]
    return found


def test_a_token_says_whose_it_is(http: Http) -> None:
    body = token(http).split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    assert (claims["sub"], claims["exp"] - claims["iat"]) == (NAME, 3600)
    assert claims["kubernetes.io"]["serviceaccount"]["name"] == "default"


def test_a_token_of_this_server_is_good(http: Http) -> None:
    status = review(http, token(http))
    assert status["authenticated"] is True
    assert status["user"]["username"] == NAME
    groups = ["system:serviceaccounts", "system:serviceaccounts:default", "system:authenticated"]
    assert status["user"]["groups"] == groups


@pytest.mark.parametrize("text", ["", "abc", "a.b.c", "é.x.y", "..", 7, None, {"a": 1}])
def test_other_tokens_are_not(http: Http, text: Any) -> None:
    assert review(http, text) == {"user": {}}


def test_a_token_that_was_changed_is_not(http: Http) -> None:
    head, body, signature = token(http).split(".")
    assert review(http, f"{head}.{body}A.{signature}") == {"user": {}}


def test_audiences(http: Http) -> None:
    own = token(http, audiences=["vault"])
    assert review(http, own, audiences=["vault", "x"])["audiences"] == ["vault"]
    assert review(http, own)["error"].startswith('[invalid bearer token, token audiences ["vault"] is invalid')


def test_a_token_ends_with_its_account(http: Http) -> None:
    assert http.ask("POST", ACCOUNTS, {"metadata": {"name": "gone"}}).status == 201
    own = token(http, "gone")
    assert review(http, own)["authenticated"] is True
    http.ask("DELETE", f"{ACCOUNTS}/gone")
    assert "authenticated" not in review(http, own)


def test_the_token_that_the_asker_came_in_with_is_his(http: Http) -> None:
    body = {"kind": "TokenReview", "spec": {"token": "mine"}}
    url = "/apis/authentication.k8s.io/v1/tokenreviews"
    status = http.json("POST", url, body, authorization="Bearer mine")["status"]
    assert (status["authenticated"], status["user"]["username"]) == (True, "kubernetes-admin")
    assert http.json("POST", url, body, authorization="Bearer other")["status"] == {"user": {}}
