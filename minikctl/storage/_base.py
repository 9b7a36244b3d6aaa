"""The contract between the API server and what keeps its objects.

A backend stores JSON objects by key, finds keys through indexes, keeps the work queue and a log of commits. It knows
nothing of Kubernetes but what `indexing.py` derives from an object. One writer at a time (begin_write ..
commit/abort); readers see one revision.
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

Obj = dict[str, Any]


NEVER = 1 << 60  # due for a queue entry that only keeps its memo


class Key(NamedTuple):
    """Where an object is: resource is `pods` or `deployments.apps`; namespace is "" for cluster-scoped objects."""

    resource: str
    namespace: str
    name: str


class Change(NamedTuple):
    """One object written (obj) or removed (obj None, old: its last state, resourceVersion that of the removal)."""

    key: Key
    obj: Obj | None
    old: Obj | None  # what was there before this change, None where nothing was
    revision: int


class Entry(NamedTuple):
    """Work that is due: `controller` looks at `key` at `due` (int microseconds). `memo` is the controller's own JSON,
    kept between looks.
    """

    due: int
    controller: str
    key: str
    memo: Any = None


class Head(NamedTuple):
    """What every command reads first. Cheap: one small read.

    clock: {"mode": "real"|"manual", "now": int} (now: the simulated instant last reached); settings: the user's,
    sparse.
    """

    revision: int
    seed: str
    clock: Obj
    settings: Obj
    next_due: int | None  # of the work queue, None: nothing is due
    played: int  # microseconds: the simulation has been played up to here


class Commit(NamedTuple):
    """All that one command and its reconcile step change; atomic."""

    revision: int  # the head's revision after it
    time: int
    # in revision order; coalesced to the last state per key unless somebody watches; who commits a list may empty it
    changes: tuple[Change, ...] | list[Change]
    queue_put: tuple[Entry, ...] = ()
    queue_drop: tuple[tuple[str, str], ...] = ()  # (controller, key)
    head: Obj = {}  # noqa: RUF012  changed head fields: clock, settings, played, seed


class Backend(Protocol):
    """Errors: core.errors.StateError for what is wrong with the state (file, reason, what to do), core.errors.gone
    for a lost revision.
    """

    notices: list[
        str
    ]  # what the user should know of the state (edited files, ...), one line each; taken by who prints them

    def exists(self) -> bool:
        """Whether there is a state; reads of a missing state create nothing."""

    def head(self) -> Head:
        """Of the revision that is read or written; an empty one (revision 0, no seed) where there is no state."""

    def begin_read(self) -> None:
        """From here to end_read every load/lookup/aggregate/due sees one revision."""

    def end_read(self) -> None: ...

    def begin_write(self) -> None:
        """Take the writer's lock (making a state if there is none), finish what a killed process left."""

    def commit(self, commit: Commit) -> None:
        """Make it durable, then visible. On an error nothing of it is there. The lock is released."""

    def abort(self) -> None: ...

    def wipe(self, kept: Head | None = None) -> None:
        """Empty the state, after begin_write; the transaction that follows begins a new one. kept: what `head` says
        until then.
        """

    def load(self, key: Key) -> Obj | None:
        """The object; shared, the caller must not change it."""

    def load_many(self, keys: list[Key]) -> list[Obj | None]:
        """One for each key, None for what is not there."""

    def lookup(self, index: str, value: str) -> list[Key]:
        """Keys under an index value (see indexing.py), sorted by (namespace, name)."""

    def none(self, resource: str) -> bool:
        """Whether there certainly is no object of a resource; costs nothing, whatever there is."""

    def aggregate(self, name: str, value: str) -> tuple[int, ...]:
        """The running sum that indexing.aggregates contributes to (name, value); () where nothing has."""

    def due(self, until: int, limit: int = 0, after: int = -1) -> list[Entry]:
        """Queue entries with after < due <= until, by (due, controller, key); the first `limit` of them, 0: all."""

    def entry(self, controller: str, key: str) -> Entry | None: ...

    def changes_since(self, revision: int) -> Iterator[Change]:
        """Every logged change after a revision, in order. Raises ApiError 410 where the log begins later."""

    def watched(self) -> bool:
        """Whether somebody (another process too) watches, so that intermediate states have to be logged."""

    def hold_watch(self) -> None:
        """Say that this process watches, until close."""

    def poll(self) -> int:
        """The newest revision on disk, as cheap as a stat; for watchers that sleep."""

    def close(self) -> None: ...
