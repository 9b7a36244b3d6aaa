"""Answers that are failures: the Status in them, or what a client makes of an answer without one. source: client-go
NewGenericServerResponse
"""

from __future__ import annotations

import json

from minikctl.core.errors import ApiError
from minikctl.core.go_text import quote_go
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client.remote.transport import Answer

Obj = dict[str, Any]

_GENERIC = {
    400: ("BadRequest", "the server rejected our request for an unknown reason"),
    401: ("Unauthorized", "the server has asked for the client to provide credentials"),
    404: ("NotFound", "the server could not find the requested resource"),
    405: ("MethodNotAllowed", "the server does not allow this method on the requested resource"),
    409: ("Conflict", "the server reported a conflict"),
    422: ("Invalid", "the server rejected our request due to an error in our request"),
    429: ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
    503: ("ServiceUnavailable", "the server is currently unable to handle the request"),
    504: (
        "Timeout",
        "the server was unable to return a response in the time allotted, but may still be processing the request",
    ),
}
_QUOTED = {403: "Forbidden", 406: "NotAcceptable", 415: "UnsupportedMediaType"}


def of_answer(answer: Answer, what: str = "") -> ApiError:
    """what: `get pods web`, added to messages that the server has not written."""
    status = _status(answer.body)
    if status is not None:
        return of_status(status, answer.status)
    return generic(answer, what)


def of_status(status: Obj, code: int = 0) -> ApiError:
    return ApiError(
        int(status.get("code") or code or 500),
        str(status.get("reason") or ""),
        str(status.get("message") or ""),
        status.get("details") or {},
    )


def _status(body: bytes) -> Obj | None:
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) and value.get("kind") == "Status" else None


def generic(answer: Answer, what: str = "") -> ApiError:
    """The failure of an answer without a Status."""
    text = answer.body.decode("utf-8", "replace").strip()
    code = answer.status
    if code in _GENERIC:
        reason, message = _GENERIC[code]
    elif code in _QUOTED:
        reason, message = _QUOTED[code], text or "unknown"
    elif code >= 500:
        reason = "InternalError"
        message = f"an error on the server ({quote_go(text or 'unknown')}) has prevented the request from succeeding"
    else:
        reason = ""
        message = f"the server responded with the status code {code} but did not return more information"
    return ApiError(code, reason, f"{message} ({what})" if what else message)
