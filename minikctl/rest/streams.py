"""Answers of GET ...?watch=true: one JSON line per event, for as long as it goes on."""

from __future__ import annotations

import asyncio
import json

from minikctl.apiserver import conversion
from minikctl.apiserver.watching import Selection
from minikctl.core.errors import ApiError, bad_request
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.rest import negotiation
from minikctl.rest.answers import Answer
from minikctl.rest.hub import Watcher

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from minikctl.apiserver.request import Target
    from minikctl.rest.hub import Hub
    from minikctl.rest.request import Request
    from minikctl.rest.routes import Route
    from minikctl.sim.session import Session

Obj = dict[str, Any]

DEFAULT_TIMEOUT = 1800.0
BOOKMARK_EVERY = 60.0
INITIAL_EVENTS_END = "k8s.io/initial-events-end"


def wanted(request: Request) -> bool:
    """Whether a GET is a watch."""
    return request.method == "GET" and request.query.get("watch", "") in ("true", "1", "True")


def answer(session: Session, hub: Hub, request: Request, route: Route) -> Answer:
    """The stream of a watch. ApiError for selectors or revisions that do not parse; 410 comes as an event in the
    stream.
    """
    accepted = negotiation.accept(request.headers.get("accept", ""))
    api = session.read()
    target = api.target(route.group, route.version, route.resource)
    fields = request.query.get("fieldSelector", "")
    if route.name:
        fields = f"{fields},metadata.name={route.name}" if fields else f"metadata.name={route.name}"
    selection = Selection(target, route.namespace, request.query.get("labelSelector", ""), fields)
    shape = _Shape(session, target, accepted, request)
    initial = request.flag("sendInitialEvents")
    start: list[bytes] = []
    revision = _revision(request)
    if revision == 0 or initial:
        start = [shape.line("ADDED", obj) for obj in selection.present(api.tx)]
        revision = api.tx.revision
        if initial:
            start.append(shape.bookmark(revision, True))
    session.commit()
    session.end_read()
    watcher = Watcher(selection)
    try:
        hub.add(watcher, revision)
    except ApiError as e:
        start = [_encode("ERROR", e.status())]
        return Answer(200, stream=_lines(start))
    return Answer(200, stream=_follow(hub, watcher, shape, start, request))


def _revision(request: Request) -> int:
    text = request.query.get("resourceVersion", "")
    try:
        return int(text) if text else 0
    except ValueError:
        raise bad_request(
            f'resourceVersion: Invalid value: "{text}": strconv.ParseUint: parsing "{text}": invalid syntax'
        ) from None


async def _lines(lines: list[bytes]) -> AsyncIterator[bytes]:
    for line in lines:
        yield line


async def _follow(
    hub: Hub, watcher: Watcher, shape: _Shape, start: list[bytes], request: Request
) -> AsyncIterator[bytes]:
    seconds = float(request.number("timeoutSeconds")) or DEFAULT_TIMEOUT
    bookmarks = request.flag("allowWatchBookmarks")
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    revision = 0
    try:
        if start:
            yield b"".join(start)
        while (left := deadline - loop.time()) > 0:
            try:
                change = await asyncio.wait_for(watcher.queue.get(), min(left, BOOKMARK_EVERY))
            except TimeoutError:
                if bookmarks and revision:
                    yield shape.bookmark(revision, False)
                continue
            if change is None:
                return
            revision = change.revision
            event = watcher.selection.event(change)
            if event is not None:
                yield shape.line(*event)
    finally:
        hub.remove(watcher)


class _Shape:
    """Events in the form that the client accepts."""

    def __init__(self, session: Session, target: Target, accepted: negotiation.Accepted, request: Request) -> None:
        self._session = session
        self._target = target
        self._form = accepted.kind
        self._include = request.query.get("includeObject", "") or "Metadata"

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
        if self._form == "Table":
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
    return (json.dumps({"type": kind, "object": obj}, separators=(",", ":"), ensure_ascii=False) + "\n").encode()
