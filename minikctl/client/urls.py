"""Manifests from the web: `-f https://...`. The standard library's client, with its proxies; kubectl's words."""

from __future__ import annotations

from minikctl.core.errors import CliError, TransportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

ATTEMPTS = 3  # server errors and broken connections may pass
PAUSE = 1.0
TIMEOUT = 30.0


def read(url: str) -> str:
    """The text behind a URL. CliError where there is none, or too much of it."""
    import time
    from urllib.error import HTTPError, URLError
    from urllib.parse import urlsplit
    from urllib.request import build_opener

    error = CliError("")
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(PAUSE)
        try:
            with build_opener().open(url, timeout=TIMEOUT) as answer:
                return _text(answer, url)
        except HTTPError as e:
            status = f"{e.code} {e.reason}"
            error = CliError(f'unable to read URL "{url}", server reported {status}, status code={e.code}')
            if e.code < 500:
                break
        except (URLError, OSError, ValueError) as e:
            error = TransportError("GET", url, urlsplit(url).netloc, _why(e, url))
    raise error


def _text(answer: Any, url: str) -> str:
    from minikctl.core.yaml_codec import MAX_BYTES, decode

    data = answer.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise CliError(f"error parsing {url}: the file has more than {MAX_BYTES} bytes")
    return decode(data)


def _why(error: Exception, url: str) -> str:
    """What went wrong below HTTP, as Go's client says it."""
    import socket
    import ssl
    from urllib.parse import urlsplit

    cause = getattr(error, "reason", error)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if isinstance(cause, ssl.SSLError):
        return f"tls: failed to verify certificate: {getattr(cause, 'verify_message', '') or cause.reason}"
    if isinstance(cause, socket.gaierror):
        return f"dial tcp: lookup {host}: no such host"
    if isinstance(cause, TimeoutError):
        return "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
    if isinstance(cause, ConnectionError):
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return f"dial tcp {host}:{port}: connect: {(cause.strerror or str(cause)).lower()}"
    return str(cause)
