"""The contract of a controller: a pure function from what is there to what should change.

`reconcile(view, key, now) -> Result`. The engine (sim/) calls it when something that the controller watches has
changed, or at the time that it asked for; applies the changes through the one door; tells the watchers. A controller
does no I/O, has no clock and no state but its memo. `now` is int microseconds since the epoch. Objects that a view
gives are shared: copy before changing (core.objects.copy).
"""

from __future__ import annotations

from minikctl.core.typed import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.core.errors import ApiError
    from minikctl.core.selectors import Selector

Obj = dict[str, Any]
Objects = list[Obj]  # View has a method of the name `list`


class View(Protocol):
    """One consistent state of the world. Resources are named `pods`, `replicasets.apps`. Lists come sorted by
    (namespace, name).
    """

    settings: Obj  # the state's effective settings (sim/settings.py), defaults filled in
    until: int  # how far is being played: what has come and gone by then is never seen (microseconds)

    def get(self, resource: str, namespace: str, name: str) -> Obj | None: ...

    def list(self, resource: str, namespace: str = "") -> Objects:
        """All of a namespace, or of all namespaces for ""."""

    def select(self, resource: str, namespace: str, selector: Selector) -> Objects:
        """Those whose labels match; uses the label index where the selector allows."""

    def owned(self, uid: str, resource: str) -> Objects:
        """Those whose controlling owner has this uid."""

    def dependents(self, uid: str) -> Objects:
        """All objects that have an owner with this uid, controlling or not."""

    def on_node(self, node: str) -> Objects:
        """The pods bound to a node ("": to none; `pending/NS`: those of a namespace that are bound, but still
        Pending).
        """

    def node_usage(self, node: str) -> tuple[int, int, int]:
        """(pods, milli-CPU, bytes) requested by unfinished pods on a node; O(1)."""

    def owned_pods(self, uid: str) -> tuple[int, int, int]:
        """(active, ready of those, terminating) of the pods whose controlling owner has this uid; O(1)."""

    def has_address(self, address: str) -> bool:
        """Whether a pod has this address; those on their host's network do not count."""

    def events_about(self, uid: str) -> Objects: ...

    def generate_name(self, resource: str, namespace: str, base: str) -> str:
        """base + five characters that no object of the namespace has."""

    def random(self, *parts: str) -> float:
        """A number in [0, 1) that depends on the state's seed and on parts alone."""

    def memo(self) -> Any:
        """What this controller returned as memo for this key last time, None at first. Shared: do not change it."""


class Create(NamedTuple):
    """Create obj (apiVersion and kind in it); metadata.name set (see View.generate_name)."""

    obj: Obj


class Update(NamedTuple):
    """Write obj whole. subresource "status" writes status only, "scale" the replicas only, "" all but status. Only if
    the object still is the one that was read (uid, resourceVersion).
    """

    obj: Obj
    subresource: str = ""


class Bind(NamedTuple):
    """Bind a pod to a node (pods/binding)."""

    namespace: str
    name: str
    node: str


class Delete(NamedTuple):
    """Delete with preconditions on uid. grace None: the object's own; 0: at once (the kubelet's last word)."""

    resource: str
    namespace: str
    name: str
    uid: str
    grace: int | None = None
    propagation: str = "Background"


class Event(NamedTuple):
    """An event about an object: recorded, counted, aggregated and rate-limited as client-go's recorder does
    (sim/recorder.py).
    """

    regarding: Obj
    type: str  # Normal | Warning
    reason: str
    message: str
    component: str = ""  # the controller's own name if left out
    host: str = ""
    field_path: str = ""  # spec.containers{web}
    single: bool = False  # an Event object of its own, never counted onto an earlier one
    first: bool = False  # nothing like it, and little else, was said of the object before: the recorder need not look


class Skipped(NamedTuple):
    """Events that came up so often up to an instant, all of them about one object, while that was not played since
    nobody will see it. fresh: each time in other words.
    """

    events: tuple[Event, ...]
    times: int
    until: int
    fresh: bool = False


Change = Create | Update | Bind | Delete | Event | Skipped


class Repeat(NamedTuple):
    """`changes` (events) happen again every `every` microseconds for as long as nothing wakes the controller: played
    arithmetically, not one by one.
    """

    every: int
    events: tuple[Event, ...]
    look: bool = False  # then also look, once, at the last time that they came up


class Result(NamedTuple):
    """What to do now and when to look again. A look at `requeue_at` replaces any earlier wish for the same key."""

    changes: list[Change] | tuple[Change, ...] = ()
    requeue_at: int | None = None  # absolute, microseconds
    memo: Any = None  # JSON, kept with the key until the next look; dropped when None
    repeat: Repeat | None = None


NOTHING = Result()


class Watch(NamedTuple):
    """Which changes wake a controller: for a change of `resource`, keys(obj, old, view) names the keys to look at.
    `delay` (microseconds) lets many changes become one look.
    """

    resource: str
    keys: Callable[[Obj | None, Obj | None, View], list[str]]
    delay: int = 0


class Controller(NamedTuple):
    """One controller. Keys are `namespace/name` (or `name`, or anything the controller says).

    user: the name it acts under (managedFields manager), e.g. kube-controller-manager, kubelet, kube-scheduler.
    on_error: the API server refused a change: what to do about it (events, conditions, when to try again).
    settles: the sorts of change that a look has reckoned with, so that they do not wake it again for the same key.
    """

    name: str
    user: str
    watches: tuple[Watch, ...]
    reconcile: Callable[[View, str, int], Result]
    on_error: Callable[[View, str, int, Change, ApiError], Result] | None = None
    component: str = ""  # event source, e.g. deployment-controller
    settles: tuple[type, ...] = ()


def key_of(obj: Obj) -> str:
    """`namespace/name`, or `name` for a cluster-scoped object."""
    meta = obj["metadata"]
    namespace = meta.get("namespace")
    return f"{namespace}/{meta['name']}" if namespace else str(meta["name"])


def itself(obj: Obj | None, old: Obj | None, _view: View) -> list[str]:
    """The usual Watch.keys: the object's own key."""
    one = obj or old
    return [key_of(one)] if one else []
