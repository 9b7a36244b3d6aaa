"""`serve --self-signed`: a certificate authority and a server certificate of the state's own, made by the optional
package `cryptography`.

Both lie in the state directory, for its owner only, and are used again until they run out. The certificate is its own
authority: clients trust it itself.
"""

from __future__ import annotations

import ipaddress
import os
from datetime import UTC, datetime, timedelta

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.x509 import Certificate, GeneralName

VALID = timedelta(days=365)
RENEW = timedelta(days=7)  # before its end
ALWAYS = ("localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "127.0.0.1", "::1")


def self_signed(state_dir: str, address: str) -> tuple[str, str]:
    """The files of a certificate for an address, and of its key. CliError where they cannot be made."""
    try:
        import cryptography  # noqa: F401
    except ImportError:
        raise CliError(
            "--self-signed needs the package cryptography (pip install 'minikctl[tls]'); "
            "or give your own certificate with --tls-cert and --tls-key"
        ) from None
    directory = f"{state_dir}/tls"
    cert, key = f"{directory}/server.crt", f"{directory}/server.key"
    names = tuple(dict.fromkeys((*ALWAYS, *_names(address))))
    try:
        if not _usable(cert, key, names):
            for each in (state_dir, directory):
                os.makedirs(each, mode=0o700, exist_ok=True)
            _make(cert, key, names)
    except OSError as e:
        raise CliError(f"open {e.filename or directory}: {(e.strerror or str(e)).lower()}") from None
    return cert, key


def _names(address: str) -> tuple[str, ...]:
    """The names that a server on an address is called by; of all addresses, this machine's name."""
    if address in ("", "0.0.0.0", "::"):
        import socket

        return (socket.gethostname(),)
    return (address,)


def _usable(cert: str, key: str, names: tuple[str, ...]) -> bool:
    """Whether there is a pair for all these names that does not run out soon."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        with open(cert, "rb") as f:
            found = x509.load_pem_x509_certificate(f.read())
        with open(key, "rb") as f:
            secret = load_pem_private_key(f.read(), None)
        held = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (OSError, ValueError, x509.ExtensionNotFound):
        return False
    if found.not_valid_after_utc - RENEW < datetime.now(UTC) or secret.public_key() != found.public_key():
        return False
    return all(_general(name) in held for name in names)


def _general(name: str) -> GeneralName:
    from cryptography import x509

    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _make(cert: str, key: str, names: tuple[str, ...]) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    secret = ec.generate_private_key(ec.SECP256R1())
    made = _signed(secret, names)
    private = secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write(key, private)
    _write(cert, made.public_bytes(serialization.Encoding.PEM))


def _signed(secret: EllipticCurvePrivateKey, names: tuple[str, ...]) -> Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "minikctl")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    public = secret.public_key()
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(secret, hashes.SHA256())
    )


def _write(path: str, data: bytes) -> None:
    fresh = f"{path}.{os.getpid()}"
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as f:
        f.write(data)
    os.replace(fresh, path)
