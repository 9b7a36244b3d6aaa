"""A load generator in a process of its own: a few kept connections, each with one request under way, to loopback only.

    echo '{"port": 8001, "requests": ["GET /api/v1/pods"], ...}' | python -m tests.bench.load

Lean, so that it takes little of what it measures: raw sockets, requests made beforehand, answers looked at only as far
as their length and status.
"""

from __future__ import annotations

import json
import selectors
import socket
import ssl
import sys
import time
from typing import NamedTuple

HOST = "127.0.0.1"
LONGEST = 60.0  # seconds of one load
MOST = 200_000  # requests of one load
NUMBER = b"@number@"  # in a request: a number that every request has for itself, of a fixed width
NOW = b"@now@"  # in a request: when it was sent, of the same width
WIDTH = 20
_BUFFER = memoryview(bytearray(1 << 20))  # what comes is counted, not kept


class Load(NamedTuple):
    """accept: of every request; body: its body, where it has one; pause: seconds between requests of a connection."""

    port: int
    method: str
    paths: list[str]
    body: str = ""
    media: str = "application/json"
    accept: str = "application/json"
    gzip: bool = False
    connections: int = 4
    seconds: float = 3.0
    most: int = MOST
    pause: float = 0.0
    tls: bool = False

    def request(self, path: str) -> bytes:
        body = self.body.replace("@number@", "0" * WIDTH).replace("@now@", "0" * WIDTH)
        head = f"{self.method} {path} HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nAccept: {self.accept}\r\n"
        head += "Accept-Encoding: gzip\r\n" if self.gzip else ""
        head += f"Content-Type: {self.media}\r\nContent-Length: {len(body)}\r\n" if self.body else ""
        return f"{head}\r\n{self.body}".encode()


class Result(NamedTuple):
    """Latencies in ms; failed: answers of 400 and more."""

    requests: int
    seconds: float
    p50: float
    p99: float
    failed: int
    bytes: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


class _Connection:
    def __init__(self, load: Load, requests: list[bytes], offset: int) -> None:
        self._requests = requests
        self._at = offset
        plain = socket.create_connection((HOST, load.port))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock: socket.socket = _secured(plain) if load.tls else plain
        self.sock.setblocking(False)
        self.sent = 0.0
        self.again = 0.0  # when the next request is to be sent, 0: one is under way
        self._status = 0
        self._need = 0  # bytes of the answer, 0: its head is not whole yet
        self._got = 0
        self._head = bytearray()

    def send(self, number: int) -> None:
        data = self._requests[self._at % len(self._requests)]
        self._at += 1
        if NUMBER in data:
            data = data.replace(NUMBER, b"%020d" % number)
        if NOW in data:
            data = data.replace(NOW, b"%020d" % time.monotonic_ns())
        self.sent = time.monotonic()
        self.again = 0.0
        self.sock.sendall(data)

    def receive(self) -> tuple[int, int] | None:
        """(status, length) of an answer that has come whole."""
        try:
            count = self.sock.recv_into(_BUFFER)
        except (ssl.SSLWantReadError, BlockingIOError):
            return None
        if not count:
            raise ConnectionError("the server has closed the connection")
        self._got += count
        if not self._need and not self._headed(_BUFFER[:count]):
            return None
        if self._got < self._need:
            return self.receive() if isinstance(self.sock, ssl.SSLSocket) and self.sock.pending() else None
        found = self._status, self._got
        self._got = self._need = 0
        self._head.clear()
        return found

    def _headed(self, part: memoryview) -> bool:
        """Takes status and length from a head that is whole."""
        self._head += part
        end = self._head.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self._head[:end]).lower()
        at = head.find(b"content-length: ")
        self._status = int(head[9:12])
        self._need = end + 4 + int(head[at + 16 :].partition(b"\r")[0])
        return True


def _secured(plain: socket.socket) -> ssl.SSLSocket:
    """Nobody is to be kept out of loopback: the certificate is not checked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(plain)


def run(load: Load) -> Result:
    """Requests one after the other on every connection, until the time is over or there were enough."""
    requests = [load.request(path) for path in load.paths]
    selector = selectors.DefaultSelector()
    connections = [_Connection(load, requests, n) for n in range(load.connections)]
    began = time.monotonic()
    until = began + min(load.seconds, LONGEST)
    for number, one in enumerate(connections):
        selector.register(one.sock, selectors.EVENT_READ, one)
        one.send(number)
    taken: list[float] = []
    failed = size = 0
    number = len(connections)
    while (now := time.monotonic()) < until and len(taken) < load.most:
        for key, _ in selector.select(0.001 if load.pause else 1.0):
            one = key.data
            answer = one.receive()
            if answer is None:
                continue
            taken.append(time.monotonic() - one.sent)
            failed += answer[0] >= 400
            size += answer[1]
            one.again = one.sent + load.pause
        now = time.monotonic()
        for one in connections:
            if one.again and one.again <= now and number < load.most:
                one.send(number)
                number += 1
    seconds = time.monotonic() - began
    for one in connections:
        one.sock.close()
    taken.sort()
    p50, p99 = (taken[min(len(taken) - 1, int(len(taken) * share))] * 1000 for share in (0.5, 0.99))
    return Result(len(taken), seconds, p50, p99, failed, size)


if __name__ == "__main__":
    print(json.dumps(run(Load(**json.load(sys.stdin)))))
