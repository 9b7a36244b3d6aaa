"""`minikctl serve` as a process: sockets, broken and slow clients, other processes, its end."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.support.serving import MINIKCTL, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRETS = "/api/v1/namespaces/default/secrets"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("serve")) as one:
        yield one
    assert not one.errors()


def _port(server: Server) -> int:
    port = urlsplit(server.url).port
    assert port
    return port


def _ask(server: Server, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", _port(server), timeout=10)
    try:
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def _raw(server: Server, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", _port(server)), timeout=5) as one:
        one.sendall(data)
        one.shutdown(socket.SHUT_WR)
        return one.recv(4096)


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x01\x02\x03\r\n\r\n",
        b"GET /api/v1/pods\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"POST /api/v1/namespaces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
        b"POST /api/v1/namespaces HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /api/v1/pods HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_broken_requests_cost_nobody_else_anything(server: Server, data: bytes) -> None:
    _raw(server, data)
    assert _ask(server, "GET", "/version")[0] == 200


def test_a_body_that_is_too_large(server: Server) -> None:
    status, answer = _ask(server, "POST", SECRETS, {"x": "y" * 4_000_000})
    assert (status, answer["reason"]) == (413, "RequestEntityTooLarge")


def test_half_a_request_does_not_hold_up_others(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", _port(server))) as slow:
        slow.sendall(b"POST /api/v1/namespaces HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        assert _ask(server, "GET", "/version")[0] == 200


def test_a_watch_sees_what_another_process_writes(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", _port(server), timeout=10)
    connection.request("GET", f"{SECRETS}?watch=true&fieldSelector=metadata.name=other")
    lines = connection.getresponse()
    command = [*MINIKCTL, "create", "secret", "generic", "other"]
    subprocess.run(command, env=server.environ, check=True, capture_output=True)
    event = json.loads(lines.readline())
    lines.close()
    connection.close()
    assert (event["type"], event["object"]["metadata"]["name"]) == ("ADDED", "other")


def test_what_is_written_here_is_seen_by_another_process(server: Server) -> None:
    assert _ask(server, "POST", SECRETS, {"metadata": {"name": "mine"}})[0] == 201
    command = [*MINIKCTL, "get", "secret", "mine", "-o", "name"]
    done = subprocess.run(command, env=server.environ, check=True, capture_output=True, text=True)
    assert done.stdout == "secret/mine\n"


def test_a_signal_ends_it_in_order_though_somebody_watches(tmp_path: Path) -> None:
    with Server(tmp_path) as server:
        connection = http.client.HTTPConnection("127.0.0.1", _port(server), timeout=10)
        connection.request("GET", f"{SECRETS}?watch=true&resourceVersion=1")
        lines = connection.getresponse()
        server.process.send_signal(signal.SIGTERM)
        lines.read()
        assert server.process.wait(timeout=10) == 0
        assert not server.errors()
        lines.close()
        connection.close()


def test_a_token_is_made_up_as_soon_as_others_can_reach_it(tmp_path: Path) -> None:
    with Server(tmp_path, "--address=0.0.0.0") as server:
        assert _ask(server, "GET", "/api/v1/pods")[0] == 401
        assert "token:" in server.kubeconfig.read_text()
