"""One visit to a state: open it, play it up to now, read or write, commit. Every process that uses a state directly
goes through here.

A session is either reading (a consistent snapshot, no lock once it is read) or writing (the writer's lock, one
transaction until `commit`).
Time is decided once for each transaction: what a command does happens at one instant.
"""

from __future__ import annotations

from minikctl.apiserver.request import World
from minikctl.apiserver.server import ApiServer
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import table as kinds
from minikctl.sim import clock as clocks
from minikctl.sim.settings import effective
from minikctl.storage._base import NEVER
from minikctl.storage.cluster import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from minikctl.sim.engine import Engine
    from minikctl.storage._base import Backend, Change
    from minikctl.storage.transaction import Tx

Obj = dict[str, Any]


class Session:
    """Transactions on one backend, one after the other.

    environ: MINIKCTL_CLOCK, MINIKCTL_SEED and MINIKCTL_NOW count where a state is created.
    """

    def __init__(self, backend: Backend, environ: Mapping[str, str], warn: Callable[[str], None]) -> None:
        self.backend = backend
        self.warn = warn
        self.listener: Callable[[Change], None] | None = None
        self._environ = environ
        self._tx: Tx | None = None
        self._api: ApiServer | None = None
        self._engine: Engine | None = None
        self._writing = False
        self._reading = False
        self._now = 0
        self._head: Obj = {}
        self._spoiled: BaseException | None = None
        self._kept: Backend | None = None  # the real backend, while a state is only imagined

    # --- opening

    def read(self) -> ApiServer:
        """The API server over the state as it is now: what was due has been played."""
        if self._api is not None:
            kinds.use(self._tx)  # another session may have been used since
            return self._api
        if not self.backend.exists():
            return self._imagined()
        self.backend.begin_read()
        self._reading = True
        head = self.backend.head()
        if head.revision == 0:  # who was to create it was killed before that was done
            self.end_read()
            return self._imagined()
        now = clocks.instant(head.clock, head.played)
        if head.next_due is not None and head.next_due <= now:
            self.end_read()
            self.write()
            self.commit()
            self.backend.begin_read()
            self._reading = True
            head = self.backend.head()
        return self._begin(clocks.instant(head.clock, head.played))

    def write(self) -> ApiServer:
        """The API server over the newest state, for writing: the lock is held until `commit` or `abort`."""
        if self._spoiled is not None:  # who goes on all the same, with other objects, may not
            raise self._spoiled
        if self._writing and self._api is not None and self._kept is None:
            kinds.use(self._tx)
            return self._api
        self.end_read()
        self._wake_up()
        if self._spoiled is not None:  # whoever goes on after that may not end well
            raise self._spoiled
        fresh = not self.backend.exists()
        self.backend.begin_write()
        self._writing = True
        try:
            fresh = fresh or self.backend.head().revision == 0
            if fresh:
                return self._found()
            head = self.backend.head()
            api = self._begin(clocks.instant(head.clock, head.played))
            self._catch_up()
            return api
        except BaseException:
            self.abort()
            raise

    def _begin(self, now: int) -> ApiServer:
        from minikctl.controllers.order import ORDER
        from minikctl.storage.transaction import Tx

        self._now = now
        tx = self._tx = Tx(self.backend, ORDER, every=None if self._writing else False)
        kinds.use(tx)
        settings = effective(tx.head.settings)
        world = World(self.now, settings, tx.head.seed, lambda text: self.warn(text))
        self._api = ApiServer(tx, world)
        self._engine = None
        if self.listener is not None:
            tx.listeners.append(self.listener)
        return self._api

    def engine(self) -> Engine:
        """The engine of the open transaction."""
        if self._engine is None:
            from minikctl.sim.engine import Engine
            from minikctl.sim.view import TxView

            assert self._tx is not None and self._api is not None
            view = TxView(self._tx, self._api.world.settings, self._tx.head.seed)
            start = max(self._tx.head.played, 0) or self._now
            self._engine = Engine(self._api, self._tx, view, start, self.spoil)
        return self._engine

    def _catch_up(self) -> None:
        """Play what was due before this command, each at its own instant."""
        due = self._tx.next_due() if self._tx is not None else None
        engine = self.engine()
        if due is not None and due <= self._now:
            engine.run(self._now)
        engine.now = self._now

    def _found(self) -> ApiServer:
        """Create a state: a cluster as it is after installation, started at this instant. Settings and the clock's
        mode are those of the state that was here before, where one was reset.
        """
        from minikctl.sim import bootstrap

        before = (self._kept or self.backend).head()
        kept = {} if before == EMPTY else {"settings": before.settings, "mode": before.clock["mode"]}
        self._head = bootstrap.head(self._environ, kept)
        api = self._begin(int(self._head["played"]))
        assert self._tx is not None
        self._tx.head = self._tx.head._replace(
            seed=self._head["seed"], clock=self._head["clock"], settings=self._head["settings"], played=self._now
        )
        settings = effective(self._head["settings"])
        api.world = api.world._replace(seed=self._head["seed"], settings=settings)
        bootstrap.populate(api, self.engine())
        self.react()
        return api

    def _imagined(self) -> ApiServer:
        """What a state would be like if there was one: for reads where nothing has been written yet. Nothing is
        kept.
        """
        from minikctl.storage.memory import MemoryBackend

        self._kept, self.backend = self.backend, MemoryBackend()
        self.backend.begin_write()
        self._writing = True
        return self._found()

    def _wake_up(self) -> None:
        """What was only imagined is dropped before the first write."""
        if self._kept is not None:
            self.backend, self._kept = self._kept, None
            self._forget()

    def reset(self) -> None:
        """Begin a new cluster; the clock's mode and the settings stay. A seed of the environment counts again."""
        self.write()
        assert self._tx is not None
        head = self._tx.head
        self._forget()
        self._writing = True
        clock = {"mode": "manual", "now": 0} if clocks.is_manual(head.clock) else {"mode": "real"}
        self.backend.wipe(EMPTY._replace(settings=head.settings, clock=clock))
        self._found()
        self.commit()

    # --- time

    def now(self) -> int:
        """Microseconds: the instant of the command, or the one that is being played."""
        if self._engine is not None:
            return self._engine.now
        if self._api is None:
            self.read()
        return self._now

    def react(self) -> None:
        """Let the controllers act on what has just been written, at this instant."""
        engine = self.engine()
        engine.run(self.now())
        engine.hasten()

    def set_head(self, **fields: Any) -> None:
        """Change the clock, the settings or the seed of the open transaction."""
        self._head.update(fields)

    def set_settings(self, settings: Obj) -> None:
        """Change the settings of the open transaction; its world is by them from here on."""
        assert self._api is not None and self._tx is not None
        self.set_head(settings=settings)
        self._api.world = self._api.world._replace(settings=effective(settings))
        if self._engine is not None:
            now = self._engine.now
            self._tx.listeners.remove(self._engine.wake)
            self._engine = None
            self.engine().now = now

    # --- ending

    def commit(self) -> None:
        """Make the transaction durable and end it. The next read or write begins another. Raises what spoiled it."""
        if self._spoiled is not None:
            spoiled = self._spoiled
            self.abort()
            self._spoiled = spoiled
            raise spoiled
        if not self._writing or self._tx is None or self._kept is not None:
            return
        tx, engine = self._tx, self._engine
        changed = tx.changed()
        if not changed and not self._head:
            self.abort()
            return
        played = engine.now if engine is not None else self._now
        head = {"played": played, **self._head}
        clock = self._head.get("clock") or tx.head.clock
        if clocks.is_manual(clock):
            head["clock"] = {**clock, "now": max(played, int(clock["now"]))}
        commit = tx.to_commit(played, head)
        del tx, engine  # the commit alone has the objects, and lets them go as they are written
        self._forget()
        try:
            self.backend.commit(commit)
        except BaseException as e:
            self._spoiled = e  # until another transaction begins: who tells of this one is to know
            raise
        finally:
            self._tell()

    def save(self) -> None:
        """Make durable what has been done, and go on writing as if nothing had happened: who waits a moment still
        does, so that it does not matter when this is done.
        """
        delayed = self.engine().delayed
        self.commit()
        self.write()
        self.engine().delayed |= delayed

    def spoil(self, error: BaseException) -> None:
        """Something of the transaction is half done, or it cannot begin: none of it is to be kept, up to `abort`."""
        self._spoiled = error

    @property
    def spoiled(self) -> bool:
        """Whether the last transaction came to nothing; `commit` raises why."""
        return self._spoiled is not None

    def abort(self) -> None:
        writing = self._writing
        self._forget()
        if writing:
            self.backend.abort()
        self._tell()

    def end_read(self) -> None:
        if self._reading:
            self._reading = False
            self._close()
            self.backend.end_read()
            self._tell()

    def _tell(self) -> None:
        """What storage noticed (files changed by hand, work that a killed process left) is for the user."""
        notices = self.backend.notices
        for text in notices:
            self.warn(text)
        notices.clear()

    def _close(self) -> None:
        if self._tx is not None:
            self._tx.listeners.clear()  # the engine among them, which has the transaction
            kinds.forget(self._tx)
        self._tx = self._api = self._engine = None

    def _forget(self) -> None:
        self._close()
        self._head = {}
        self._writing = False
        self._spoiled = None

    def next_due(self, background: bool = False) -> int | None:
        """When something happens by itself next, in the open transaction; whether housekeeping counts."""
        due = self.engine().next_due(background)
        return None if due is None or due >= NEVER else due

    @property
    def writing(self) -> bool:
        return self._writing

    @property
    def open(self) -> bool:
        return self._api is not None

    def close(self) -> None:
        self.abort()
        self.end_read()
        self._wake_up()
        self.backend.close()
