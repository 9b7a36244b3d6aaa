"""Who may speak to the server."""

from __future__ import annotations

import json

import pytest

from minikctl.rest.guard import LOOPBACK, Guard
from tests.support.http import Http

PODS = "/api/v1/pods"


def _local() -> Http:
    return Http(Guard(frozenset(LOOPBACK)))


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost", "[::1]:8001"])
def test_its_own_names(host: str) -> None:
    assert _local().ask("GET", PODS, host=host).status == 200


@pytest.mark.parametrize("host", ["evil.example:8001", "127.0.0.1.evil.example", "", "[::1].evil"])
def test_a_foreign_host(host: str) -> None:
    """A web page whose name was made to point here must not get in."""
    answer = _local().ask("GET", PODS, host=host)
    assert answer.status == 403
    assert json.loads(answer.body)["kind"] == "Status"


def test_a_foreign_origin() -> None:
    assert _local().ask("GET", PODS, host="localhost:1", origin="https://evil.example").status == 403
    assert _local().ask("GET", PODS, host="localhost:1", origin="null").status == 403
    assert _local().ask("GET", PODS, host="localhost:1", origin="http://localhost:1").status == 200


def test_the_token_is_asked_for_everywhere_but_for_health() -> None:
    http = Http(Guard(None, "secret"))
    assert http.ask("GET", PODS).status == 401
    assert http.ask("GET", PODS, authorization="Bearer wrong").status == 401
    assert http.ask("GET", PODS, authorization="Basic secret").status == 401
    assert http.ask("GET", PODS, authorization="Bearer secret").status == 200
    assert http.ask("GET", "/healthz").status == 200
    assert http.ask("GET", "/openapi/v3").status == 401


@pytest.mark.parametrize("path", ["/healthz/../api/v1/pods", "/healthzx", "/healthz%2f..%2fapi/v1/secrets"])
def test_health_is_no_way_in(path: str) -> None:
    answer = Http(Guard(None, "secret")).ask("GET", path)
    assert b"items" not in answer.body


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "%2e%2e", "..%2f..%2fcluster"])
def test_no_path_reaches_the_file_system(name: str) -> None:
    answer = _local().ask("GET", f"/api/v1/namespaces/default/configmaps/{name}", host="localhost")
    assert answer.status == 404
