"""TLS as a kubeconfig wants it: authorities, client certificates, names; and what it has against a server, in Go's
words.
"""

from __future__ import annotations

import socket
import ssl

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.client.kubeconfig.chosen import Connection
    from minikctl.client.kubeconfig.credentials import Credential


def context_for(connection: Connection, credential: Credential | None) -> ssl.SSLContext:
    """CliError for certificates that cannot be used."""
    cluster = connection.cluster
    data = _pem(cluster.get("certificate-authority-data", ""), cluster.get("certificate-authority", ""))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if cluster.get("insecure-skip-tls-verify"):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif data:
        if "-----BEGIN CERTIFICATE-----" not in data:
            raise CliError("unable to load root certificates: unable to parse bytes as PEM block")
        try:
            context.load_verify_locations(cadata=data)
        except (ssl.SSLError, ValueError) as e:
            raise CliError(f"unable to load root certificates: {e}") from None
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    else:
        context.load_default_certs()
    _client_certificate(context, connection, credential)
    return context


def _pem(data: str, path: str) -> str:
    if data:
        from base64 import b64decode

        return b64decode(data).decode("latin-1")
    return _text(path) if path else ""


def _text(path: str) -> str:
    try:
        with open(path, encoding="latin-1") as f:
            return f.read()
    except OSError as e:
        raise CliError(f"open {path}: {(e.strerror or str(e)).lower()}") from None


def _client_certificate(context: ssl.SSLContext, connection: Connection, credential: Credential | None) -> None:
    user = connection.user
    if credential is not None and credential.certificate:
        certificate, key = credential.certificate, credential.key
    else:
        certificate = _pem(user.get("client-certificate-data", ""), user.get("client-certificate", ""))
        key = _pem(user.get("client-key-data", ""), user.get("client-key", ""))
    if not certificate:
        return
    for what, text in (("certificate", certificate), ("key", key)):
        if "-----BEGIN " not in text:
            raise CliError(f"tls: failed to find any PEM data in {what} input")
    _load(context, certificate, key)


def _load(context: ssl.SSLContext, certificate: str, key: str) -> None:
    """Python's ssl reads them from files only: one that only we can read, for a moment."""
    import os
    import tempfile

    handle, path = tempfile.mkstemp(prefix="minikctl-", suffix=".pem")
    try:
        with open(handle, "w", encoding="latin-1") as f:
            f.write(certificate.rstrip("\n") + "\n" + key)
        context.load_cert_chain(path, password="")
    except (ssl.SSLError, ValueError) as e:
        reason = getattr(e, "reason", "") or ""
        if reason == "KEY_VALUES_MISMATCH":
            raise CliError("tls: private key does not match public key") from None
        raise CliError("tls: failed to parse private key") from None
    finally:
        os.unlink(path)


def failure(error: Exception, name: str, connection: Connection | None) -> str:
    """What TLS has against a server, in Go's words."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"tls: failed to verify certificate: x509: {_verification(error, name, connection)}"
    reason = getattr(error, "reason", None) or ""
    if reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE"):
        return "http: server gave HTTP response to HTTPS client"
    if isinstance(error, (ssl.SSLEOFError, ConnectionResetError)) or "EOF" in reason:
        return "EOF"
    if "ALERT" in reason:
        return f"remote error: tls: {reason.lower().replace('_', ' ').partition('alert ')[2]}"
    return f"tls: {str(getattr(error, 'strerror', None) or reason or error).lower()}"


def _verification(error: ssl.SSLCertVerificationError, name: str, connection: Connection | None) -> str:
    if error.verify_code in (10, 9):
        return f"certificate has expired or is not yet valid: {error.verify_message}"
    if error.verify_code in (62, 64):
        return _other_names(name, connection)
    return "certificate signed by unknown authority"


def _other_names(name: str, connection: Connection | None) -> str:
    """The certificate is good, but for another name: Go tells which ones."""
    import ipaddress

    try:
        ipaddress.ip_address(name)
        kind = "IP Address"
    except ValueError:
        kind = "DNS"
    names = [value for what, value in _names_of(connection) if what == kind]
    if kind == "IP Address" and not names:
        return f"cannot validate certificate for {name} because it doesn't contain any IP SANs"
    if not names:
        return f"certificate is not valid for any names, but wanted to match {name}"
    return f"certificate is valid for {', '.join(names)}, not {name}"


def _names_of(connection: Connection | None) -> list[tuple[str, str]]:
    """The names in the server's certificate, fetched once more without looking at them."""
    if connection is None:
        return []
    context = context_for(connection, None)
    context.check_hostname = False
    try:
        with socket.create_connection((connection.host, connection.port), timeout=10.0) as sock:
            wanted = connection.cluster.get("tls-server-name") or connection.host
            with context.wrap_socket(sock, server_hostname=wanted) as wrapped:
                return list((wrapped.getpeercert() or {}).get("subjectAltName", ()))  # type: ignore[arg-type]
    except OSError:
        return []
