"""A request to the application without a socket: what `get --raw` asks of the embedded server."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

from minikctl.core.errors import ApiError, bad_request
from minikctl.core.typed import TYPE_CHECKING
from minikctl.rest.app import App
from minikctl.rest.guard import Guard
from minikctl.rest.request import Request

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minikctl.sim.session import Session


def request(
    session: Session, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> bytes:
    """The body of the answer. ApiError as the Status in it says; streams are not for this."""
    import json

    parts = urlsplit(path)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    warn = session.warn
    asked = Request(method, unquote(parts.path), query, headers or {}, body)
    try:
        answer = App(session, Guard(None)).answer(asked)
    finally:
        session.warn = warn
    if answer.stream is not None:
        raise bad_request("a watch cannot be read with --raw here; use get --watch")
    if answer.status >= 400:
        status = json.loads(answer.body)
        raise ApiError(answer.status, status.get("reason", ""), status.get("message", ""), status.get("details"))
    return answer.body
