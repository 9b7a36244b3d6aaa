"""Who may speak to the server: the Host and Origin checks that keep web pages out, and the token."""

from __future__ import annotations

from hmac import compare_digest

from minikctl.core.errors import ApiError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.rest.request import Request

HEALTH = (["healthz"], ["livez"], ["readyz"])  # are answered to everybody
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Guard:
    """hosts: names by which the server may be called ("": any). token "": everybody who can reach it may speak."""

    def __init__(self, hosts: frozenset[str] | None, token: str = "") -> None:
        self._hosts = hosts
        self._token = token

    def check(self, request: Request) -> None:
        """ApiError 403 for a foreign Host or Origin (DNS rebinding, a web page), 401 without the token."""
        host = request.headers.get("host", "")
        if self._hosts is not None and _name(host) not in self._hosts:
            raise ApiError(403, "Forbidden", f'the Host header "{host}" is not a name of this server')
        origin = request.headers.get("origin")
        if origin and origin.partition("://")[2] != host:
            raise ApiError(403, "Forbidden", f'requests from the origin "{origin}" are not answered')
        asks = self._token and request.path.split("/", 2)[1:2] not in HEALTH
        if asks and not compare_digest(bearer(request).encode(), self._token.encode()):
            raise ApiError(401, "Unauthorized", "Unauthorized")


def bearer(request: Request) -> str:
    """The token that a request came in with, "" for none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _name(host: str) -> str:
    """The host of a Host header, without its port; "" for what is none."""
    if host.startswith("["):
        name, _, rest = host[1:].partition("]")
        return name if not rest or rest.startswith(":") else ""
    return host.rpartition(":")[0] if ":" in host else host
