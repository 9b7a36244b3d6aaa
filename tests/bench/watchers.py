"""Many watches in a process of their own: each says how many changes it has seen, and how late.

    echo '{"port": 8001, "path": "/api/v1/pods?watch=true", "changes": 100}' | python -m tests.bench.watchers

Prints `ready` once every watch is open. A change carries the moment it was asked for in an annotation `sent`.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import sys
import time
from typing import NamedTuple

HOST = "127.0.0.1"
_SENT = re.compile(rb'"sent":"(\d{20})"')


class Watches(NamedTuple):
    port: int
    path: str
    watches: int = 200
    changes: int = 100
    seconds: float = 90.0  # at most
    since: int = 0  # monotonic ns: changes that were asked for before it are somebody else's


class Seen(NamedTuple):
    """complete: watches that saw every change in order; lags in ms, from the request for the change to its arrival."""

    watches: int
    complete: int
    events: int
    p50: float
    p99: float


class _Watch:
    def __init__(self, asked: Watches) -> None:
        self._since = asked.since
        self.sock = socket.create_connection((HOST, asked.port))
        self.sock.sendall(f"GET {asked.path} HTTP/1.1\r\nHost: {HOST}:{asked.port}\r\n\r\n".encode())
        self.seen: list[int] = []
        self._rest = b""

    def opened(self) -> None:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self.sock.recv(65536)
        self._rest = got.partition(b"\r\n\r\n")[2]
        self.sock.setblocking(False)

    def receive(self) -> list[int]:
        data = self._rest + self.sock.recv(1 << 20)
        end = data.rfind(b"\n") + 1
        self._rest = data[end:]
        found = [int(text) for text in _SENT.findall(data, 0, end) if int(text) >= self._since]
        self.seen += found
        return found


def run(asked: Watches) -> Seen:
    watches = [_Watch(asked) for _ in range(asked.watches)]
    selector = selectors.DefaultSelector()
    for one in watches:
        one.opened()
        selector.register(one.sock, selectors.EVENT_READ, one)
    print("ready", flush=True)
    lags: list[float] = []
    until = time.monotonic() + asked.seconds
    while len(lags) < asked.changes * asked.watches and time.monotonic() < until:
        for key, _ in selector.select(0.1):
            found = key.data.receive()
            now = time.monotonic_ns()
            lags += [(now - sent) / 1e6 for sent in found]
    for one in watches:
        one.sock.close()
    longest = max(watches, key=lambda w: len(w.seen)).seen
    complete = sum(w.seen == longest and len(longest) == asked.changes for w in watches)
    lags.sort()
    p50, p99 = (lags[min(len(lags) - 1, int(len(lags) * share))] if lags else 0.0 for share in (0.5, 0.99))
    return Seen(len(watches), complete, len(lags), p50, p99)


if __name__ == "__main__":
    print(json.dumps(run(Watches(**json.loads(sys.stdin.readline())))))
