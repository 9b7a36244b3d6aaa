"""What a request is answered with, below ASGI."""

from __future__ import annotations

import json

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from minikctl.core.errors import ApiError
    from minikctl.rest.request import Request

Obj = dict[str, Any]

JSON = "application/json"
GZIP_FROM = 128 * 1024


class Answer(NamedTuple):
    """status, body and headers; `stream` instead of the body for watches and followed logs.

    on_cut: is told how to end the connection of a client that takes nothing any more.
    """

    status: int
    body: bytes = b""
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()
    stream: AsyncIterator[bytes] | None = None
    on_cut: Callable[[Callable[[], object]], None] | None = None


_COMPACT = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def encode_part(value: Any) -> bytes:
    """Compact JSON, as the server writes it."""
    return _COMPACT.encode(value).encode("utf-8", "surrogatepass")


def encode(value: Any) -> bytes:
    """A whole body: it ends with a newline."""
    return encode_part(value) + b"\n"


def encode_list(whole: Obj, field: str, parts: list[bytes]) -> bytes:
    """The same of an object whose last field is a list of parts that have been encoded already."""
    head = encode_part({**whole, field: []})
    return b"".join((head[:-2], b",".join(parts), b"]}\n"))


def compressed(answer: Answer, accepted: str) -> Answer:
    """Large answers, for clients that take gzip. # source: the real server's threshold and level"""
    if len(answer.body) < GZIP_FROM or "gzip" not in accepted or answer.status != 200:
        return answer
    import gzip

    headers = (*answer.headers, ("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
    return answer._replace(body=gzip.compress(answer.body, 1, mtime=0), headers=headers)


def tagged(answer: Answer, request: Request, tag: str = "") -> Answer:
    """With an ETag (by default that of its body); 304 for a client that has it already. source: Go's ServeContent"""
    if not tag:
        from hashlib import sha256

        tag = sha256(answer.body).hexdigest().upper()
    known = [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]
    headers = (*answer.headers, ("ETag", f'"{tag}"'), ("Vary", "Accept"))
    if f'"{tag}"' in known or "*" in known:
        return answer._replace(status=304, body=b"", headers=headers)
    return answer._replace(headers=headers)


def of(value: Any, status: int = 200) -> Answer:
    return Answer(status, encode(value))


def of_error(error: ApiError) -> Answer:
    """Every error is a Status object."""
    headers: tuple[tuple[str, str], ...] = ()
    retry = error.details.get("retryAfterSeconds")
    if retry:
        headers = (("Retry-After", str(retry)),)
    return Answer(error.code, encode(error.status()), headers=headers)
