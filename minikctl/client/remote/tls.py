"""TLS as a kubeconfig wants it: authorities, client certificates, names."""

from __future__ import annotations

import ssl

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from minikctl.client.kubeconfig.chosen import Connection
    from minikctl.client.kubeconfig.credentials import Credential


def check(connection: Connection) -> None:
    """CliError for what contradicts itself. Go looks at this for plain HTTP too."""
    cluster = connection.cluster
    authority = cluster.get("certificate-authority-data") or cluster.get("certificate-authority")
    if cluster.get("insecure-skip-tls-verify") and authority:
        raise CliError("specifying a root certificates file with the insecure flag is not allowed")


def context_for(connection: Connection, credential: Credential | None) -> ssl.SSLContext | None:
    """None for plain HTTP. CliError for certificates that cannot be used."""
    check(connection)
    if not connection.secure:
        return None
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
