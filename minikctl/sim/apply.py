"""What a controller wants, done through the API server."""

from __future__ import annotations

from minikctl.apiserver.request import Asked, Target
from minikctl.controllers._base import Bind, Create, Delete, Event, Skipped, Update
from minikctl.core.errors import MODIFIED, ApiError, conflict
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.kinds import table as kinds
from minikctl.sim.recording import Recorder
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.server import ApiServer
    from minikctl.controllers._base import Change, Controller, Repeat
    from minikctl.sim.view import TxView

Obj = dict[str, Any]

_targets: dict[str, Target] = {}


def target_of(resource: str) -> Target:
    """The storage version of a resource; only of those that no definition can change it is remembered."""
    found = _targets.get(resource)
    if found is None:
        kind = kinds.load(resource)
        found = Target(kind, kind.versions[0])
        if kind.read is None:
            _targets[resource] = found
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
        self._heard = Recorder(api, view, self._component)

    def apply(self, change: Change) -> None:
        """ApiError where the server refuses; what is gone already needs no deleting."""
        if isinstance(change, Update):
            self._update(change)
        elif isinstance(change, Event):
            self.record(change)
        elif isinstance(change, Skipped):
            self.skip(change)
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

    def record(self, event: Event) -> None:
        """Write the Event object, or count it."""
        self._heard.record(event, self._now)

    def repeat(self, repeat: Repeat, times: int) -> None:
        """Events that came up so often, the last time now."""
        self._heard.repeat(repeat, times, self._now)

    def skip(self, skipped: Skipped) -> None:
        """Events that nobody will see were said meanwhile."""
        self._heard.skip(skipped, self._now)

    def done(self) -> None:
        """Keep what is known of those who say much."""
        self._heard.keep()
