"""Certificate requests: what is none is a ValueError, whatever it is."""

from __future__ import annotations

import base64
import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minikctl.core.errors import CliError
from minikctl.describe import _signing_request, describer
from tests.support.related import Objects

OBJECTS = Objects.read(Path(__file__).with_name("objects.jsonl"), now=0)
FULL = next(o for o in OBJECTS.all if o["metadata"]["name"] == "csr-full")
LABEL = b"CERTIFICATE REQUEST"
DER = base64.b64decode(b"".join(base64.b64decode(FULL["spec"]["request"]).splitlines()[1:-1]))


def pem(der: bytes) -> bytes:
    return b"-----BEGIN %s-----\n%s-----END %s-----\n" % (LABEL, base64.encodebytes(der), LABEL)


@given(st.lists(st.tuples(st.integers(0, len(DER) - 1), st.integers(0, 255)), max_size=4), st.integers(0, len(DER)))
def test_a_broken_one_is_a_value_error(changes: list[tuple[int, int]], length: int) -> None:
    der = bytearray(DER)
    for at, byte in changes:
        der[at] = byte
    with contextlib.suppress(ValueError):
        _signing_request.parse(pem(bytes(der[:length])))


@given(st.binary(max_size=40))
def test_so_is_any_other(data: bytes) -> None:
    for text in (data, pem(data)):
        with contextlib.suppress(ValueError):
            _signing_request.parse(text)


def test_which_is_told() -> None:
    broken = json.loads(json.dumps(FULL))
    broken["spec"]["request"] = base64.b64encode(pem(b"\x30\x05")).decode()
    with pytest.raises(CliError, match="Error parsing CSR: asn1: syntax error: data truncated"):
        describer("CertificateSigningRequest", "certificates.k8s.io")(broken, OBJECTS)
