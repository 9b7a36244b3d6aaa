"""What a watch shows of a change: only what is selected, and as an arrival or a departure where a change moves an
object in or out.
"""

from __future__ import annotations

from minikctl.apiserver import reading
from minikctl.core.errors import bad_request
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Change, Key

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.apiserver.request import Target
    from minikctl.apiserver.server import ApiServer

Obj = dict[str, Any]


class Selection:
    """The objects of one resource that a watch is about. ApiError 400 for selectors that do not parse, 405 for what
    cannot be watched.
    """

    def __init__(self, target: Target, namespace: str, selector: str, fields: str) -> None:
        target.allow("watch")
        self._target = target
        self._namespace = namespace
        self._selector = selector
        self._fields_text = fields
        self._fields, (self._name, _) = reading.parse_fields(target, fields)
        self._labels: Callable[[dict[str, str]], bool] | None = None
        if selector:
            from minikctl.core.selectors import parse

            try:
                self._labels = parse(selector).matches
            except ValueError as e:
                raise bad_request(str(e)) from None

    def present(self, api: ApiServer) -> list[Obj]:
        """What is there now."""
        return list(api.list(self._target, self._namespace, self._selector, self._fields_text).items)

    def is_same(self, api: ApiServer, revision: int) -> bool:
        """Whether there surely was no change after a revision: the one object that is watched is as old as that."""
        if self._name is None:
            return False
        obj = api.tx.get(api.key(self._target.kind, self._namespace, self._name))
        return obj is not None and int(obj["metadata"]["resourceVersion"]) <= revision

    def younger(self, api: ApiServer, revision: int) -> list[Change]:
        """What is there and was written after a revision, as changes in order: for where the log begins later."""
        kind = self._target.kind
        found = [(int(o["metadata"]["resourceVersion"]), o) for o in self.present(api)]
        return [
            Change(Key(kind.resource, o["metadata"].get("namespace", ""), o["metadata"]["name"]), o, o, at)
            for at, o in sorted(found, key=lambda one: one[0])
            if at > revision
        ]

    def _has(self, obj: Obj) -> bool:
        if self._labels is not None and not self._labels(obj["metadata"].get("labels") or {}):
            return False
        return self._fields is None or self._fields(obj)

    def about(self, change: Change) -> bool:
        """Whether a change is of this resource and namespace at all."""
        key = change.key
        return key.resource == self._target.kind.resource and (not self._namespace or key.namespace == self._namespace)

    def event(self, change: Change) -> tuple[str, Obj] | None:
        """(ADDED | MODIFIED | DELETED, stored object), None for what this watch does not show."""
        if not self.about(change):
            return None
        if change.obj is None:
            return ("DELETED", change.old) if change.old is not None and self._has(change.old) else None
        is_in = self._has(change.obj)
        was_in = change.old is not None and self._has(change.old)
        if is_in:
            return ("MODIFIED" if was_in else "ADDED"), change.obj
        return ("DELETED", change.obj) if was_in else None
