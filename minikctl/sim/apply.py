"""What a controller wants, done through the API server."""

from __future__ import annotations

from minikctl.apiserver.request import Asked, Target
from minikctl.controllers._base import Bind, Create, Delete, Event, Update
from minikctl.core.errors import MODIFIED, ApiError, conflict
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import table as kinds
from minikctl.sim import recorder
from minikctl.storage._base import Entry, Key

if TYPE_CHECKING:
    from minikctl.apiserver.server import ApiServer
    from minikctl.controllers._base import Change, Controller
    from minikctl.sim.view import TxView

Obj = dict[str, Any]

SECOND = 1_000_000
EXPIRY = "expiry"  # the housekeeping of objects with a time to live
SWEEP = 600 * SECOND

_targets: dict[str, Target] = {}


def target_of(resource: str) -> Target:
    """The storage version of a resource."""
    found = _targets.get(resource)
    if found is None:
        kind = kinds.load(resource)
        found = _targets[resource] = Target(kind, kind.versions[0])
    return found


def resource_of(api_version: str, kind: str) -> str:
    """The storage key of a kind that is served; KeyError for none."""
    found = kinds.kind_for(api_version, kind)
    if found is None:
        raise KeyError(f"{api_version} {kind}")
    return found.resource


class Look:
    """The changes of one look of one controller."""

    def __init__(self, api: ApiServer, view: TxView, controller: Controller, now: int) -> None:
        self._api = api
        self._view = view
        self._component = controller.component or controller.name
        self._asked = Asked(user=f"system:{controller.user}", manager=controller.user, internal=True)
        self._now = now
        self._mine: set[Key] = set()
        self._silenced: set[tuple[str, str]] = set()  # (uid, component): all has been said of it that may be

    def apply(self, change: Change) -> None:
        """ApiError where the server refuses; what is gone already needs no deleting."""
        if isinstance(change, Update):
            self._update(change)
        elif isinstance(change, Event):
            self.record(change)
        elif isinstance(change, Create):
            resource = resource_of(change.obj["apiVersion"], change.obj["kind"])
            made = self._api.create(
                target_of(resource), change.obj["metadata"].get("namespace", ""), change.obj, self._asked
            )
            self._mine.add(Key(resource, made["metadata"].get("namespace", ""), made["metadata"]["name"]))
        elif isinstance(change, Bind):
            from minikctl.apiserver.binding import bind

            bind(self._api, change.namespace, change.name, change.node)
            self._mine.add(Key("pods", change.namespace, change.name))
        else:
            self._delete(change)

    def _update(self, change: Update) -> None:
        obj = change.obj
        meta = obj["metadata"]
        resource = resource_of(obj["apiVersion"], obj["kind"])
        key = Key(resource, meta.get("namespace", ""), meta["name"])
        target = target_of(resource)
        if key in self._mine:  # written by this very look: the version that it read is its own predecessor
            stored = self._api.tx.get(key)
            if stored is None or stored["metadata"]["uid"] != meta.get("uid"):
                raise conflict(target.kind.plural, target.group, key.name, MODIFIED)
            obj = {**obj, "metadata": {**meta, "resourceVersion": stored["metadata"]["resourceVersion"]}}
        self._mine.add(key)
        self._api.update(target, key.namespace, key.name, obj, self._asked, change.subresource)

    def _delete(self, change: Delete) -> None:
        options: Obj = {"preconditions": {"uid": change.uid}, "propagationPolicy": change.propagation}
        if change.grace is not None:
            options["gracePeriodSeconds"] = change.grace
        try:
            self._api.delete(target_of(change.resource), change.namespace, change.name, options, self._asked)
        except ApiError as e:
            if e.reason not in ("NotFound", "Conflict"):
                raise

    def record(self, event: Event, times: int = 1) -> None:
        """Write the Event object, or count it."""
        component = event.component or self._component
        uid = event.regarding["metadata"]["uid"]
        if (uid, component) in self._silenced:
            return
        known = [] if event.first else self._view.events_about(uid)
        made = recorder.record(event, component, known, self._now, times)
        if made is None:
            self._silenced.add((uid, component))
            return
        tx = self._api.tx
        meta = made["metadata"]
        if "uid" not in meta:
            self._name(meta)
            namespace = tx.get(Key("namespaces", "", meta["namespace"]))
            if namespace is None or (namespace.get("status") or {}).get("phase") == "Terminating":
                return  # as on a real server: nothing new in there
            self._api.record(made)
            sweep_later(self._api, meta["namespace"], self._now + target_of("events").kind.ttl * SECOND)
            return
        tx.revision += times - 1
        made["metadata"] = {**meta, "resourceVersion": str(tx.next_revision())}
        tx.put(Key("events", meta["namespace"], meta["name"]), made)

    def _name(self, meta: Obj) -> None:
        """`<object>.<nanoseconds in hex>`, the next free nanosecond."""
        base, nanoseconds = meta["name"], self._now * 1000
        tx = self._api.tx
        known = tx.here if self._now > tx.head.played else tx.get  # nobody has stored a later instant
        while True:
            meta["name"] = f"{base}.{nanoseconds:x}"
            if known(Key("events", meta["namespace"], meta["name"])) is None:
                return
            nanoseconds += 1


def sweep_later(api: ApiServer, namespace: str, at: int) -> None:
    """Have expired objects of a namespace looked for at the next full ten minutes."""
    if api.tx.entry(EXPIRY, namespace) is None:
        api.tx.queue_put(Entry(-(-at // SWEEP) * SWEEP, EXPIRY, namespace))
