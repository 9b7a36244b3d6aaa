"""HTTP/1.1 to one server over one connection that is kept: headers of identity, gzip, time limits, a second try where
it is safe.

Knows no resources. Answers come as status, headers and body; what got no answer is a TransportError.
"""

from __future__ import annotations

import http.client
import time

from minikctl.client.kubeconfig import checks
from minikctl.client.kubeconfig.credentials import CredentialError, Program
from minikctl.client.remote import sockets
from minikctl.core.errors import CliError, TransportError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping

    from minikctl.client.kubeconfig.chosen import Connection
    from minikctl.client.kubeconfig.credentials import Credential

Obj = dict[str, Any]

IDLE = 30.0  # seconds after which a kept connection is not trusted with a write any more
RETRIES = 10  # of requests that the server wants repeated later
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Answer(NamedTuple):
    """headers: with lower-case names; several of one name are joined by line ends."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Requests to the server of a Connection."""

    def __init__(self, connection: Connection, environ: Mapping[str, str], cwd: str, terminal: bool, name: str) -> None:
        self.connection = connection
        self._environ = environ
        self._agent = f"{name}/{_version()}"
        self._proxy = sockets.proxy_for(connection, environ)
        self._program = _program(connection, environ, cwd, terminal)
        self._authorization = _authorization(connection)
        self._impersonation = _impersonation(connection.user)
        self._context = _tls_context(connection, None)
        self._kept: http.client.HTTPConnection | None = None
        self._last = 0.0
        self._given: Credential | None = None

    # --- one request

    def request(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """The whole answer; where the server asks for patience, after it. TransportError."""
        for attempt in range(RETRIES + 1):
            answer = self._once(method, path, headers, body)
            pause = _patience(answer)
            if pause is None or attempt == RETRIES:
                break
            time.sleep(pause)
        return answer

    def _once(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        answer = self._exchange(method, path, headers, body)
        if answer.status == 401 and self._program is not None:
            self._identify(method, path, fresh=True)
            answer = self._exchange(method, path, headers, body)
        return answer

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self._identify(method, path)
        reused = self._kept is not None
        if reused and method != "GET" and time.monotonic() - self._last > IDLE:
            self.close()
            reused = False
        conn = self._kept or self._open(method, path)
        try:
            answer = self._send(conn, method, path, headers, body)
            data = answer.read()
        except (http.client.HTTPException, OSError) as e:
            conn.close()
            self._kept = None
            gone = isinstance(e, (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError))
            if not (reused and gone):
                raise self._failed(method, path, e) from None
            return self._exchange(method, path, headers, body)  # the kept connection had been closed meanwhile
        self._last = time.monotonic()
        if answer.will_close:
            conn.close()
            self._kept = None
        else:
            self._kept = conn
        return Answer(answer.status, _headers(answer), _unzipped(data, answer))

    def _send(
        self, conn: http.client.HTTPConnection, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> http.client.HTTPResponse:
        target = self.connection.prefix + path
        plain_proxy = self._proxy is not None and self._proxy.scheme != "socks5" and not self.connection.secure
        if plain_proxy:
            target = f"{self.connection.scheme}://{self.connection.netloc}{target}"
        conn.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        conn.putheader("Host", self.connection.netloc)
        conn.putheader("User-Agent", self._agent)
        for name, value in headers.items():
            conn.putheader(name, value)
        for name, value in (*self._identity(), *self._impersonation):
            conn.putheader(name, value)
        if plain_proxy and self._proxy is not None and self._proxy.authorization:
            conn.putheader("Proxy-Authorization", self._proxy.authorization)
        if body or method in ("POST", "PUT", "PATCH"):
            conn.putheader("Content-Length", str(len(body)))
        conn.endheaders(body or None)
        return conn.getresponse()

    # --- streams

    def stream(self, method: str, path: str, headers: Mapping[str, str]) -> tuple[Answer, Iterator[bytes]]:
        """An answer that goes on: its lines, on a connection of its own. For a failure, the body instead."""
        self._identify(method, path)
        conn = self._open(method, path)
        try:
            answer = self._send(conn, method, path, headers, b"")
            if answer.status >= 400:
                found = Answer(answer.status, _headers(answer), answer.read())
                conn.close()
                return found, iter(())
        except (http.client.HTTPException, OSError) as e:
            conn.close()
            raise self._failed(method, path, e) from None
        if conn.sock is not None:
            conn.sock.settimeout(None)
        return Answer(answer.status, _headers(answer), b""), _lines(conn, answer)

    # --- connections and identity

    def _open(self, method: str, path: str) -> http.client.HTTPConnection:
        conn = http.client.HTTPConnection(self.connection.host, self.connection.port)
        if self.connection.scheme not in ("http", "https"):
            raise self._error(method, path, f'unsupported protocol scheme "{self.connection.scheme}"')
        try:
            conn.sock = sockets.dial(self.connection, self._proxy, self._context, self.connection.timeout)
        except sockets.DialError as e:
            raise self._error(method, path, str(e)) from None
        return conn

    def _identify(self, method: str, path: str, fresh: bool = False) -> None:
        """Ask the credential program, where there is one."""
        if self._program is None:
            return
        try:
            found = self._program.credential(time.time(), fresh)
        except CredentialError as e:
            raise self._error(method, path, f"getting credentials: {e}") from None
        if found != self._given:
            changed = found.certificate != (self._given.certificate if self._given else "")
            self._given = found
            if changed:
                self.close()
                self._context = _tls_context(self.connection, found)

    def _identity(self) -> list[tuple[str, str]]:
        """As kubectl, nothing that identifies anybody is sent in clear text, but to this very machine."""
        if not self.connection.secure and self.connection.host not in LOOPBACK:
            return []
        if self._given is not None and self._given.token:
            return [("Authorization", f"Bearer {self._given.token}")]
        return [("Authorization", self._authorization)] if self._authorization else []

    def _failed(self, method: str, path: str, error: Exception) -> TransportError:
        return self._error(method, path, _why(error))

    def _error(self, method: str, path: str, cause: str) -> TransportError:
        server = self.connection.url
        return TransportError(method, server + path, self.connection.netloc, cause, server)

    def close(self) -> None:
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def _version() -> str:
    from minikctl import __version__

    return __version__


def _tls_context(connection: Connection, credential: Credential | None) -> ssl.SSLContext | None:
    """None for plain HTTP, which loads nothing of TLS."""
    checks.insecure(connection.cluster)
    if not connection.secure:
        return None
    from minikctl.client.remote.tls import context_for

    return context_for(connection, credential)


def _program(connection: Connection, environ: Mapping[str, str], cwd: str, terminal: bool) -> Program | None:
    program = connection.user.get("exec")
    return Program(program, connection.cluster, environ, cwd, terminal) if program else None


def _authorization(connection: Connection) -> str:
    """The Authorization header of a user. CliError for a token file or a provider that cannot be used."""
    user = connection.user
    if user.get("tokenFile"):
        try:
            with open(user["tokenFile"], encoding="utf-8") as f:
                return f"Bearer {f.read().strip()}"
        except OSError as e:
            raise CliError(f"open {user['tokenFile']}: {(e.strerror or str(e)).lower()}") from None
    if user.get("token"):
        return f"Bearer {user['token']}"
    if user.get("username") or user.get("password"):
        from base64 import b64encode

        return "Basic " + b64encode(f"{user.get('username', '')}:{user.get('password', '')}".encode()).decode()
    provider = user.get("auth-provider")
    return _from_provider(provider) if provider else ""


def _from_provider(provider: Obj) -> str:
    name = provider.get("name", "")
    if name == "gcp":
        raise CliError(
            "The gcp auth plugin has been removed.\n"
            'Please use the "gke-gcloud-auth-plugin" kubectl/client-go credential plugin instead.\n'
            "See https://cloud.google.com/blog/products/containers-kubernetes/kubectl-auth-changes-in-gke "
            "for further details"
        )
    token = (provider.get("config") or {}).get("id-token", "")
    if name != "oidc":
        raise CliError(f'no Auth Provider found for name "{name}"')
    if not token:
        raise CliError("the oidc auth provider has no id-token, and minikctl does not fetch one; use an exec plugin")
    return f"Bearer {token}"


def _impersonation(user: Obj) -> list[tuple[str, str]]:
    from urllib.parse import quote

    out = []
    if user.get("as"):
        out.append(("Impersonate-User", user["as"]))
    if user.get("as-uid"):
        out.append(("Impersonate-Uid", user["as-uid"]))
    out += [("Impersonate-Group", group) for group in user.get("as-groups") or ()]
    for key, values in (user.get("as-user-extra") or {}).items():
        out += [(f"Impersonate-Extra-{quote(key.lower(), safe='')}", value) for value in values]
    return out


def _patience(answer: Answer) -> float | None:
    """Seconds to wait before the same request again, None for an answer that is final."""
    after = answer.headers.get("retry-after", "")
    if (answer.status == 429 or answer.status >= 500) and after.isdigit():
        return float(after)
    return None


def _headers(answer: http.client.HTTPResponse) -> dict[str, str]:
    out: dict[str, str] = {}
    for name, value in answer.getheaders():
        key = name.lower()
        out[key] = f"{out[key]}\n{value}" if key in out else value
    return out


def _unzipped(data: bytes, answer: http.client.HTTPResponse) -> bytes:
    if answer.getheader("content-encoding", "") != "gzip":
        return data
    import zlib

    return zlib.decompress(data, wbits=31)


def _lines(conn: http.client.HTTPConnection, answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """Lines as they come; a stream that breaks off just ends."""
    try:
        while line := answer.readline():
            yield line
    except (http.client.HTTPException, OSError, ValueError):
        return
    finally:
        conn.close()


def _line_of(error: http.client.BadStatusLine) -> str:
    """The line that was no status line, in quotes."""
    from minikctl.core.go_text import quote_go

    return quote_go(str(error).strip("'\"").removesuffix("\\r\\n").strip())


def _why(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "net/http: request canceled (Client.Timeout exceeded while awaiting headers)"
    if isinstance(error, (http.client.RemoteDisconnected, http.client.IncompleteRead)):
        return "EOF"
    if isinstance(error, http.client.BadStatusLine):
        return f"net/http: HTTP/1.x transport connection broken: malformed HTTP response {_line_of(error)}"
    if isinstance(error, ConnectionResetError):
        return "read: connection reset by peer"
    return str(getattr(error, "strerror", None) or error).lower()
