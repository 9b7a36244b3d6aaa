"""Proxies, time limits, impersonation, a pod's own account: what stands between a client and a server."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from minikctl.client.kubeconfig import chosen
from tests.support.cli import Result, kubectl
from tests.support.serving import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("serve")) as running:
        yield running


@contextlib.contextmanager
def listening(handle: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port on which every connection is handled by a function, one after the other."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection, contextlib.suppress(OSError):
                    handle(connection)

        thread = threading.Thread(target=accept)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def head(connection: socket.socket) -> str:
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(4096)
        if not part:
            break
        data += part
    return data.decode()


def ok(connection: socket.socket, body: str = "{}") -> None:
    connection.sendall(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())


def pump(one: socket.socket, port: int) -> None:
    """Pass bytes both ways between a connection and a port until one side ends."""
    with socket.create_connection(("127.0.0.1", port)) as other:
        back = threading.Thread(target=_copy, args=(other, one))
        back.start()
        _copy(one, other)
        back.join()


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def ask(tmp_path: Path, flags: str, **environ: str) -> Result:
    return kubectl(f"get --raw /version {flags}", cwd=tmp_path, environ=environ)


def test_a_plain_server_is_asked_through_a_proxy_with_its_whole_url(tmp_path: Path) -> None:
    seen: list[str] = []

    def handle(connection: socket.socket) -> None:
        seen.append(head(connection))
        ok(connection)

    with listening(handle) as port:
        proxy = f"http://me:secret@127.0.0.1:{port}"
        assert ask(tmp_path, "--server=http://far.example", HTTP_PROXY=proxy).out == "{}"
        assert ask(tmp_path, f"--server=http://far.example --proxy-url={proxy}").out == "{}"
        direct = ask(tmp_path, "--server=http://far.invalid", HTTP_PROXY=proxy, NO_PROXY="x,.invalid")
    assert direct.err == "Unable to connect to the server: dial tcp: lookup far.invalid: no such host\n"
    for request in seen:
        assert request.startswith("GET http://far.example/version HTTP/1.1\r\nHost: far.example\r\n")
        assert "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n" in request
    assert len(seen) == 2


def test_loopback_is_never_asked_through_the_environment_s_proxy(server: Server, tmp_path: Path) -> None:
    assert ask(tmp_path, f"--server={server.url}", HTTP_PROXY="http://127.0.0.1:1").code == 0


def test_socks_resolves_names_for_us(server: Server, tmp_path: Path) -> None:
    port = int(server.url.rpartition(":")[2])

    def handle(connection: socket.socket) -> None:
        assert connection.recv(3) == b"\x05\x01\x00"
        connection.sendall(b"\x05\x00")
        request = connection.recv(300)
        assert request == b"\x05\x01\x00\x03\x09localhost" + port.to_bytes(2, "big")
        connection.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        pump(connection, port)

    with listening(handle) as proxy:
        got = ask(tmp_path, f"--server=http://localhost:{port} --proxy-url=socks5://127.0.0.1:{proxy}")
    assert json.loads(got.out)["major"] == "1"


def test_tls_goes_through_a_tunnel(tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    with Server(tmp_path / "serve", "--self-signed") as secure:
        port = int(secure.url.rpartition(":")[2])
        seen: list[str] = []

        def handle(connection: socket.socket) -> None:
            seen.append(head(connection))
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            pump(connection, port)

        with listening(handle) as proxy:
            flags = f"--kubeconfig={secure.kubeconfig} --proxy-url=http://127.0.0.1:{proxy}"
            assert ask(tmp_path, flags).code == 0
    assert seen[0].startswith(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n")


def test_a_proxy_that_refuses_is_told(tmp_path: Path) -> None:
    def handle(connection: socket.socket) -> None:
        head(connection)
        connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")

    with listening(handle) as proxy:
        got = ask(tmp_path, f"--server=https://far.example --proxy-url=http://127.0.0.1:{proxy}")
    assert got.err == "Unable to connect to the server: proxyconnect tcp: Proxy Authentication Required\n"


def test_a_server_that_does_not_answer_in_time(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        got = ask(tmp_path, f"--server=http://127.0.0.1:{port} --request-timeout=200ms")
    assert got.err == (
        "Unable to connect to the server: net/http: request canceled (Client.Timeout exceeded while awaiting headers)\n"
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "Unable to connect to the server: EOF\n"),
        (
            b"garbage\r\n\r\n",
            "Unable to connect to the server: net/http: HTTP/1.x transport connection broken: "
            'malformed HTTP response "garbage"\n',
        ),
        (
            b"HTTP/1.1 500 X\r\nContent-Length: 4\r\n\r\noops",
            'Error from server (InternalError): an error on the server ("oops") '
            "has prevented the request from succeeding\n",
        ),
        (
            b"HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n",
            "Error from server (ServiceUnavailable): the server is currently unable to handle the request\n",
        ),
    ],
)
def test_answers_that_are_none(tmp_path: Path, answer: bytes, said: str) -> None:
    def handle(connection: socket.socket) -> None:
        head(connection)
        connection.sendall(answer)

    with listening(handle) as port:
        assert ask(tmp_path, f"--server=http://127.0.0.1:{port}").err == said


def test_an_answer_that_asks_for_patience_is_asked_for_again(tmp_path: Path) -> None:
    asked: list[str] = []

    def handle(connection: socket.socket) -> None:
        asked.append(head(connection))
        if len(asked) == 1:
            connection.sendall(b"HTTP/1.1 429 X\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        else:
            ok(connection)

    with listening(handle) as port:
        assert ask(tmp_path, f"--server=http://127.0.0.1:{port}").out == "{}"


def test_impersonation_is_told_in_headers(tmp_path: Path) -> None:
    seen: list[str] = []

    def handle(connection: socket.socket) -> None:
        seen.append(head(connection))
        ok(connection)

    with listening(handle) as port:
        who = "--as=ann --as-group=a --as-group=b --as-uid=7 --as-user-extra=Why/x=y"
        ask(tmp_path, f"--server=http://127.0.0.1:{port} --token=t {who}")
    lines = seen[0].split("\r\n")
    assert [line for line in lines if line.startswith(("Impersonate", "Authorization"))] == [
        "Authorization: Bearer t",
        "Impersonate-User: ann",
        "Impersonate-Uid: 7",
        "Impersonate-Group: a",
        "Impersonate-Group: b",
        "Impersonate-Extra-why%2Fx: y",
    ]


def test_within_a_pod_its_own_account_counts(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("t")
    (tmp_path / "namespace").write_text("mine")
    monkeypatch.setattr(chosen, "ACCOUNT", str(tmp_path))
    port = server.url.rpartition(":")[2]
    within = {"KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": port, "MINIKCTL_KUBECONFIG": "nope"}
    assert ask(tmp_path, "", **within).err == (
        "Unable to connect to the server: http: server gave HTTP response to HTTPS client\n"
    )
