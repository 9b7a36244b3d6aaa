"""Answers kept for as long as nothing has happened: the same question then costs one look at the state's head.

Ages go by the second and files can be edited by hand, so nothing is kept for longer than a second.
"""

from __future__ import annotations

import time

from minikctl.core.typed import TYPE_CHECKING
from minikctl.sim import clock as clocks

if TYPE_CHECKING:
    from minikctl.rest.answers import Answer
    from minikctl.rest.request import Request
    from minikctl.sim.session import Session
    from minikctl.storage._base import Head

    Question = tuple[str, tuple[tuple[str, str], ...], str, str, str]

SECOND = 1_000_000
MOST = 64 * 1024 * 1024  # bytes


class Kept:
    """Answers of one instant of a state."""

    def __init__(self) -> None:
        self._answers: dict[Question, Answer] = {}
        self._size = 0
        self._head: Head | None = None
        self._second = self._until = 0.0

    def look(self, session: Session, question: Question) -> Answer | None:
        """The answer, where the state and the second are still the same."""
        head = session.backend.head()
        now = clocks.instant(head.clock, head.played)
        same = head is self._head and now // SECOND == self._second and time.monotonic() < self._until
        if same and (head.next_due is None or head.next_due > now):
            return self._answers.get(question)
        self._begin(head, now // SECOND)
        return None

    def _begin(self, head: Head | None, second: float) -> None:
        self._answers.clear()
        self._size = 0
        self._head, self._second, self._until = head, second, time.monotonic() + 1.0

    def keep(self, session: Session, question: Question, answer: Answer) -> None:
        """Remember an answer, unless the state has changed since `look`."""
        if session.backend.head() is not self._head or self._size + len(answer.body) > MOST:
            return
        self._answers[question] = answer
        self._size += len(answer.body)


def question(request: Request) -> Question:
    """All of a GET that its answer depends on."""
    headers = request.headers
    return (
        request.path,
        tuple(request.query.items()),
        headers.get("accept", ""),
        headers.get("accept-encoding", ""),
        headers.get("if-none-match", ""),
    )
