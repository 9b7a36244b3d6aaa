"""Reading and following the log of a container over one session, for the embedded client and the HTTP adapter.

Logs are not stored: `controllers.kubelet.logs` says what a container has printed up to now. Following lets time go on.
"""

from __future__ import annotations

from minikctl.apiserver.logs import container_of
from minikctl.controllers.kubelet import logs as kubelet
from minikctl.core.errors import ApiError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.sim.passing import advance, manual

if TYPE_CHECKING:
    from collections.abc import Iterator

    from minikctl.apiserver.logs import LogOptions
    from minikctl.controllers.kubelet.logs import Logged
    from minikctl.controllers.kubelet.output import Line
    from minikctl.sim.session import Session
    from minikctl.sim.view import TxView

Obj = dict[str, Any]

SECOND = 1_000_000
POLL = 0.1  # real seconds between looks while a log is followed
PATIENCE = 3600 * SECOND  # simulated: how long a log is followed in which something is still to come
ENDLESS = 60 * SECOND  # and one without an end


class Log:
    """The log of one container run. Errors as the API server has them: ApiError 400, 404, 422."""

    def __init__(self, session: Session, namespace: str, name: str, options: LogOptions) -> None:
        options.check(name)
        self._session, self._namespace, self._name, self._options = session, namespace, name, options
        pod = self._pod()
        container = container_of(pod, options.container)
        self.over = False
        self._written = 0
        self._count = 0
        self._ahead: Line | None = None
        self._run: Logged | None = None
        self._lines: Iterator[Line] = iter(())
        if not pod["spec"].get("nodeName"):  # no node has it yet: an empty log
            self.over = True
            return
        self._run = kubelet.logged(pod, container, options.previous)
        self._pod_read = pod
        self._lines = kubelet.read(Current(session), pod, self._run, session.now())

    def _pod(self) -> Obj:
        api = self._session.read()
        return api.stored(api.target("", "v1", "pods"), self._namespace, self._name)

    def first(self) -> bytes:
        """Everything up to now, as far as the options let it through."""
        if self._run is None:
            return b""
        options, now = self._options, self._session.now()
        found = self._until(kubelet.until(self._run, now))
        since = options.since_time
        if options.since_seconds is not None:
            since = now - options.since_seconds * SECOND
        if since is not None:
            found = [item for item in found if item[0][0] >= since]
        if options.tail is not None:
            found = found[len(found) - options.tail :] if options.tail < len(found) else found
        self.over = self._run.finished is not None or not options.follow
        return self._shown(found)

    def more(self) -> bytes:
        """What has come since the last look; notices when the container has ended."""
        if self.over or self._run is None:
            return b""
        try:
            pod: Obj | None = self._pod()
        except ApiError:
            pod = None
        now = self._session.now()
        run = kubelet.again(pod, self._run)
        if run is None or run.finished is not None:
            self.over = True
        found = self._until(kubelet.until(run or self._run, now))
        return self._shown(found)

    def up_to(self, now: int) -> bytes:
        """What comes until an instant up to which nothing happens to the pod."""
        return b"" if self._run is None else self._shown(self._until(now - self._run.started))

    @property
    def endless(self) -> bool:
        """Whether the container's process never ends by itself."""
        from minikctl.controllers.kubelet.behaviour import run_of
        from minikctl.controllers.kubelet.memory import containers_of
        from minikctl.core.images import InvalidReference, resolve

        assert self._run is not None
        pod, name = self._pod_read, self._run.container
        container = next((c for c, _ in containers_of(pod["spec"]) if c["name"] == name), None)
        try:
            rules = self._session.read().world.settings.get("images") or {}
            return container is None or run_of(pod, container, resolve(container["image"], rules)).ends is None
        except InvalidReference:
            return True

    def next_line(self) -> int | None:
        """When the next line comes, if one does soon enough."""
        if self._run is None:
            return None
        if self._ahead is None:
            self._ahead = next(self._lines, None)
        return None if self._ahead is None else self._run.started + self._ahead.at

    def _until(self, at: int) -> list[tuple[tuple[int, int], str]]:
        """The lines up to a time after the start, each with its instant."""
        assert self._run is not None
        out: list[tuple[tuple[int, int], str]] = []
        last, same = -1, 0
        while True:
            line = self._ahead if self._ahead is not None else next(self._lines, None)
            self._ahead = line
            if line is None or line.at > at:
                return out
            self._ahead = None
            if line.text:
                same = same + 1 if line.at == last else 0
                last = line.at
                out.append((kubelet.instant(self._run, line, same), line.text))

    def _shown(self, found: list[tuple[tuple[int, int], str]]) -> bytes:
        stamped = self._options.timestamps
        texts = [f"{kubelet.stamp(at)} {text}" if stamped else text for at, text in found]
        data = "".join(texts).encode("utf-8", "surrogateescape")
        limit = self._options.limit_bytes
        if limit is not None:
            data = data[: limit - self._written]
            self._written += len(data)
            self.over = self.over or self._written >= limit
        return data


def follow(log: Log, session: Session) -> Iterator[tuple[bytes, float]]:
    """(what comes next, real seconds to wait before going on), until the container ends. Nothing is held between steps.

    The manual clock goes on from event to event; a log without an end is followed for a minute of it.
    """
    yield log.first(), 0.0
    if log.over:
        return
    if manual(session):
        yield from _jump(log, session)
        return
    while not log.over:
        text = log.more()
        _release(session)
        yield text, 0.0 if log.over else POLL


def _jump(log: Log, session: Session) -> Iterator[tuple[bytes, float]]:
    session.write()
    limit = session.now() + (ENDLESS if log.endless else PATIENCE)
    while not log.over:
        session.write()
        due = session.next_due()
        reach = limit if due is None or due > limit else due
        upcoming = log.next_line()
        if due is None and (upcoming is None or upcoming > limit):
            break
        text = log.up_to(reach)
        advance(session, reach)
        text += log.more()
        _release(session)
        yield text, 0.0
        if reach >= limit:
            break
    _release(session)


def _release(session: Session) -> None:
    session.commit()
    session.end_read()


class Current:
    """A view of the state as it is when it is asked: a log is read on over many transactions."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.settings: Obj = session.read().world.settings

    def _view(self) -> TxView:
        from minikctl.sim.view import TxView

        api = self._session.read()
        return TxView(api.tx, api.world.settings, api.tx.head.seed)

    def get(self, resource: str, namespace: str, name: str) -> Obj | None:
        return self._view().get(resource, namespace, name)

    def list(self, resource: str, namespace: str = "") -> list[Obj]:
        return self._view().list(resource, namespace)
