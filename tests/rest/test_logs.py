"""Logs over HTTP: text, options, a stream that ends with the container; and what `proxy` lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from minikctl.core.errors import ApiError, CliError
from minikctl.rest.filtering import Filter
from minikctl.rest.request import Request
from tests.support.cli import kubectl
from tests.support.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.cli import Result

LOG = "/api/v1/namespaces/default/pods/five/log"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    directory = tmp_path_factory.mktemp("logs")
    environ = {"MINIKCTL_CLOCK": "manual", "MINIKCTL_SEED": "1"}
    script = "'for i in 1 2 3 4 5; do echo $i; sleep 2; done'"
    kubectl(f"run five --image=busybox --restart=Never -- sh -c {script}", "", directory / "state", directory, environ)
    with Server(directory) as running:
        yield running


def remote(server: Server, line: str) -> Result:
    return kubectl(f"{line} --kubeconfig={server.kubeconfig}")


def test_a_log_is_followed_to_its_end(server: Server) -> None:
    remote(server, "wait --for=jsonpath={.status.phase}=Running pod/five")
    assert remote(server, "logs five").out == "1\n"
    assert remote(server, "logs -f five").out == "1\n2\n3\n4\n5\n"
    assert remote(server, "logs five --tail=2 --prefix").out == "[pod/five/five] 4\n[pod/five/five] 5\n"
    assert remote(server, f"get --raw {LOG}?limitBytes=3").out == "1\n2"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("container=x", "container x is not valid for pod five"),
        ("previous=true", 'previous terminated container "five" in pod "five" not found'),
        ("tailLines=x", 'strconv.ParseInt: parsing "x": invalid syntax'),
        ("sinceTime=x", 'parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"'),
    ],
)
def test_options_that_cannot_be(server: Server, query: str, message: str) -> None:
    assert remote(server, f"get --raw '{LOG}?{query}'").err == f"Error from server (BadRequest): {message}\n"


def test_a_negative_tail_is_invalid(server: Server) -> None:
    why = 'The PodLogOptions "five" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0\n'
    assert remote(server, f"get --raw '{LOG}?tailLines=-1'").err == why


FILTER = (r"^localhost$,^127\.0\.0\.1$,^\[::1\]$", "^.*", "^/api/.*/pods/.*/exec", "^POST$")


@pytest.mark.parametrize(
    ("host", "path", "method", "passes"),
    [
        ("localhost:8001", "/api", "GET", True),
        ("127.0.0.1", "/api", "GET", True),
        ("[::1]:8001", "/api", "GET", True),
        ("evil.example", "/api", "GET", False),
        ("localhost", "/api/v1/namespaces/default/pods/web/exec", "GET", False),
        ("localhost", "/api", "POST", False),
    ],
)
def test_what_a_proxy_lets_through(host: str, path: str, method: str, passes: bool) -> None:
    request = Request(method, path, {}, {"host": host})
    if passes:
        Filter(*FILTER).check(request)
    else:
        with pytest.raises(ApiError, match="Forbidden"):
            Filter(*FILTER).check(request)


def test_a_pattern_that_is_none() -> None:
    with pytest.raises(CliError, match="invalid regular expression"):
        Filter("(", "", "", "")
