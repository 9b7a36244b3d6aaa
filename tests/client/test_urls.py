"""-f http://...: a small server of our own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from minikctl.client import urls
from minikctl.core.errors import CliError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Handler(BaseHTTPRequestHandler):
    seen: list[str]

    def do_GET(self) -> None:
        seen.append(self.path)
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/pod.yaml")
            self.end_headers()
            return
        status = {"/pod.yaml": 200, "/flaky": 503 if seen.count("/flaky") < 3 else 200, "/down": 500}.get(
            self.path, 404
        )
        self.send_response(status)
        self.end_headers()
        self.wfile.write("kind: Pod é\n".encode())

    def log_message(self, *_: object) -> None:
        pass


seen: list[str] = []


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(urls, "PAUSE", 0)
    monkeypatch.setenv("no_proxy", "*")
    seen.clear()
    http = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    thread.join()
    http.server_close()


def test_text_comes_also_after_a_redirection(server: str) -> None:
    assert urls.read(f"{server}/pod.yaml") == urls.read(f"{server}/moved") == "kind: Pod é\n"


def test_servers_in_trouble_are_asked_three_times(server: str) -> None:
    assert urls.read(f"{server}/flaky") == "kind: Pod é\n"
    with pytest.raises(CliError) as caught:
        urls.read(f"{server}/down")
    assert str(caught.value) == (
        f'unable to read URL "{server}/down", server reported 500 Internal Server Error, status code=500'
    )
    assert seen.count("/down") == 3


def test_what_is_not_there_is_asked_for_once(server: str) -> None:
    with pytest.raises(CliError, match=r'unable to read URL ".*/nope", server reported 404 Not Found, status code=404'):
        urls.read(f"{server}/nope")
    assert seen.count("/nope") == 1


def test_nobody_there(server: str) -> None:
    with pytest.raises(CliError, match=r'Get "http://127.0.0.1:1/": dial tcp 127.0.0.1:1: connect: connection refused'):
        urls.read("http://127.0.0.1:1/")


def test_there_is_a_limit(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minikctl.core.yaml_codec.MAX_BYTES", 5)
    with pytest.raises(CliError, match="the file has more than 5 bytes"):
        urls.read(f"{server}/pod.yaml")
