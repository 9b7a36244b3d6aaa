"""Do a certificate and a private key belong together? In the words of Go's crypto/tls."""

from __future__ import annotations

from minikctl.core.errors import CliError


def check_pair(cert: bytes, key: bytes, cert_path: str, key_path: str) -> None:
    """CliError when they do not. The paths are where OpenSSL finds them once more."""
    _check_certificate(cert)
    _check_key(key)
    import ssl

    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert_path, key_path, password=lambda: b"")
    except ssl.SSLError as e:
        if e.reason == "KEY_VALUES_MISMATCH":
            raise CliError("tls: private key does not match public key") from None
        if e.reason in ("KEY_TYPE_MISMATCH", "NO_CERTIFICATE_ASSIGNED"):  # OpenSSL keeps one of each type
            raise CliError("tls: private key type does not match public key type") from None
        raise CliError(f"tls: failed to parse certificate or private key: {_words(e)}") from None
    except OSError as e:
        raise CliError(str(e)) from None


def _check_certificate(text: bytes) -> None:
    found = _blocks(text)
    if "CERTIFICATE" in found:
        return
    if not found:
        raise CliError("tls: failed to find any PEM data in certificate input")
    if len(found) == 1 and found[0].endswith("PRIVATE KEY"):
        raise CliError(
            "tls: failed to find certificate PEM data in certificate input, but did find a private key; "
            "PEM inputs may have been switched"
        )
    raise CliError(
        f'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the '
        f"following types: [{' '.join(found)}]"
    )


def _check_key(text: bytes) -> None:
    found = _blocks(text)
    if any(kind == "PRIVATE KEY" or kind.endswith(" PRIVATE KEY") for kind in found):
        return
    if not found:
        raise CliError("tls: failed to find any PEM data in key input")
    if found == ["CERTIFICATE"]:
        raise CliError("tls: found a certificate rather than a key in the PEM for the private key")
    raise CliError(
        f'tls: failed to find PEM block with type ending in "PRIVATE KEY" in key input after skipping PEM blocks '
        f"of the following types: [{' '.join(found)}]"
    )


def _blocks(text: bytes) -> list[str]:
    """The types of the PEM blocks."""
    out = []
    for line in text.decode("latin-1").splitlines():
        if line.startswith("-----BEGIN ") and line.rstrip().endswith("-----"):
            kind = line.rstrip()[11:-5]
            if f"-----END {kind}-----".encode("latin-1") in text:
                out.append(kind)
    return out


def _words(error: Exception) -> str:
    return str(getattr(error, "reason", "") or error).lower().replace("_", " ")
