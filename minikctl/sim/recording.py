"""Events of one look as they are stored: named, counted, remembered where a source says much, swept away later."""

from __future__ import annotations

from minikctl.core.times import rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.sim import recorder
from minikctl.storage._base import Entry, Key

if TYPE_CHECKING:
    from minikctl.apiserver.server import ApiServer
    from minikctl.controllers._base import Event, Repeat, Skipped
    from minikctl.sim.correlator import Correlator
    from minikctl.sim.view import TxView

Obj = dict[str, Any]

SECOND = 1_000_000
EXPIRY = "expiry"  # the housekeeping of objects with a time to live
SWEEP = 600 * SECOND
REFILL = recorder.REFILL
FORGOTTEN = recorder.BURST * REFILL  # after this silence a source may say as much as at first
IN_SIGHT = recorder.TTL + SWEEP  # before that nothing that was written lives on
SAID = "said/"  # keys of that housekeeping: what is remembered of a source


class Recorder:
    """What a component says. Sources that have used up their burst have a memory, kept with the work queue."""

    def __init__(self, api: ApiServer, view: TxView, component: str) -> None:
        self._api = api
        self._view = view
        self._component = component
        self._memories: dict[tuple[str, str], Correlator | None] = {}  # (component, uid)

    def record(self, event: Event, now: int) -> None:
        """Write the Event object, or count it."""
        component = event.component or self._component
        mine: list[Obj] = []
        if not event.first:
            memory = self._memory(event, now)
            if memory is None:
                mine = recorder.of_source(component, self._view.events_about(_uid(event)), now)
                if mine and recorder.is_spam(mine, now):
                    memory = self._begin(event, mine, now)
            if memory is not None:
                self._count(event, memory, now)
                return
        self._write(recorder.record(event, component, mine, now), now)

    def repeat(self, repeat: Repeat, times: int, last: int) -> None:
        """Events that came up so often, the last time at an instant."""
        events, every = repeat.events, repeat.every
        at = last - (times - 1) * every
        if every >= REFILL * len(events):  # each time there is a token for all of them
            for event in events:
                self._often(event, every, times, at)
            return
        while times:
            passed = self._pass_over(repeat, times, at, last)
            if not passed:
                for event in events:
                    self.record(event, at)
                passed = 1
            times -= passed
            at += passed * every

    def skip(self, skipped: Skipped, now: int) -> None:
        """Events that nobody will see were said until an instant. Only a source that says much remembers them."""
        events, times, until, fresh = skipped
        memory = self._memory(events[0], now)
        if memory is None:
            if fresh or until - now >= REFILL * times * len(events):  # there was a token for each
                return
            component = events[0].component or self._component
            mine = recorder.of_source(component, self._view.events_about(_uid(events[0])), now)
            memory = self._begin(events[0], mine, now)
        for event in events:
            memory.add(event, times, until, fresh)
        memory.spend(until, times * len(events))

    def keep(self) -> None:
        """Have what was remembered in this look stored."""
        for (component, uid), memory in self._memories.items():
            if memory is not None:
                due = -(-(memory.last + FORGOTTEN) // SWEEP) * SWEEP
                self._api.tx.queue_put(Entry(due, EXPIRY, f"{SAID}{component}/{uid}", memory.memo()))
        self._memories.clear()

    # --- sources that say much

    def _memory(self, event: Event, now: int) -> Correlator | None:
        """What is remembered of the source, None where nothing is."""
        source = event.component or self._component, _uid(event)
        if source not in self._memories:
            entry = self._api.tx.entry(EXPIRY, f"{SAID}{source[0]}/{source[1]}")
            found = None
            if entry is not None and now - entry.memo["last"] <= FORGOTTEN:
                from minikctl.sim.correlator import Correlator

                found = Correlator(entry.memo)
            self._memories[source] = found
        return self._memories[source]

    def _begin(self, event: Event, mine: list[Obj], now: int) -> Correlator:
        from minikctl.sim.correlator import begun

        memory = self._memories[event.component or self._component, _uid(event)] = begun(mine, now)
        return memory

    def _pass_over(self, repeat: Repeat, times: int, at: int, last: int) -> int:
        """How many times of a repeat only had to be counted: there was no token, or nobody will see it any more."""
        events, every = repeat.events, repeat.every
        memory = self._memory(events[0], at)
        if memory is None:
            return 0
        passed = min(-(-memory.wait(at) // every), times)
        if not passed and last - at > 2 * IN_SIGHT:
            passed = (last - IN_SIGHT - at) // every
        if passed:
            self._api.tx.revision += memory.pass_over(events, every, passed, at)
        return passed

    def _often(self, event: Event, every: int, times: int, at: int) -> None:
        """The event came up so often, and was written each time."""
        last = at + (times - 1) * every
        memory = self._memory(event, at)
        tx = self._api.tx
        if memory is None:
            component = event.component or self._component
            mine = recorder.of_source(component, self._view.events_about(_uid(event)), at)
            if not mine or not recorder.is_spam(mine, last):
                tx.revision += times - 1
                self._write(recorder.record(event, component, mine, last, times), last)
                return
            memory = self._begin(event, mine, at)
        if times > 1:
            tx.revision += memory.pass_over((event,), every, times - 1, at)
        self._count(event, memory, last)

    # --- writing

    def _count(self, event: Event, memory: Correlator, now: int) -> None:
        said = memory.observe(event, now)
        if said is None:
            return
        namespace = event.regarding["metadata"].get("namespace") or "default"
        old = self._api.tx.get(Key("events", namespace, said.name)) if said.name and not event.single else None
        fields = {"count": said.times, "message": said.message, "lastTimestamp": rfc3339(now)}
        if old is not None:
            self._write({**old, **fields}, now)
            return
        made = recorder.new(event, event.component or self._component, said.message, now, 1)
        if not event.single:
            made.update(fields, firstTimestamp=rfc3339(said.first))
            if said.name:
                made["metadata"]["name"] = said.name
        name = self._write(made, now, named=bool(said.name) and not event.single)
        memory.named(said, name)

    def _write(self, made: Obj, now: int, named: bool = False) -> str:
        """Store an Event object: a new one where it has no uid. Its name."""
        tx = self._api.tx
        meta = made["metadata"]
        namespace = meta["namespace"]
        if "uid" in meta:
            made["metadata"] = {**meta, "resourceVersion": str(tx.next_revision())}
            tx.put(Key("events", namespace, meta["name"]), made)
            return str(meta["name"])
        if not named:
            self._name(made, now)
        there = tx.get(Key("namespaces", "", namespace))
        if there is None or (there.get("status") or {}).get("phase") == "Terminating":
            return ""  # as on a real server: nothing new in there
        self._api.record(made)
        from minikctl.kinds.event import last_written

        sweep_later(self._api, namespace, last_written(made) + recorder.TTL)
        return str(meta["name"])

    def _name(self, event: Obj, now: int) -> None:
        """`<object>.<nanoseconds in hex>`, the next free nanosecond."""
        meta = event["metadata"]
        base, nanoseconds = meta["name"], now * 1000
        tx = self._api.tx
        known = tx.here if now > tx.head.played else tx.get  # nobody has stored a later instant
        while True:
            meta["name"] = f"{base}.{nanoseconds:x}"
            if known(Key("events", meta["namespace"], meta["name"])) is None:
                return
            nanoseconds += 1


def _uid(event: Event) -> str:
    return str(event.regarding["metadata"]["uid"])


def sweep_later(api: ApiServer, namespace: str, at: int) -> None:
    """Have expired objects of a namespace looked for at the next full ten minutes."""
    if api.tx.entry(EXPIRY, namespace) is None:
        api.tx.queue_put(Entry(-(-at // SWEEP) * SWEEP, EXPIRY, namespace))
