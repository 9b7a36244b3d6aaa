"""The hostile requests of test_hostile over a real socket to a real process: it answers all of them and lives on."""

from __future__ import annotations

import json
import socket
import time
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from tests.rest.fuzzing import request
from tests.rest.test_hostile import AS_REAL, MEANT
from tests.support.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from minikctl.rest.request import Request

FEW, MANY = 300, 20_000
LONGEST = 10.0  # seconds for one answer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path) as found:
        yield found


class _Line:
    """A connection that is opened anew where the server has closed it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._sock: socket.socket | None = None

    def ask(self, data: bytes, method: str) -> tuple[int, bytes]:
        """Status and body; a stream is left after its head."""
        if self._sock is None:
            self._sock = socket.create_connection(("127.0.0.1", self._port), timeout=LONGEST)
        self._sock.sendall(data)
        got = b""
        while b"\r\n\r\n" not in got:
            part = self._sock.recv(65536)
            if not part:
                raise ConnectionError(got)
            got += part
        head, _, body = got.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        lower = head.lower()
        if b"\r\ntransfer-encoding: chunked" in lower:
            self.close()
            return status, b""
        at = lower.index(b"\r\ncontent-length: ") + 18
        length = 0 if method == "HEAD" else int(lower[at:].partition(b"\r\n")[0])
        while len(body) < length:
            part = self._sock.recv(1 << 20)
            assert part, head
            body += part
        if len(body) > length or b"\r\nconnection: close" in lower:  # what had lost its length was two requests
            self.close()
        return status, body[:length]

    def close(self) -> None:
        if self._sock is not None:
            self._sock.close()
        self._sock = None


def _bytes(asked: Request, random: Random) -> bytes:
    path = quote(asked.path, safe="/", errors="surrogatepass") or "/"
    query = "?" + urlencode(asked.query, errors="surrogatepass") if asked.query else ""
    headers = {**asked.headers, "content-length": str(len(asked.body))}
    lines = [f"{asked.method} {path}{query} HTTP/1.1", *(f"{k}: {v}" for k, v in headers.items() if v.isprintable())]
    data = ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogatepass") + asked.body
    if random.random() < 0.02:  # a byte of it is another
        at = random.randrange(len(data))
        data = data[:at] + random.randbytes(1) + data[at + 1 :]
    return data


def _survives(server: Server, seed: int, count: int) -> None:
    random, line = Random(seed), _Line(int(server.url.rpartition(":")[2]))
    for number in range(count):
        asked = request(random)
        data = _bytes(asked, random)
        began = time.monotonic()
        shown = f"{number}: {data[:1500]!r}"
        try:
            status, body = line.ask(data, asked.method)
        except (ConnectionError, TimeoutError) as e:  # a broken length: the server waits for the rest, or has given up
            assert time.monotonic() - began < LONGEST + 1 and server.process.poll() is None, f"{shown}\n{e}"
            line.close()
            continue
        assert status < 500 or status in MEANT or any(text in body for text in AS_REAL), f"{shown}\n{body[:500]!r}"
        if status >= 400 and asked.method != "HEAD" and body:
            assert json.loads(body)["kind"] == "Status", shown
    line.close()
    assert line.ask(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET") == (200, b"ok")
    line.close()
    assert not server.errors()


def test_hostile_requests_over_a_socket(server: Server) -> None:
    _survives(server, 11, FEW)


@pytest.mark.slow
def test_many_hostile_requests_over_a_socket(server: Server) -> None:
    _survives(server, 12, MANY)
