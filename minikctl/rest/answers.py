"""What a request is answered with, below ASGI."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

JSON = "application/json"


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


def encode(value: Any) -> bytes:
    """Compact JSON and a newline, as the server writes it."""
    import json

    return (json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n").encode("utf-8", "surrogatepass")


def of(value: Any, status: int = 200) -> Answer:
    return Answer(status, encode(value))


def of_error(error: ApiError) -> Answer:
    """Every error is a Status object."""
    headers: tuple[tuple[str, str], ...] = ()
    retry = error.details.get("retryAfterSeconds")
    if retry:
        headers = (("Retry-After", str(retry)),)
    return Answer(error.code, encode(error.status()), headers=headers)
