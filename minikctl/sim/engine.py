"""The engine: plays what is due, in time order, each at its own instant.

It pops entries of the work queue, lets the controller look, applies what it wants through the API server, and wakes
the controllers that
watch what changed. It decides nothing itself.
"""

from __future__ import annotations

from minikctl.controllers import table
from minikctl.controllers._base import Event, Repeat, Result
from minikctl.core.errors import ApiError
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.sim import apply
from minikctl.sim.recording import EXPIRY, SWEEP
from minikctl.storage._base import NEVER, Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.apiserver.server import ApiServer
    from minikctl.controllers._base import Controller
    from minikctl.sim.view import TxView
    from minikctl.storage._base import Change
    from minikctl.storage.transaction import Tx

    Keys = Callable[[Any, Any, Any], list[str]]

MAX_LOOKS = 1000  # of one key at one instant: more is a loop, and is slowed down
SECOND = 1_000_000
MOMENT = 100_000  # the longest delay of a Watch
ROUNDS = 4  # of hastened looks: pods wake a replica set, that wakes a deployment


class Engine:
    """Plays one transaction's world. `now` is the instant that is being played."""

    def __init__(self, api: ApiServer, tx: Tx, view: TxView, now: int, failed: Callable[[BaseException], None]) -> None:
        self.failed = failed
        self.api = api
        self.tx = tx
        self.view = view
        self.now = now
        self._looks: dict[tuple[str, str], int] = {}
        self.delayed: set[tuple[str, str]] = set()  # who waits a moment for more changes
        # by resource: who is to be asked which keys to look at
        self._plans: dict[str, list[tuple[str, Keys, int]]] = {}
        self._there: dict[str, bool] = {}  # resources that controllers need: whether there may be any object
        self._repeating: dict[tuple[str, str], Entry] = {}
        self._settled: tuple[str, str] | None = None  # whom the change that is being applied does not wake
        settings = view.settings
        self._off = {name for name in ("scheduler", "kubelet") if not settings.get(name, True)}
        tx.listeners.append(self.wake)

    # --- playing

    def run(self, until: int, stop: Callable[[], bool] | None = None) -> None:
        """Play everything due up to `until`; `stop` (asked between instants) ends it early at the instant reached."""
        try:
            self._run(until, stop)
        except BaseException as e:
            self.failed(e)  # an instant that was played in part is not to be kept
            raise

    def _run(self, until: int, stop: Callable[[], bool] | None) -> None:
        self.view.until = until
        while True:
            due = self.tx.next_due()
            if due is None or due > until:
                self.now = max(self.now, until)
                if not self._repeating:
                    return
                self._settle_all()  # what is looked at then may wake others
                continue
            if due > self.now:
                if stop is not None and stop():
                    self._settle_all()
                    return
                self.now = due
                self._looks.clear()
            entry = self.tx.queue_pop_due(due)
            if entry is not None:
                self._look(entry, until)

    def hasten(self) -> None:
        """Let those look now who wait a moment so that many changes become one look: a command's own effects show at
        once.
        """
        for _ in range(ROUNDS):
            waiting, self.delayed = self.delayed, set()
            for name in waiting:
                entry = self.tx.entry(*name)
                if entry is not None and self.now < entry.due <= self.now + MOMENT:
                    self.tx.queue_put(entry._replace(due=self.now))
            if not waiting:
                return
            self.run(self.now)

    def next_due(self, background: bool = False) -> int | None:
        """When something changes next by itself; None where nothing will. Mere events don't count; housekeeping, which
        deletes the pods of nodes that are gone, only where it is asked for.
        """
        return self.tx.next_due_of(_repeats if background else _changes_nothing)

    def _look(self, entry: Entry, until: int) -> None:
        name = (entry.controller, entry.key)
        memo = entry.memo
        if isinstance(memo, dict) and "repeat" in memo:
            self._repeating[name] = entry
            return
        if entry.controller == EXPIRY and self._puts_off(entry, until):
            return
        looks = self._looks[name] = self._looks.get(name, 0) + 1
        if looks > MAX_LOOKS:
            self.tx.queue_put(entry._replace(due=self.now + SECOND))
            return
        controller = table.load(entry.controller)
        view = self.view.fresh(memo)
        self._finish(controller, entry.key, controller.reconcile(view, entry.key, self.now), self.now)

    def _puts_off(self, entry: Entry, until: int) -> bool:
        """Whether events are swept away later: over a long absence once is enough, and what is still being said does
        not expire.
        """
        end = until // SWEEP * SWEEP
        if self.now < end:
            self.tx.queue_put(entry._replace(due=end))
            return True
        if self._repeating:
            self.tx.queue_put(entry)
            self._settle_all()
            return True
        return False

    def _finish(self, controller: Controller, key: str, result: Result, looked: int) -> None:
        """Apply what a look at an instant wants, then remember when to look again."""
        failed = self._apply(controller, key, result.changes)
        if failed is not None:
            result = failed._replace(memo=failed.memo if failed.memo is not None else result.memo)
        due = result.requeue_at
        memo = result.memo
        if result.repeat is not None:
            due = looked + result.repeat.every
            memo = {"repeat": _frozen(result.repeat), "memo": memo, "from": due}
        woken = self.tx.entry(controller.name, key)
        if woken is not None:
            self.tx.queue_put(woken._replace(due=woken.due if due is None else min(due, woken.due), memo=result.memo))
        elif due is not None or memo is not None:
            self.tx.queue_put(Entry(NEVER if due is None else max(due, self.now), controller.name, key, memo))

    def _apply(self, controller: Controller, key: str, changes: Any) -> Result | None:
        """Apply changes in order. A refusal ends it; what the controller says to that is applied and returned."""
        done = apply.Look(self.api, self.view, controller, self.now)
        try:
            for change in changes:
                try:
                    self._carry_out(done, controller, key, change)
                except ApiError as e:
                    if controller.on_error is None:
                        return _again(e, self.now)
                    answer = controller.on_error(self.view, key, self.now, change, e)
                    return self._answer(done, answer)
            return None
        finally:
            done.done()

    def _carry_out(self, done: apply.Look, controller: Controller, key: str, change: Any) -> None:
        """One change; it does not wake who has reckoned with it."""
        if isinstance(change, controller.settles):
            self._settled = (controller.name, key)
        try:
            done.apply(change)
        finally:
            self._settled = None

    def _answer(self, done: apply.Look, answer: Result) -> Result:
        for change in answer.changes:
            try:
                done.apply(change)
            except ApiError as e:
                return _again(e, self.now)
        return answer

    # --- waking

    def wake(self, change: Change) -> None:
        """Put the controllers that watch a changed object into the queue."""
        resource = change.key.resource
        if change.old is None and resource in table.NEEDED:
            if self._there.get(resource) is False:
                self._plans.clear()
            self._there[resource] = True
        plan = self._plans.get(resource)
        if plan is None:
            plan = self._plans[resource] = self._plan(resource)
        obj, old, view = change.obj, change.old, self.view
        for name, keys, delay in plan:
            for wanted in keys(obj, old, view):
                if (name, wanted) == self._settled:
                    continue
                self._enqueue(name, wanted, self.now + delay)
                if delay:
                    self.delayed.add((name, wanted))

    def _plan(self, resource: str) -> list[tuple[str, Keys, int]]:
        """Whom a change of a resource may concern."""
        watched = table.watched_as(resource)
        return [
            (name, watch.keys, watch.delay)
            for name in table.watchers(resource)
            if name not in self._off and self._is_there(table.needs(name), resource)
            for watch in table.load(name).watches
            if watch.resource == watched
        ]

    def _is_there(self, needed: str, resource: str) -> bool:
        if not needed or needed == resource:
            return True
        there = self._there.get(needed)
        if there is None:
            there = self._there[needed] = not self.tx.none(needed)
        return there

    def _enqueue(self, name: str, key: str, due: int) -> None:
        if (name, key) in self._repeating:
            self._settle((name, key), self.now)
        entry = self.tx.entry(name, key)
        if entry is None:
            self.tx.queue_put(Entry(due, name, key, None))
            return
        memo = entry.memo
        if isinstance(memo, dict) and "repeat" in memo:
            memo = memo["memo"]
        elif entry.due <= due:
            return
        self.tx.queue_put(Entry(due, name, key, memo))

    # --- what repeats

    def _settle_all(self) -> None:
        for name in list(self._repeating):
            if name in self._repeating:  # one of the others may have woken it
                self._settle(name, self.now)

    def _settle(self, name: tuple[str, str], until: int) -> None:
        """Record a repeating look's events for all the times it has come up by `until`, and put it back."""
        entry = self._repeating.pop(name)
        repeat = entry.memo["repeat"]
        every = repeat["every"]
        if until < entry.due:
            times, last = 0, entry.due - every
        else:
            times = (until - entry.due) // every + 1
            last = entry.due + (times - 1) * every
        if times:
            controller = table.load(entry.controller)
            done = apply.Look(self.api, self.view, controller, last)
            done.repeat(_thawed(repeat), times)
            done.done()
            if repeat.get("look"):
                self.now, now = last, self.now
                view = self.view.fresh(entry.memo["memo"])
                self._finish(controller, entry.key, controller.reconcile(view, entry.key, last), last)
                self.now = now
                return
        self.tx.queue_put(entry._replace(due=last + every))


def _changes_nothing(entry: Entry) -> bool:
    """Whether an entry of the queue is housekeeping, or an event that comes up again and again."""
    return entry.controller in table.BACKGROUND or _repeats(entry)


def _repeats(entry: Entry) -> bool:
    memo = entry.memo
    return isinstance(memo, dict) and "repeat" in memo and not memo["repeat"].get("look")


def _again(error: ApiError, now: int) -> Result:
    """A conflict means that the look was outdated: look again. What else the server refused is tried again later."""
    return Result((), now if error.reason == "Conflict" else now + SECOND)


def _frozen(repeat: Repeat) -> dict[str, Any]:
    return {"every": repeat.every, "events": [list(e) for e in repeat.events], "look": repeat.look}


def _thawed(repeat: dict[str, Any]) -> Repeat:
    return Repeat(repeat["every"], tuple(Event(*event) for event in repeat["events"]))
