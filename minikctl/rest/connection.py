"""One HTTP/1.1 connection: bytes in, requests to the application, answers out in their order. Knows limits, no paths.

An asyncio protocol over httptools' parser. A request is answered as soon as it has come whole; what follows it on the
same connection waits until its answer has gone out, and the client is not read from while it takes nothing.
"""

from __future__ import annotations

import asyncio
from collections import deque

import httptools

from minikctl.core.errors import ApiError, bad_request
from minikctl.core.typed import TYPE_CHECKING, NamedTuple
from minikctl.rest import answers, bodies, wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from minikctl.rest.answers import Answer
    from minikctl.rest.connections import Connections
    from minikctl.rest.request import Request

MISSING_HOST = "missing required Host header"  # source: Go net/http
TOO_MANY_HOSTS = "too many Host headers"
LINGER = 2.0  # seconds
COPIED = 32 * 1024  # bytes of a body that are cheaper to copy than to send by themselves


class Limits(NamedTuple):
    """Times in seconds, sizes in bytes. source: those of kube-apiserver's secure_serving.go where it has one."""

    head: int = 128 * 1024  # request line and headers
    body: int = bodies.LIMIT
    head_time: float = 32.0  # from the first byte of a request to the end of its headers
    body_time: float = 60.0
    idle: float = 90.0  # between two requests
    stalled: float = 30.0  # for a client that takes nothing of its answer
    waiting: int = 16  # requests that have come before the answer to an earlier one has gone


