"""A way to the server: TCP, through a proxy where one is set, TLS over it. What fails is worded as Go's client does it.

Knows connections and certificates, no HTTP requests and no Kubernetes.
"""

from __future__ import annotations

import socket

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from minikctl.client.kubeconfig.chosen import Connection

Obj = dict[str, Any]

HANDSHAKE = 10.0  # seconds for TLS
DIAL = 30.0  # seconds for TCP


class DialError(Exception):
    """No connection; the text is Go's."""


class Proxy(NamedTuple):
    """scheme http, https or socks5; authorization: a Basic header for it, or ""."""

    scheme: str
    host: str
    port: int
    authorization: str = ""


def proxy_for(connection: Connection, environ: Mapping[str, str]) -> Proxy | None:
    """The cluster's proxy, else the environment's, which loopback and NO_PROXY are kept from. source: Go httpproxy"""
    text = connection.cluster.get("proxy-url", "")
    if not text:
        name = f"{connection.scheme.upper()}_PROXY"
        text = environ.get(name) or environ.get(name.lower(), "")
        if not text or _direct(connection, environ):
            return None
    from base64 import b64encode
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(text if "://" in text else f"http://{text}")
    known = {"http": 80, "https": 443, "socks5": 1080}
    if parts.scheme not in known or not parts.hostname:
        raise CliError(f'proxy: invalid URL "{text}"')
    if parts.scheme == "https" and connection.secure:
        raise CliError(
            f'the proxy "{text}" cannot be used for {connection.url}: no TLS within TLS here; use http or socks5'
        )
    secret = ""
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        secret = "Basic " + b64encode(pair.encode()).decode()
    return Proxy(parts.scheme, parts.hostname, parts.port or known[parts.scheme], secret)


def _direct(connection: Connection, environ: Mapping[str, str]) -> bool:
    import ipaddress

    host = connection.host.lower()
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if host == "localhost" or (address is not None and address.is_loopback):
        return True
    for entry in (environ.get("NO_PROXY") or environ.get("no_proxy", "")).split(","):
        name = entry.strip().lower()
        if name == "*":
            return True
        if address is not None and "/" in name:
            try:
                if address in ipaddress.ip_network(name, strict=False):
                    return True
            except ValueError:
                continue
        bare = name.partition(":")[0] if name.count(":") == 1 else name
        if bare and (host == bare.lstrip(".*") or host.endswith("." + bare.lstrip(".*"))):
            return True
    return False


def dial(connection: Connection, proxy: Proxy | None, context: ssl.SSLContext | None, timeout: float) -> socket.socket:
    """A socket to speak HTTP on. DialError."""
    limit = timeout or DIAL
    if proxy is None:
        sock = _tcp(connection.host, connection.port, limit)
    else:
        try:
            sock = _through(proxy, connection, limit)
        except (DialError, OSError, UnicodeError) as e:
            kind = "socks connect tcp" if proxy.scheme == "socks5" else "proxyconnect tcp"
            raise DialError(f"{kind}: {getattr(e, 'strerror', None) or e!s}") from None
    if context is None:
        sock.settimeout(timeout or None)
        return sock
    name = connection.cluster.get("tls-server-name") or connection.host
    sock.settimeout(min(timeout, HANDSHAKE) if timeout else HANDSHAKE)
    try:
        wrapped = context.wrap_socket(sock, server_hostname=name)
    except TimeoutError:
        sock.close()
        if timeout and timeout < HANDSHAKE:
            raise DialError(
                "net/http: request canceled while waiting for connection "
                "(Client.Timeout exceeded while awaiting headers)"
            ) from None
        raise DialError("net/http: TLS handshake timeout") from None
    except OSError as e:
        sock.close()
        from minikctl.client.remote.tls import failure

        raise DialError(failure(e, name, connection)) from None
    wrapped.settimeout(timeout or None)
    return wrapped


