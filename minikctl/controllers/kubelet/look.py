"""One look of a kubelet at one pod: what it sees, what it notes down, and the events it wants. No rules."""

from __future__ import annotations

from minikctl.controllers._base import Event, Skipped
from minikctl.core.times import SECOND, rfc3339
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import View

Obj = dict[str, Any]

# What a kubelet remembers of a container between looks, JSON. All optional but the first two.
#   stage    new, pull, err, back, config, invalid, run, dead, crash, done
#   due      when the stage ends by itself (microseconds), None: never
#   image    the image it was pulled for          full, digest   what became of it
#   wait     [reason, message] shown as waiting    end, last      terminated states: of this run, of the one before
#   id, began, since   the running container: id, start in microseconds and as text
#   ready, started     as in the status            plan           what happens while it runs: [at, what, ...], in order
#   again    [at, every, [[type, reason, message], ...]]   events that come up again and again
#   loop     each time they do the container has been started and has crashed again
#   tries, crashes     failed pulls, quick ends in a row            starts         containers made so far
#   turn, heard        how long it took from end to end, and what was said in this time (cycles.py)
#   swap     it is being replaced: its definition changed        awaits         its process waits for a Service
#   first    all has gone well since the pod was first seen, so that what is said of it is new
Record = dict[str, Any]

STEADY = 12  # from this start on every start of a container takes as long as the one before


class Look:
    """A pod at an instant. `records` are this look's own copies; `again` events are those of containers."""

    __slots__ = (
        *("events", "first", "host", "meta", "now", "pod", "records", "rules"),
        *("skipped", "spec", "start", "uid", "view"),
    )

    def __init__(self, view: View, pod: Obj, now: int, records: dict[str, Record], start: int) -> None:
        self.view = view
        self.pod = pod
        self.meta: Obj = pod["metadata"]
        self.spec: Obj = pod["spec"]
        self.uid: str = self.meta["uid"]
        self.host: str = self.spec["nodeName"]
        self.now = now
        self.start = start  # when the kubelet first saw the pod
        self.records = records
        self.rules: Obj = view.settings.get("images") or {}
        self.events: list[Event] = []
        self.skipped: list[Skipped] = []
        self.first = False  # nothing has been said of the pod by its kubelet

    def event(
        self, type_: str, reason: str, message: str, path: str = "", single: bool = False, first: bool = False
    ) -> None:
        """An event about the pod, or about the container at a field path."""
        self.events.append(Event(self.pod, type_, reason, message, "kubelet", self.host, path, single, first))

    def step(self, record: Record, reason: str, message: str, path: str) -> None:
        """An event on the way to a running container. A first restart has its own, as recorded; later ones count."""
        self.event("Normal", reason, message, path, record.get("starts") == 1, "first" in record)

    def chance(self, container: str, what: str, attempt: int = 0) -> float:
        return self.view.random(self.uid, container, what, str(attempt))

    def stamp(self) -> str:
        return stamp(self.now)

    def qualified(self) -> str:
        """How the kubelet names a pod in messages: web_default(uid)."""
        return f"{self.meta['name']}_{self.meta['namespace']}({self.uid})"


_stamps: dict[int, str] = {}  # many pods are looked at in the same second


def stamp(at: int) -> str:
    """The time as status fields have it."""
    second = at // SECOND
    known = _stamps.get(second)
    if known is None:
        if len(_stamps) > 1000:
            _stamps.clear()
        known = _stamps[second] = rfc3339(at)
    return known
