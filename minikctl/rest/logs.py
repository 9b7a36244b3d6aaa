"""GET pods/NAME/log: the text of a log, or a stream of it for as long as the container runs."""

from __future__ import annotations

import asyncio

from minikctl.apiserver.logs import LogOptions
from minikctl.core.errors import bad_request
from minikctl.core.times import TimeError, parse_rfc3339
from minikctl.core.typed import TYPE_CHECKING
from minikctl.rest.answers import Answer
from minikctl.sim.logs import Log, follow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from minikctl.rest.request import Request
    from minikctl.rest.routes import Route
    from minikctl.sim.session import Session

TEXT = "text/plain"


def answer(session: Session, request: Request, route: Route) -> Answer:
    """The log. ApiError for options that cannot be, and for containers that have none."""
    options = _options(request)
    log = Log(session, route.namespace, route.name, options)
    if not options.follow:
        return Answer(200, log.first(), TEXT)
    return Answer(200, content_type=TEXT, stream=_stream(follow(log, session)))


def _options(request: Request) -> LogOptions:
    query = request.query
    since = query.get("sinceTime", "")
    try:
        since_time = parse_rfc3339(since) if since else None
    except TimeError as e:
        raise bad_request(str(e)) from None

    def number(name: str) -> int | None:
        return request.number(name) if query.get(name) else None

    return LogOptions(
        query.get("container", ""),
        request.flag("follow"),
        request.flag("previous"),
        request.flag("timestamps"),
        number("sinceSeconds"),
        since_time,
        number("tailLines"),
        number("limitBytes"),
    )


async def _stream(steps: Iterator[tuple[bytes, float]]) -> AsyncIterator[bytes]:
    for text, pause in steps:
        if text:
            yield text
        await asyncio.sleep(pause)
