"""Watches of the embedded client: time goes on while they are read, by sleeping or by jumping from event to event."""

from __future__ import annotations

import time

from minikctl.apiserver.watching import Selection
from minikctl.core.errors import ApiError, StateError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.sim import clock as clocks
from minikctl.sim.passing import advance, manual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.apiserver.request import Target
    from minikctl.sim.session import Session
    from minikctl.storage._base import Change

Obj = dict[str, Any]

SECOND = 1_000_000
PATIENCE = 3600 * SECOND  # simulated: a watch without a limit ends when nothing of its own has come for so long
LONGEST = 3 * PATIENCE  # and in all: a pod whose image is missing changes for ever
POLL = 50_000
COMMIT_EVERY = 0.25  # real seconds between commits while time is jumped through
PART, LONGEST_UNSAVED = 10, 5.0  # more where commits take long: a tenth of the time is theirs; seconds at most


class LocalWatch:
    """One watch on one session."""

    def __init__(self, session: Session, target: Target, namespace: str, selector: str, fields: str) -> None:
        self._session = session
        self._selection = Selection(target, namespace, selector, fields)
        self._pending: list[Change] = []

    def events(self, revision: int | None, timeout: float | None) -> Iterator[tuple[str, Obj]]:
        """(type, stored object) after a revision (None: what is there comes first as ADDED)."""
        session = self._session
        limit = None if timeout is None else int(timeout * SECOND)
        start = session.now()
        if revision is None:
            revision = session.read().tx.revision
            for obj in self._selection.present(session.read()):
                yield "ADDED", obj
        deadline = None if limit is None else start + limit
        yield from self._jump(revision, deadline) if manual(session) else self._follow(revision, deadline)

    def _backlog(self, revision: int) -> list[Change]:
        """What is logged since the revision was read; where the log begins later, what is there and younger."""
        session = self._session
        if session.backend.head().revision <= revision:
            return []
        about = self._selection.about
        try:
            return [change for change in session.backend.changes_since(revision) if about(change)]
        except ApiError as e:
            if e.code != 410:
                raise
        session.warn(f"the log of the state begins after revision {revision}: what was deleted since is not shown")
        return self._selection.younger(session.read(), revision)

    def _jump(self, revision: int, deadline: int | None) -> Iterator[tuple[str, Obj]]:
        session = self._session
        session.listener = self._note
        session.commit()
        if not self._selection.is_same(session.write(), revision):
            self._pending[:0] = self._backlog(revision)
        start = last = session.now()
        again = time.monotonic() + COMMIT_EVERY
        try:
            while True:
                for event in self._drain():
                    last = session.now()
                    yield event
                session.write()
                due = session.next_due(background=deadline is not None)
                if deadline is not None and (due is None or due > deadline):
                    advance(session, max(deadline, session.now()))
                    return
                if due is None or (deadline is None and due > min(last + PATIENCE, start + LONGEST)):
                    return
                session.engine().run(due)
                before = time.monotonic()
                if before > again:
                    session.save()
                    after = time.monotonic()
                    again = after + min(max(COMMIT_EVERY, PART * (after - before)), LONGEST_UNSAVED)
        finally:
            session.listener = None
            self._end_jump()

    def _end_jump(self) -> None:
        """What the last event leads to at once is there when the command ends. What fails is told of at its end."""
        session = self._session
        if session.spoiled:
            return
        try:
            if session.writing:
                session.engine().hasten()
            session.commit()
        except StateError:
            return

    def _note(self, change: Change) -> None:
        if self._selection.about(change):
            self._pending.append(change)

    def _drain(self) -> Iterator[tuple[str, Obj]]:
        while self._pending:
            changes, self._pending[:] = list(self._pending), []
            for change in changes:
                event = self._selection.event(change)
                if event is not None:
                    yield event

    def _follow(self, revision: int, deadline: int | None) -> Iterator[tuple[str, Obj]]:
        session = self._session
        session.commit()
        session.backend.hold_watch()
        while True:
            api = session.read()
            head = api.tx.head
            now = session.now()
            changes = self._backlog(revision)
            revision = head.revision
            session.commit()
            session.end_read()
            for change in changes:
                event = self._selection.event(change)
                if event is not None:
                    yield event
            if deadline is not None and now >= deadline:
                return
            self._rest(revision, head.next_due, deadline)

    def _rest(self, revision: int, due: int | None, deadline: int | None) -> None:
        """Sleep until something is due, something was written, or the time is up."""
        while True:
            now = clocks.wall()
            until = min(t for t in (due, deadline, now + POLL) if t is not None)
            if until <= now:
                return
            clocks.sleep(until - now)
            if self._session.backend.poll() != revision:
                return