class Connection(asyncio.Protocol):
    """deadline: when the state it is in has to be over (loop time), 0 for never; `Connections` looks at it."""

    def __init__(self, answer: Callable[[Request], Answer], others: Connections, limits: Limits) -> None:
        self._answer = answer
        self._others = others
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport
        self._requests: deque[tuple[Request | ApiError, bool]] = deque()  # and whether the connection goes on after it
        self._stream: asyncio.Task[None] | None = None
        self._drained: asyncio.Future[None] | None = None  # there while the client takes nothing
        self._in_head = self._in_body = False  # of the request that is coming
        self._head_size = 0
        self._last = False  # no further request is read
        self._ending = self._closed = False
        self._unsent = 0  # bytes, when it was last looked whether the client takes any
        self._url, self._body = b"", bytearray()
        self._headers: dict[str, str] = {}
        self._old = False  # HTTP/1.0
        self.served = 0
        self.deadline = 0.0
        self.since = 0.0  # from when on it has waited for its client

    # --- the transport's side

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self._peer = f"{peer[0]}:{peer[1]}" if isinstance(peer, tuple) else ""
        self._wait(self._limits.head_time)
        self._others.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._others.discard(self)
        self._requests.clear()
        self._last = True
        if self._stream is not None:
            self._stream.cancel()
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)

    def data_received(self, data: bytes) -> None:
        if self._last:
            return
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade:
            self._last = True  # nothing is upgraded to: the answer to the request is the last
        except httptools.HttpParserError:
            self._refuse(bad_request("the request is no HTTP/1.1 request"))
        if self._in_head:
            self._measure(len(data))
        if len(self._requests) > self._limits.waiting:
            self._transport.pause_reading()
        self._work()

    def _measure(self, more: int) -> None:
        """Counted from the piece on that follows the one in which a request has begun."""
        self._head_size = self._head_size + more if self._head_size else 1
        if self._head_size > self._limits.head:
            self._refuse(ApiError(431, "RequestHeaderFieldsTooLarge", "the request's headers are too large"))

    def pause_writing(self) -> None:
        self._drained = self._loop.create_future()
        self._unsent = self._transport.get_write_buffer_size()
        self.deadline = self._loop.time() + self._limits.stalled

    def resume_writing(self) -> None:
        self.deadline = 0.0
        drained, self._drained = self._drained, None
        if drained is not None and not drained.done():
            drained.set_result(None)
        if self._stream is None:
            self._work()

    # --- the parser's side. It turns what is raised here into an error of its own, so nothing is answered here.

    def on_message_begin(self) -> None:
        self._in_head, self._head_size = True, 0
        self._url, self._headers, self._body = b"", {}, bytearray()
        if not self._busy():
            self.deadline = self._loop.time() + self._limits.head_time

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        wire.add_header(self._headers, name, value)

    def on_headers_complete(self) -> None:
        self._in_head, self._in_body = False, True
        self._old = self._parser.get_http_version() == "1.0"
        length = self._headers.get("content-length", "")
        if length.isdigit() and int(length) > self._limits.body:
            self._refuse(bodies.too_large())
        elif length not in ("", "0") or "transfer-encoding" in self._headers:
            if not self._busy():
                self.deadline = self._loop.time() + self._limits.body_time
            if self._headers.get("expect", "").lower() == "100-continue":
                self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def on_body(self, body: bytes) -> None:
        if self._last:
            return
        self._body += body
        if len(self._body) > self._limits.body:
            self._refuse(bodies.too_large())

    def on_message_complete(self) -> None:
        self._in_body = False
        if self._last:
            return
        method = self._parser.get_method().decode("latin-1")
        request = wire.request(method, self._url, self._headers, bytes(self._body), self._peer)
        hosts = self._headers.get("host")
        found: Request | ApiError = request
        if hosts is None and not self._old:
            found = bad_request(MISSING_HOST)
        elif hosts is not None and ", " in hosts:
            found = bad_request(TOO_MANY_HOSTS)
        self._requests.append((found, self._parser.should_keep_alive()))

    def _refuse(self, error: ApiError) -> None:
        """The last answer of this connection: what follows cannot be told apart."""
        if not self._last:
            self._last = True
            self._in_head = self._in_body = False
            self._requests.append((error, False))

    # --- answers

    def _busy(self) -> bool:
        return self._stream is not None or self._drained is not None or bool(self._requests)

    def _work(self) -> None:
        """Answer what has come, one after the other; then wait for more."""
        requests = self._requests
        while requests and self._stream is None and self._drained is None:
            found, goes_on = requests.popleft()
            self.deadline = 0.0
            if isinstance(found, ApiError):
                self._write(answers.of_error(found), "GET", False)
            else:
                last = self._ending or (self._last and not requests)
                self._write(self._answer(found), found.method, goes_on and not last)
        if not self.deadline and not self._busy() and not self._closed:
            self._transport.resume_reading()
            limits = self._limits
            self._wait(limits.body_time if self._in_body else limits.head_time if self._in_head else limits.idle)

    def _write(self, answer: Answer, method: str, goes_on: bool) -> None:
        self.served += 1
        if answer.stream is None:
            head = wire.head(answer, len(answer.body), goes_on)
            if len(answer.body) > COPIED:
                self._transport.write(head)
                head = b""
            if method != "HEAD":
                head += answer.body
            self._transport.write(head)
            if not goes_on:
                self._close()
            return
        goes_on = goes_on and not self._old
        self._transport.write(wire.head(answer, None if self._old else -1, goes_on))
        self._stream = self._loop.create_task(self._pump(answer.stream, goes_on))
        if answer.on_cut is not None:
            answer.on_cut(self._transport.abort)

    async def _pump(self, stream: AsyncIterator[bytes], goes_on: bool) -> None:
        """Until the stream ends, the client goes away, or it takes nothing any more."""
        write, old = self._transport.write, self._old
        try:
            async for part in stream:
                write(part if old else b"%x\r\n%b\r\n" % (len(part), part))
                if self._drained is not None:
                    await self._drained
            if not old:
                write(b"0\r\n\r\n")
        except Exception as e:
            self._loop.call_exception_handler({"message": "a stream has broken off", "exception": e})
            goes_on = False
        finally:
            self._stream = None
            close = getattr(stream, "aclose", None)
            if close is not None:
                await close()
        if goes_on and not self._ending:
            self._work()
        else:
            self._close()

    def _close(self) -> None:
        """After what has been written. Who is still sending gets time to read why it is not listened to."""
        self._last = self._closed = True
        self._requests.clear()
        self.deadline = self._loop.time() + LINGER
        if self._transport.can_write_eof() and not self._ending:
            self._transport.write_eof()
        else:
            self._transport.close()

    # --- what Connections asks for

    def _wait(self, seconds: float) -> None:
        self.since = self._loop.time()
        self.deadline = self.since + seconds

    def waits(self) -> bool:
        """For its client: nothing is lost to one that is well when it is closed."""
        return self._closed or not self._busy()

    def expire(self) -> None:
        """The deadline is over."""
        unsent = self._transport.get_write_buffer_size()
        if self._drained is not None and unsent < self._unsent:  # it is slow, but it reads
            self._unsent = unsent
            self.deadline = self._loop.time() + self._limits.stalled
        elif self._in_body and not self._busy():
            self._refuse(ApiError(408, "Timeout", "the request's body has not come in time"))
            self._work()
        else:
            self._transport.abort()

    def end(self) -> None:
        """As soon as what is under way has been answered."""
        self._ending = True
        if self.waits():
            self._transport.close()

    def abort(self) -> None:
        self._transport.abort()