def _tcp(host: str, port: int, timeout: float) -> socket.socket:
    if port > 65535:
        raise DialError(f"dial tcp: address {port}: invalid port")
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        # as bytes: text would load the tables of international names
        name: Any = host.encode() if host.isascii() else host
        sock = socket.create_connection((name, port), timeout=timeout)
    except socket.gaierror:
        raise DialError(f"dial tcp: lookup {host}: no such host") from None
    except TimeoutError:
        raise DialError(f"dial tcp {where}: i/o timeout") from None
    except (OSError, UnicodeError) as e:
        why = (getattr(e, "strerror", None) or str(e)).lower()
        raise DialError(f"dial tcp {_resolved(host, port)}: connect: {why}") from None
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def _resolved(host: str, port: int) -> str:
    try:
        address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[-1][4][0]
    except (OSError, UnicodeError):
        address = host
    return f"[{address}]:{port}" if ":" in str(address) else f"{address}:{port}"


def _through(proxy: Proxy, connection: Connection, timeout: float) -> socket.socket:
    """A tunnel; to a plain HTTP server an HTTP proxy is asked without one."""
    sock = _tcp(proxy.host, proxy.port, timeout)
    try:
        return _tunnel(sock, proxy, connection)
    except BaseException:
        sock.close()
        raise


def _tunnel(sock: socket.socket, proxy: Proxy, connection: Connection) -> socket.socket:
    if proxy.scheme == "socks5":
        return _socks(sock, proxy, connection)
    if proxy.scheme == "https":
        import ssl

        from minikctl.client.remote.tls import failure

        try:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=proxy.host)
        except OSError as e:
            raise DialError(failure(e, proxy.host, None)) from None
    if not connection.secure:
        return sock
    target = f"{f'[{connection.host}]' if ':' in connection.host else connection.host}:{connection.port}"
    head = f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n"
    if proxy.authorization:
        head += f"Proxy-Authorization: {proxy.authorization}\r\n"
    sock.sendall((head + "\r\n").encode())
    answer = b""
    while b"\r\n\r\n" not in answer:
        part = sock.recv(1)
        if not part or len(answer) > 65536:
            raise DialError("unexpected EOF")
        answer += part
    status = answer.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 1)
    if len(status) < 2 or not status[1].startswith("200"):
        raise DialError(status[1].partition(" ")[2] if len(status) > 1 else "malformed HTTP response")
    return sock


def _socks(sock: socket.socket, proxy: Proxy, connection: Connection) -> socket.socket:
    """SOCKS5 with names resolved by the proxy. source: RFC 1928, RFC 1929"""
    from base64 import b64decode

    sock.sendall(b"\x05\x01\x02" if proxy.authorization else b"\x05\x01\x00")
    chosen = _exactly(sock, 2)[1]
    if chosen == 2 and proxy.authorization:
        user, _, password = b64decode(proxy.authorization.partition(" ")[2]).partition(b":")
        sock.sendall(b"\x01" + bytes([len(user)]) + user + bytes([len(password)]) + password)
        if _exactly(sock, 2)[1]:
            raise DialError("username/password authentication failed")
    elif chosen:
        raise DialError("no acceptable authentication methods")
    name = connection.host.encode("idna" if not connection.host.isascii() else "ascii")
    sock.sendall(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + connection.port.to_bytes(2, "big"))
    head = _exactly(sock, 4)
    if head[1]:
        raise DialError(f"unknown error {_SOCKS.get(head[1], head[1])}")
    length = {1: 4, 4: 16}.get(head[3]) or _exactly(sock, 1)[0]
    _exactly(sock, length + 2)
    return sock


_SOCKS = {
    1: "general SOCKS server failure",
    2: "connection not allowed by ruleset",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "TTL expired",
}


def _exactly(sock: socket.socket, count: int) -> bytes:
    out = b""
    while len(out) < count:
        part = sock.recv(count - len(out))
        if not part:
            raise DialError("EOF")
        out += part
    return out
