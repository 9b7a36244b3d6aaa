"""What the `sim` verbs share: they work on an embedded state, and on nothing else."""

from __future__ import annotations

from minikctl.core.errors import CliError
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.client._base import Client
    from minikctl.sim.session import Session

Obj = dict[str, Any]


def session_of(client: Client) -> Session:
    """The session of an embedded client; CliError for a client of a real API server."""
    if not client.embedded:
        raise CliError("`sim` works on a state directory, not on a real API server")
    session: Session = getattr(client, "session")  # noqa: B009  not part of the Client contract
    return session


def change_settings(session: Session, changed: Obj) -> None:
    """Write settings and let the world follow: nodes come and go, switched-on controllers catch up."""
    from minikctl.storage._base import Entry

    api = session.write()
    before = dict(api.tx.head.settings)
    settings = {**before, **changed}
    nodes = api.tx.entry("nodes", "")
    api.tx.queue_put(Entry(session.now(), "nodes", "", nodes.memo if nodes is not None else None))
    session.set_settings(settings)
    _wake_all(session, changed)
    session.react()
    session.commit()


def _wake_all(session: Session, changed: Obj) -> None:
    """A controller that was off has missed what happened: it looks at every pod. Autoscalers look at a new load."""
    if changed.get("scheduler") or changed.get("kubelet") or "images" in changed:
        _wake(session, "pods")
    if "load" in changed or "metrics" in changed:
        _wake(session, "horizontalpodautoscalers.autoscaling")


def _wake(session: Session, resource: str) -> None:
    from minikctl.storage._base import Change, Key

    for obj in session.write().tx.list(resource):
        meta = obj["metadata"]
        key = Key(resource, meta["namespace"], meta["name"])
        session.engine().wake(Change(key, obj, obj, int(meta["resourceVersion"])))
