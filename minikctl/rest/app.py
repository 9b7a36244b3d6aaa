"""The ASGI application: requests in, answers out; every failure is a Status. Knows paths, no kinds."""

from __future__ import annotations

import asyncio
import time
from urllib.parse import parse_qsl, unquote

from minikctl.core.errors import ApiError, CliError, internal, no_such_resource
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest import answers, bodies, pacing, resources, routes, streams
from minikctl.rest.hub import Hub
from minikctl.rest.kept import Kept, question
from minikctl.rest.request import Request

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from minikctl.rest.answers import Answer
    from minikctl.rest.guard import Guard
    from minikctl.sim.session import Session

    Receive = Callable[[], Awaitable[dict[str, Any]]]
    Send = Callable[[dict[str, Any]], Awaitable[None]]


BODY_TIMEOUT = 60.0  # seconds


class App:
    """One state behind HTTP. Requests are worked off one after the other: each is one transaction."""

    def __init__(self, session: Session, guard: Guard) -> None:
        self.session = session
        self.hub = Hub(session)
        self._guard = guard
        self._polling = pacing.Polling()
        self._answers = Kept()
        self._warnings: list[str] = []
        session.warn = self._warn

    def _warn(self, text: str) -> None:
        if text not in self._warnings:
            self._warnings.append(text)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            request = await _request(scope, receive)
            answer = self.answer(request)
        except ApiError as e:
            answer = answers.of_error(e)
        if answer.stream is None:
            await _send(answer, scope["method"], send)
        else:
            await _send_stream(answer, answer.stream, receive, send)

    def answer(self, request: Request) -> Answer:
        """The answer to one request; never raises."""
        self._warnings.clear()
        try:
            self._guard.check(request)
            self._pass_time(request)
            answer = self._kept(request) if request.method == "GET" else self._route(request)
        except ApiError as e:
            answer = answers.of_error(e)
        except CliError as e:  # the state is broken, locked, full
            answer = answers.of_error(internal(e.message))
        except Exception as e:
            answer = answers.of_error(internal(f"{type(e).__name__}: {e}"))
        finally:
            self.session.abort()
            self.session.end_read()
        if request.method not in ("GET", "HEAD"):
            self.hub.nudge()
        return self._with_warnings(answer)

    def _kept(self, request: Request) -> Answer:
        """The answer to a GET: the one from just before where nothing has happened since."""
        if streams.wanted(request) or request.path.endswith("/log"):
            return self._route(request)
        asked = question(request)
        known = self._answers.look(self.session, asked)
        if known is not None:
            return known
        answer = answers.compressed(self._route(request), request.headers.get("accept-encoding", ""))
        self.session.commit()
        self.session.end_read()
        if answer.stream is None and not self._warnings:
            self._answers.keep(self.session, asked, answer)
        return answer

    def _pass_time(self, request: Request) -> None:
        """Under the manual clock, for a client that waits by asking again and again."""
        if request.method == "GET" and not streams.wanted(request):
            waited = self._polling.waited(request, time.monotonic())
            if waited:
                pacing.pass_on(self.session, waited)

    def _with_warnings(self, answer: Answer) -> Answer:
        if not self._warnings:
            return answer
        found = tuple(("Warning", f'299 - "{_header_text(w)}"') for w in self._warnings)
        return answer._replace(headers=(*answer.headers, *found))

    def _route(self, request: Request) -> Answer:
        route = routes.parse(request.path)
        if route is None or not route.resource:
            from minikctl.rest import documents

            return documents.answer(self.session, request, route)
        if route.group in ("authorization.k8s.io", "authentication.k8s.io") and request.method == "POST":
            from minikctl.rest import reviews

            return reviews.answer(request, route)
        if streams.wanted(request):
            return streams.answer(self.session, self.hub, request, route)
        return resources.answer(self.session, request, route)


async def _request(scope: dict[str, Any], receive: Receive) -> Request:
    """Read the request whole. ApiError 413 for too large a body, 408 for one that does not come."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        headers[name.decode("latin-1").lower()] = value.decode("latin-1")
    body = b""
    if scope["method"] not in ("GET", "HEAD"):
        try:
            body = await asyncio.wait_for(_body(receive), BODY_TIMEOUT)
        except TimeoutError:
            raise ApiError(408, "Timeout", "the request's body has not come in time") from None
    raw = scope.get("raw_path") or scope["path"].encode()
    path = unquote(raw.decode("latin-1").partition("?")[0])
    query = dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True))
    client = scope.get("client")
    peer = f"{client[0]}:{client[1]}" if client else ""
    return Request(scope["method"], path, query, headers, body, peer=peer)


async def _body(receive: Receive) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise no_such_resource()
        body += message.get("body", b"")
        if len(body) > bodies.LIMIT:
            raise bodies.too_large()
        if not message.get("more_body"):
            return bytes(body)


def _headers(answer: Answer) -> list[tuple[bytes, bytes]]:
    headers = [(b"content-type", answer.content_type.encode()), (b"cache-control", b"no-cache, private")]
    headers += [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in answer.headers]
    return headers


async def _send(answer: Answer, method: str, send: Send) -> None:
    headers = [*_headers(answer), (b"content-length", str(len(answer.body)).encode())]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else answer.body})


async def _send_stream(answer: Answer, stream: AsyncIterator[bytes], receive: Receive, send: Send) -> None:
    """Until the stream ends, the client goes away, or it takes nothing any more."""
    await send({"type": "http.response.start", "status": answer.status, "headers": _headers(answer)})
    pump = asyncio.ensure_future(_pump(stream, send))
    left = asyncio.ensure_future(_left(receive))
    if answer.on_cut is not None:
        answer.on_cut(pump.cancel)
    try:
        await asyncio.wait((pump, left), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (pump, left):
            task.cancel()
        await asyncio.gather(pump, left, return_exceptions=True)


async def _pump(stream: AsyncIterator[bytes], send: Send) -> None:
    try:
        async for part in stream:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        close = getattr(stream, "aclose", None)
        if close is not None:
            await close()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _header_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
