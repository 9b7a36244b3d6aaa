"""Whatever comes, the answer is a proper one, in time: no 500, no traceback, no hang."""

from __future__ import annotations

import asyncio
import json
import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minikctl.rest.request import Request
from tests.rest.fuzzing import MEDIA, OPTIONS, request
from tests.support.http import Http

FEW, MANY = 600, 20_000
MEANT = (501, 504)  # exec and the like say that nothing runs; revisions that are not there yet
# answered 500 there, too
AS_REAL = (
    b"failed to create typed patch object",
    b"failed to create typed live object",
    b"list element types are not identical",
    b"does not contain declared merge key",
)


def _survives(seed: int, count: int) -> None:
    random, http = Random(seed), Http()
    for number in range(count):
        asked = request(random)
        start = time.monotonic()
        answer = http.app.answer(asked)
        took = time.monotonic() - start
        shown = f"{number}: {asked}"[:2000]
        assert answer.status < 500 or answer.status in MEANT or any(text in answer.body for text in AS_REAL), (
            f"{shown}\n{answer.body[:500]!r}"
        )
        assert took < 5, f"{shown}\n{took:.1f} s"
        if answer.status >= 400:
            assert json.loads(answer.body)["kind"] == "Status", shown
        if answer.stream is not None:
            asyncio.run(answer.stream.aclose())  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", [1, 2])
def test_hostile_requests(seed: int) -> None:
    _survives(seed, FEW)


@pytest.mark.slow
def test_many_hostile_requests() -> None:
    _survives(3, MANY)


PLACES = ("/api/v1/namespaces/default/configmaps", "/apis/apps/v1/namespaces/default/deployments/x", "/api", "/")
CUSTOM = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
SERVED = Http()
KINDS_OF_BODY = st.sampled_from((*MEDIA, "application/json; charset=latin-1", "APPLICATION/JSON", "application/cbor"))


@settings(max_examples=150)
@given(
    method=st.sampled_from(("GET", "POST", "PUT", "PATCH", "DELETE")),
    path=st.sampled_from((*PLACES, CUSTOM, f"{CUSTOM}/x")),
    query=st.dictionaries(st.sampled_from(OPTIONS) | st.text(max_size=5), st.text(max_size=20), max_size=3),
    content=KINDS_OF_BODY | st.text(max_size=30),
    accept=KINDS_OF_BODY | st.text(max_size=30),
    body=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
def test_anything_at_all(method: str, path: str, query: dict[str, str], content: str, accept: str, body: bytes) -> None:
    headers = {"host": "127.0.0.1", "content-type": content, "accept": accept}
    answer = SERVED.app.answer(Request(method, path, query, headers, body))
    assert answer.status < 500 or answer.status in MEANT, answer.body[:500]
    if answer.status >= 400:
        assert json.loads(answer.body)["kind"] == "Status"
    if answer.stream is not None:
        asyncio.run(answer.stream.aclose())  # type: ignore[attr-defined]
