"""Connections on real sockets: limits of time, size and number, and clients that mean no good."""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from minikctl.rest.connection import Connection, Limits
from minikctl.rest.connections import Connections
from tests.support.http import Http

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

PODS = "/api/v1/namespaces/default/pods"
SECRETS = "/api/v1/namespaces/default/secrets"
SHORT = Limits(head_time=0.2, body_time=0.2, idle=0.2, stalled=0.3)
LONG = Limits()


class Client:
    """One socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    def ask(self, path: str, method: str = "GET", *headers: str) -> None:
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *headers]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    async def answer(self) -> tuple[int, bytes]:
        """Status and body; (0, b"") where the server has closed the connection."""
        line = await self.reader.readline()
        if not line:
            return 0, b""
        length = 0
        while (header := await self.reader.readline()).strip():
            name, _, value = header.decode().partition(":")
            length = int(value) if name.lower() == "content-length" else length
        return int(line.split()[1]), await self.reader.readexactly(length)

    async def closed(self) -> bool:
        """Whether the server ends the connection by itself."""
        try:
            async with asyncio.timeout(5):
                while await self.reader.read(65536):
                    pass
        except ConnectionError:
            return True
        except TimeoutError:
            return False
        return True


class Place:
    """A server in this process, with its application."""

    def __init__(self, http: Http, port: int) -> None:
        self.http, self._port = http, port
        self._writers: list[asyncio.StreamWriter] = []

    async def client(self) -> Client:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 24)
        self._writers.append(writer)
        return Client(reader, writer)

    def close(self) -> None:
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def _server(limits: Limits = LONG, most: int = 100) -> AsyncIterator[Place]:
    http, connections = Http(), Connections(most)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(http.app.answer, connections, limits), "127.0.0.1", 0)
    tasks = [asyncio.create_task(connections.watch()), asyncio.create_task(http.app.hub.run())]
    place = Place(http, server.sockets[0].getsockname()[1])
    try:
        yield place
    finally:
        place.close()
        http.app.hub.end()
        await connections.finish(0.5)
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.close()


def run(test: Coroutine[None, None, None]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(30):
            await test

    asyncio.run(limited())


def _status(answer: tuple[int, bytes]) -> tuple[int, str]:
    status = json.loads(answer[1])
    assert status["kind"] == "Status" and status["code"] == answer[0]
    return answer[0], status["message"]


def test_several_requests_at_once_are_answered_in_order() -> None:
    async def test() -> None:
        async with _server() as place:
            client = await place.client()
            for path in ("/version", PODS, "/nope"):
                client.ask(path)
            found = [await client.answer() for _ in range(3)]
            assert [status for status, _ in found] == [200, 200, 404]
            assert b"gitVersion" in found[0][1] and b"PodList" in found[1][1]

    run(test())


def test_headers_that_do_not_come_end_the_connection() -> None:
    async def test() -> None:
        async with _server(SHORT) as place:
            slow = await place.client()
            slow.send(b"GET / HTTP/1.1\r\nHo")
            assert await slow.closed()
            other = await place.client()
            other.ask("/version")
            assert (await other.answer())[0] == 200

    run(test())


def test_headers_byte_by_byte_do_not_last_longer() -> None:
    async def test() -> None:
        async with _server(SHORT) as place:
            slow = await place.client()

            async def drip() -> None:
                slow.send(b"GET / HTTP/1.1\r\nX: ")
                while True:
                    slow.send(b"x")
                    await asyncio.sleep(0.05)

            dripping = asyncio.create_task(drip())
            assert await slow.closed()
            dripping.cancel()

    run(test())


def test_a_body_that_does_not_come_is_told() -> None:
    async def test() -> None:
        async with _server(SHORT) as place:
            client = await place.client()
            client.ask(SECRETS, "POST", "Content-Length: 10")
            client.send(b"{")
            assert _status(await client.answer()) == (408, "the request's body has not come in time")
            assert await client.closed()

    run(test())


def test_an_idle_connection_is_closed() -> None:
    async def test() -> None:
        async with _server(SHORT) as place:
            used, new = await place.client(), await place.client()
            used.ask("/version")
            assert (await used.answer())[0] == 200
            assert await used.closed()
            assert await new.closed()

    run(test())


def test_headers_that_are_too_large() -> None:
    async def test() -> None:
        async with _server() as place:
            client = await place.client()
            client.send(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
            for number in range(100):
                client.send(b"X-%d: %b\r\n" % (number, b"x" * 10_000))
                await asyncio.sleep(0)
            assert _status(await client.answer())[0] == 431

    run(test())


@pytest.mark.parametrize("how", ["Content-Length: 4000000", "Transfer-Encoding: chunked"])
def test_a_body_that_is_too_large(how: str) -> None:
    async def test() -> None:
        async with _server() as place:
            client = await place.client()
            client.ask(SECRETS, "POST", how)
            for _ in range(40):
                client.send(b"%x\r\n%b\r\n" % (100_000, b"x" * 100_000))
            assert _status(await client.answer()) == (413, "Request entity too large: limit is 3145728")
            assert await client.closed()

    run(test())


@pytest.mark.parametrize(
    "head", [b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"\x16\x03\x01\x02\x00\x01"]
)
def test_what_is_no_request(head: bytes) -> None:
    """Without a Host, with two, or TLS to a plain server."""

    async def test() -> None:
        async with _server() as place:
            client = await place.client()
            client.send(head)
            assert _status(await client.answer())[0] == 400
            assert await client.closed()

    run(test())


def test_an_upgrade_is_answered_plainly() -> None:
    """As kubectl exec asks for."""

    async def test() -> None:
        async with _server() as place:
            client = await place.client()
            client.ask(f"{PODS}/web/exec?command=ls", "POST", "Connection: Upgrade", "Upgrade: SPDY/3.1")
            assert _status(await client.answer()) == (404, 'pods "web" not found')
            assert await client.closed()

    run(test())


def test_a_client_may_wait_for_a_word_before_it_sends() -> None:
    async def test() -> None:
        async with _server() as place:
            client = await place.client()
            body = b'{"metadata":{"name":"late"}}'
            client.ask(SECRETS, "POST", f"Content-Length: {len(body)}", "Expect: 100-continue")
            assert await client.answer() == (100, b"")
            client.send(body)
            assert (await client.answer())[0] == 201

    run(test())


def test_a_client_that_reads_nothing_is_dropped() -> None:
    """Of many large answers not more is made than it takes."""

    async def test() -> None:
        async with _server(SHORT) as place:
            place.http.secret("large", a="x" * 500_000)
            client, other = await place.client(), await place.client()
            client.writer.transport.pause_reading()  # type: ignore[attr-defined]
            for _ in range(200):
                client.ask(SECRETS)
            other.ask("/version")
            assert (await other.answer())[0] == 200
            await asyncio.sleep(1.5)
            client.writer.transport.resume_reading()  # type: ignore[attr-defined]
            assert await client.closed()

    run(test())


def test_a_slow_client_that_reads_is_not_dropped() -> None:
    async def test() -> None:
        async with _server(SHORT._replace(idle=5.0)) as place:
            for number in range(20):
                place.http.secret(f"large-{number}", a="x" * 700_000)
            client = await place.client()
            client.ask(SECRETS)
            client.writer.transport.pause_reading()  # type: ignore[attr-defined]
            sock = client.writer.get_extra_info("socket")
            got = 0
            while got < 15_000_000:
                await asyncio.sleep(0.1)
                part = os.read(sock.fileno(), 1_000_000)
                assert part
                got += len(part)

    run(test())


def test_a_watcher_that_reads_nothing_holds_up_nobody() -> None:
    async def test() -> None:
        async with _server(SHORT._replace(idle=20.0)) as place:
            lazy, keen = await place.client(), await place.client()
            lazy.writer.transport.pause_reading()  # type: ignore[attr-defined]
            for client in (lazy, keen):
                client.ask(f"{SECRETS}?watch=true&resourceVersion=1")
            await keen.reader.readuntil(b"\r\n\r\n")
            loop = asyncio.get_running_loop()
            longest = 0.0
            for number in range(100):
                began = loop.time()
                place.http.secret(f"s-{number}", a="x" * 200_000)
                await keen.reader.readuntil(b"ADDED")
                longest = max(longest, loop.time() - began)
            assert longest < 2
            await asyncio.sleep(1.2)
            assert len(place.http.app.hub._watchers) == 1
            lazy.writer.transport.resume_reading()  # type: ignore[attr-defined]
            assert await lazy.closed()

    run(test())


def test_who_has_never_asked_makes_room_first() -> None:
    async def test() -> None:
        async with _server(most=10) as place:
            known = await place.client()
            known.ask("/version")
            assert (await known.answer())[0] == 200
            silent = [await place.client() for _ in range(30)]
            known.ask("/version")
            assert (await known.answer())[0] == 200
            silent[-1].ask("/version")
            assert (await silent[-1].answer())[0] == 200
            assert await silent[0].closed()

    run(test())


def test_an_old_client_gets_one_answer() -> None:
    async def test() -> None:
        async with _server() as place:
            client = await place.client()
            client.send(b"GET /version HTTP/1.0\r\n\r\n")
            assert (await client.answer())[0] == 200
            assert await client.closed()

    run(test())
