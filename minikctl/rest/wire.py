"""Between the bytes of HTTP/1.1 and requests and answers as values. Pure but for the date."""

from __future__ import annotations

import time
from http import HTTPStatus
from urllib.parse import parse_qsl, unquote

from minikctl.core.typed import TYPE_CHECKING
from minikctl.rest.request import Request
from minikctl.sim import clock as clocks

if TYPE_CHECKING:
    from minikctl.rest.answers import Answer

SECOND = 1_000_000

_names: dict[bytes, str] = {}  # of headers, as clients write them
MOST_NAMES = 256
_lines: dict[tuple[int, str, bool], bytes] = {}
_date = (0, b"")


def add_header(headers: dict[str, str], name: bytes, value: bytes) -> None:
    """Repeated headers are one list; those of impersonation, whose values may hold commas, by line ends."""
    known = _names.get(name)
    if known is None:
        known = name.decode("latin-1").lower()
        if len(_names) < MOST_NAMES:
            _names[name] = known
    text = value.decode("latin-1")
    if known in headers:
        text = headers[known] + ("\n" if known.startswith("impersonate-") else ", ") + text
    headers[known] = text


def request(method: str, target: bytes, headers: dict[str, str], body: bytes, peer: str) -> Request:
    """Of the request line's target, decoded."""
    path, _, query = target.decode("latin-1").partition("?")
    if not path.startswith("/"):  # a whole URL, as one asks a proxy
        path = "/" + path.partition("://")[2].partition("/")[2]
    if "%" in path:
        path = unquote(path)
    asked = dict(parse_qsl(query, keep_blank_values=True)) if query else {}
    return Request(method, path, asked, headers, body, peer=peer)


def head(answer: Answer, length: int | None, goes_on: bool) -> bytes:
    """Status line and headers; length -1 for one that is told in chunks, None for all up to the connection's end."""
    found = _line(answer.status, answer.content_type, goes_on), _today()
    if length is None or answer.status == 304:
        size = b""
    else:
        size = b"Content-Length: %d\r\n" % length if length >= 0 else b"Transfer-Encoding: chunked\r\n"
    more = "".join([f"{name}: {value}\r\n" for name, value in answer.headers]).encode("latin-1", "replace")
    return b"%b%bDate: %b\r\n%b\r\n" % (found[0], more, found[1], size)


def _line(status: int, content_type: str, goes_on: bool) -> bytes:
    known = _lines.get((status, content_type, goes_on))
    if known is None:
        try:
            phrase = HTTPStatus(status).phrase
        except ValueError:
            phrase = ""
        close = "" if goes_on else "Connection: close\r\n"
        text = f"HTTP/1.1 {status} {phrase}\r\nCache-Control: no-cache, private\r\nContent-Type: {content_type}\r\n"
        known = _lines[status, content_type, goes_on] = (text + close).encode("latin-1")
    return known


def _today() -> bytes:
    global _date
    second = clocks.wall() // SECOND
    if _date[0] != second:
        _date = second, time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(second)).encode()
    return _date[1]
