"""Answers of GET ...?watch=true: one JSON line per event, for as long as it goes on."""

from __future__ import annotations

import asyncio
import json

from minikctl.apiserver import conversion
from minikctl.apiserver.watching import Selection
from minikctl.core.errors import ApiError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest import negotiation, options
from minikctl.rest.answers import Answer
from minikctl.rest.hub import Happening, Watcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from minikctl.apiserver.request import Target
    from minikctl.rest.hub import Hub
    from minikctl.rest.options import WatchOptions
    from minikctl.rest.request import Request
    from minikctl.rest.routes import Route
    from minikctl.sim.session import Session

Obj = dict[str, Any]

DEFAULT_TIMEOUT = 1800.0
LONGEST_TIMEOUT = 86_400.0
BOOKMARK_EVERY = 60.0
PIECE = 64 * 1024  # bytes
INITIAL_EVENTS_END = "k8s.io/initial-events-end"


def wanted(request: Request) -> bool:
    """Whether a GET is a watch."""
    return request.method == "GET" and request.query.get("watch", "") in ("true", "1", "True")


def answer(session: Session, hub: Hub, request: Request, route: Route) -> Answer:
    """The stream of a watch. ApiError for options that do not parse; 410 comes as an event in the stream."""
    accepted = negotiation.accept(request.headers.get("accept", ""))
    api = session.read()
    target = api.target(route.group, route.version, route.resource)
    fields = request.query.get("fieldSelector", "")
    if route.name:
        fields = f"{fields},metadata.name={route.name}" if fields else f"metadata.name={route.name}"
    selection = Selection(target, route.namespace, request.query.get("labelSelector", ""), fields)
    shape = _Shape(session, target, accepted, request)
    wishes = options.for_watch(request)
    start: list[bytes] = []
    revision = wishes.revision
    if revision == 0 or wishes.initial:
        options.check_revision(revision, api.tx.revision)
        start = [shape.line("ADDED", obj) for obj in selection.present(api)]
        revision = api.tx.revision
        if wishes.initial and wishes.bookmarks:
            start.append(shape.bookmark(revision, True))
            start.append(shape.bookmark(revision, False))  # clients complain of a stream in which nothing follows
    session.commit()
    session.end_read()
    watcher = Watcher(selection)
    try:
        hub.add(watcher, revision)
    except ApiError as e:
        return Answer(200, stream=_lines([_error(e)]))
    following = _Following(hub, watcher, shape, wishes)
    return Answer(200, stream=following.lines(start), on_cut=watcher.on_cut)


async def _lines(lines: list[bytes]) -> AsyncIterator[bytes]:
    for line in lines:
        yield line


class _Following:
    """The events of one watch as they come."""

    def __init__(self, hub: Hub, watcher: Watcher, shape: _Shape, wishes: WatchOptions) -> None:
        self._hub = hub
        self._watcher = watcher
        self._shape = shape
        self._bookmarks = wishes.bookmarks
        self._seconds = min(wishes.timeout or DEFAULT_TIMEOUT, LONGEST_TIMEOUT)

    async def lines(self, start: list[bytes]) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._seconds
        try:
            if start:
                yield b"".join(start)
            while (left := deadline - loop.time()) > 0:
                come = await self._watcher.take(min(left, BOOKMARK_EVERY))
                if not come and self._bookmarks:
                    yield self._shape.bookmark(self._hub.revision, False)
                for part in self._parts(come):
                    yield part
                if come and not isinstance(come[-1], Happening):
                    return
        finally:
            self._hub.remove(self._watcher)

    def _parts(self, come: list[Happening | ApiError | None]) -> Iterator[bytes]:
        """Many events at once go out in few pieces."""
        lines: list[bytes] = []
        size = 0
        for one in come:
            line = self._text(one) if isinstance(one, Happening) else _error(one) if one is not None else b""
            if not line:
                continue
            lines.append(line)
            size += len(line)
            if size > PIECE:
                yield b"".join(lines)
                lines, size = [], 0
        if lines:
            yield b"".join(lines)

    def _text(self, happening: Happening) -> bytes:
        event = self._watcher.selection.event(happening.change)
        if event is None:
            return b""
        key = (event[0], *self._shape.name)
        text = happening.texts.get(key)
        if text is None:
            text = happening.texts[key] = self._shape.line(*event)
        return text


class _Shape:
    """Events in the form that the client accepts; `name` says which form."""

    def __init__(self, session: Session, target: Target, accepted: negotiation.Accepted, request: Request) -> None:
        self._session = session
        self._target = target
        self._form = accepted.kind
        self._include = request.query.get("includeObject", "") or "Metadata"
        self.name = (target.api_version, self._form, self._include)

    def line(self, kind: str, obj: Obj) -> bytes:
        shown = conversion.encode(obj, self._target)
        if self._form == "Table":
            from minikctl.apiserver.tables import table

            now = self._session.now()
            self._session.commit()
            self._session.end_read()
            shown = table(self._target.kind, [shown], now, obj["metadata"]["resourceVersion"], self._include)
        elif self._form == "PartialObjectMetadata":
            shown = {"kind": self._form, "apiVersion": "meta.k8s.io/v1", "metadata": obj["metadata"]}
        return _encode(kind, shown)

    def bookmark(self, revision: int, end_of_initial: bool) -> bytes:
        meta: Obj = {"resourceVersion": str(revision), "creationTimestamp": None}
        if end_of_initial:
            meta["annotations"] = {INITIAL_EVENTS_END: "true"}
        obj: Obj = {"kind": self._target.kind.kind, "apiVersion": self._target.api_version, "metadata": meta}
        if self._form == "PartialObjectMetadata":
            obj = {"kind": self._form, "apiVersion": "meta.k8s.io/v1", "metadata": meta}
        elif self._form == "Table":
            partial = {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": meta}
            obj = {
                "kind": "Table",
                "apiVersion": "meta.k8s.io/v1",
                "metadata": {"resourceVersion": str(revision)},
                "columnDefinitions": [],
                "rows": [{"cells": [], "object": partial}],
            }
        return _encode("BOOKMARK", obj)


def _encode(kind: str, obj: Obj) -> bytes:
    text = json.dumps({"type": kind, "object": obj}, separators=(",", ":"), ensure_ascii=False) + "\n"
    return text.encode("utf-8", "surrogatepass")


def _error(error: ApiError) -> bytes:
    return _encode("ERROR", error.status())
