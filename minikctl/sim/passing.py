"""Letting time pass on purpose: the real clock is waited for, the manual one is moved."""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING
from minikctl.sim import clock as clocks

if TYPE_CHECKING:
    from minikctl.sim.session import Session
    from minikctl.storage._base import Change, Key

SECOND = 1_000_000


def manual(session: Session) -> bool:
    """Whether the state's clock is in hand."""
    return clocks.is_manual(session.read().tx.head.clock)


def pass_time(session: Session, microseconds: int) -> None:
    """Go on by that much, playing what becomes due; durable afterwards."""
    if manual(session):
        session.write()
        advance(session, session.now() + microseconds)
    else:
        session.commit()
        session.end_read()
        clocks.sleep(microseconds)
        session.read()


def advance(session: Session, until: int) -> None:
    """Move the manual clock of the open transaction to an instant, and commit."""
    session.write()
    clock = {**session.read().tx.head.clock, "now": until}
    session.engine().run(until)
    session.set_head(clock=clock)
    session.commit()


def settle(session: Session, quiet: int, timeout: int) -> bool:
    """Go on until no object has changed for `quiet` microseconds of simulated time; False if that takes beyond
    `timeout`.

    Events do not count: a probe that fails is told of for ever, though nothing changes.
    Under the manual clock nothing is waited for: time goes from event to event, and ends `quiet` after the last change.
    """
    session.write()
    start = last = session.now()
    if not manual(session):
        return _settle_real(session, start, quiet, timeout)
    engine = session.engine()
    changed: list[Key] = []
    session.read().tx.listeners.append(lambda change: _note(changed, change))
    while True:
        due = engine.next_due()
        if due is None or due > last + quiet:
            break
        if due > start + timeout:
            advance(session, start + timeout)
            return False
        changed.clear()
        engine.run(due)
        if changed:
            last = due
    advance(session, max(session.now(), last))
    return True


def _note(changed: list[Key], change: Change) -> None:
    if change.key.resource != "events":
        changed.append(change.key)


def _changed_since(session: Session, revision: int) -> bool:
    from minikctl.core.errors import ApiError

    try:
        return any(c.key.resource != "events" for c in session.backend.changes_since(revision))
    except ApiError:  # the log begins later: much has changed
        return True


def _settle_real(session: Session, start: int, quiet: int, timeout: int) -> bool:
    session.commit()
    last, seen = start, session.backend.poll()
    while True:
        api = session.read()
        now, revision = session.now(), api.tx.revision
        changed = revision != seen and _changed_since(session, seen)
        session.end_read()
        session.commit()
        seen = revision
        if changed:
            last = now
        if now - last >= quiet:
            return True
        if now - start >= timeout:
            return False
        clocks.sleep(min(quiet // 4, 100_000))
