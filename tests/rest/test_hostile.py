"""Whatever comes, the answer is a proper one, in time: no 500, no traceback, no hang."""

from __future__ import annotations

import asyncio
import json
import time
from random import Random

import pytest

from tests.rest.fuzzing import request
from tests.support.http import Http

FEW, MANY = 600, 20_000
MEANT = (501, 504)  # exec and the like say that nothing runs; revisions that are not there yet
AS_REAL = (b"failed to create typed patch object", b"list element types are not identical")  # answered 500 there, too


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
