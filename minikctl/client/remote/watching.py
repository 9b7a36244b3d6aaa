"""Watches over HTTP: events line by line, taken up again where the server ends them before their time."""

from __future__ import annotations

import json
import time

from minikctl.client.remote import failures
from minikctl.core.errors import TransportError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from minikctl.client.remote.transport import Answer

    Open = Callable[
        [str, int], tuple[Answer, Iterator[bytes]]
    ]  # from a revision, for so many seconds (0: the server's limit)

Obj = dict[str, Any]

PAUSE = 1.0  # seconds before a watch that gave nothing is asked for again


def events(open_stream: Open, revision: str, timeout: float | None) -> Iterator[tuple[str, Obj]]:
    """(type, object) until the time is up; without a limit for as long as there is a server. An ERROR ends it."""
    deadline = None if timeout is None else time.monotonic() + timeout
    first = True
    while True:
        left = 0.0 if deadline is None else deadline - time.monotonic()
        if deadline is not None and left <= 0:
            return
        try:
            answer, lines = open_stream(revision, max(1, int(left + 0.999)) if deadline is not None else 0)
        except TransportError:
            if first:
                raise
            return  # the server has gone
        if answer.status >= 400:
            error = failures.of_answer(answer)
            if error.code != 410:
                raise error
            yield "ERROR", error.status()
            return
        first = False
        began = time.monotonic()
        for line in lines:
            if not line.strip():
                continue
            event = json.loads(line)
            kind, obj = str(event.get("type", "")), event.get("object") or {}
            revision = _revision(obj) or revision
            yield kind, obj
            if kind == "ERROR":
                return
            if deadline is not None and time.monotonic() >= deadline:
                return
        if time.monotonic() - began < PAUSE:
            time.sleep(PAUSE if deadline is None else max(0.0, min(PAUSE, deadline - time.monotonic())))


def _revision(obj: Obj) -> str:
    """Of an object, or of the one row of a Table."""
    rows = obj.get("rows")
    if rows:
        obj = rows[-1].get("object") or {}
    return str((obj.get("metadata") or {}).get("resourceVersion") or "")
