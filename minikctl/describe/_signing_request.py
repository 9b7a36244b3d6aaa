"""What a PKCS #10 certificate request asks for, read of its DER. Pure.

source: RFC 2986 (the request), RFC 5280 (names, subjectAltName), X.690 (the encoding)
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEQUENCE, _SET, _OID, _OCTETS, _ATTRIBUTES = 0x30, 0x31, 0x06, 0x04, 0xA0
_EXTENSION_REQUEST = bytes.fromhex("2a864886f70d01090e")
_ALTERNATIVE_NAMES = bytes.fromhex("551d11")
_OF_SUBJECT = b"\x55\x04"  # and one byte more
_EMAIL, _DNS, _URI, _ADDRESS = 0x81, 0x82, 0x86, 0x87
_ENCODINGS = {0x1E: "utf-16-be", 0x14: "latin-1"}  # BMPString, T61String; UTF-8 holds the others


class Request(NamedTuple):
    """subject: the values of each attribute, by the last number of its identifier (3: CN)."""

    subject: dict[int, list[str]]
    dns: list[str]
    emails: list[str]
    uris: list[str]
    addresses: list[str]


def parse(pem: bytes) -> Request:
    """Raises ValueError for what is no certificate request."""
    from binascii import a2b_base64

    lines = pem.split(b"-----BEGIN CERTIFICATE REQUEST-----")[-1].partition(b"-----END")[0]
    (info, *_) = _parts(_content(a2b_base64(lines), _SEQUENCE))
    _version, name, _key, *attributes = _parts(_content(info, _SEQUENCE))
    found = Request({}, [], [], [], [])
    for group in _parts(_content(name, _SEQUENCE)):
        for pair in _parts(_content(group, _SET)):
            identifier, value, *_ = _parts(_content(pair, _SEQUENCE))
            oid = _content(identifier, _OID)
            if len(oid) == 3 and oid.startswith(_OF_SUBJECT):
                found.subject.setdefault(oid[2], []).append(_text(value))
    for attribute in attributes:
        if attribute[0] == _ATTRIBUTES:
            _read_attributes(attribute, found)
    return found


def _read_attributes(attributes: bytes, found: Request) -> None:
    for attribute in _parts(_content(attributes, _ATTRIBUTES)):
        kind, values, *_ = _parts(_content(attribute, _SEQUENCE))
        if _content(kind, _OID) != _EXTENSION_REQUEST:
            continue
        for extensions in _parts(_content(values, _SET)):
            for extension in _parts(_content(extensions, _SEQUENCE)):
                identifier, *_, value = _parts(_content(extension, _SEQUENCE))
                if _content(identifier, _OID) == _ALTERNATIVE_NAMES:
                    _read_names(_content(value, _OCTETS), found)


def _read_names(names: bytes, found: Request) -> None:
    texts = {_DNS: found.dns, _EMAIL: found.emails, _URI: found.uris}
    for name in _parts(_content(names, _SEQUENCE)):
        value = _content(name, name[0])
        if name[0] in texts:
            texts[name[0]].append(value.decode("ascii", "replace"))
        elif name[0] == _ADDRESS:
            from ipaddress import ip_address

            found.addresses.append(str(ip_address(value)))


def _text(value: bytes) -> str:
    return _content(value, value[0]).decode(_ENCODINGS.get(value[0], "utf-8"), "replace")


def _parts(data: bytes) -> Iterator[bytes]:
    """The elements that follow one another, each with its tag and length."""
    at = 0
    while at < len(data):
        end = _span(data, at)[1]
        yield data[at:end]
        at = end


def _content(element: bytes, tag: int) -> bytes:
    if not element or element[0] != tag:
        raise ValueError("asn1: structure error: tags don't match")
    start, end = _span(element, 0)
    return element[start:end]


def _span(data: bytes, at: int) -> tuple[int, int]:
    """Where the content of the element at a place begins and ends."""
    if len(data) < at + 2:
        raise ValueError("asn1: syntax error: data truncated")
    size, start = data[at + 1], at + 2
    if size >= 0x80:
        digits = size & 0x7F
        size, start = int.from_bytes(data[start : start + digits], "big"), start + digits
    if start + size > len(data):
        raise ValueError("asn1: syntax error: data truncated")
    return start, start + size
