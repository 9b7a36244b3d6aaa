"""ApiServer: the one door. Routing by kind, and the fixed request pipeline; each step is a module beside this one.

A server lives as long as one transaction. Objects that it returns are shared with storage: callers must not change
them.
"""

from __future__ import annotations

from minikctl.apiserver import reading
from minikctl.apiserver.request import Asked, Target
from minikctl.core.errors import no_such_resource, not_found
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.apiserver.paging import Page
    from minikctl.apiserver.request import World
    from minikctl.kinds._kind import Kind
    from minikctl.storage.transaction import Tx

Obj = dict[str, Any]
_CLIENT = Asked()


class ApiServer:
    """Every read and write of one transaction."""

    def __init__(self, tx: Tx, world: World) -> None:
        self.tx = tx
        self.world = world
        self.last_created: dict[str, Obj] = {}  # by controllers, of each kind: what is like it shares its owners

    # routing
    def target(self, group: str, version: str, plural: str) -> Target:
        """The served resource behind a path; ApiError 404 where there is none (or a setting has switched it
        off).
        """
        from minikctl.kinds import table

        found = table.served(group, version, plural)
        if found is None or (found[1].switch and not self.world.settings[found[1].switch]):
            raise no_such_resource()
        return Target(*found)

    def warn_deprecated(self, target: Target) -> None:
        if target.served.deprecated:
            self.world.warn(target.served.deprecated)

    # reads
    def get(self, target: Target, namespace: str, name: str) -> Obj:
        """One object in the target's version; ApiError 404."""
        from minikctl.apiserver.conversion import encode

        target.allow("get")
        return encode(self.stored(target, namespace, name), target)

    def stored(self, target: Target, namespace: str, name: str, expired: bool = False) -> Obj:
        """One object as it is stored; ApiError 404, also for what has expired unless that is asked for."""
        kind = target.kind
        if kind.computed:
            from minikctl.apiserver import computed

            return computed.one(self, kind, namespace, name)
        obj = self.find(kind, namespace, name)
        if obj is None or (kind.ttl and not expired and reading.expired(target, obj, self.world.now())):
            raise not_found(kind.plural, target.group, name)
        return obj

    def find(self, kind: Kind, namespace: str, name: str) -> Obj | None:
        """One object as it is stored, or built in; None where there is none."""
        obj = self.tx.get(Key(kind.resource, namespace if kind.namespaced else "", name))
        if obj is None and kind.builtin:
            from minikctl.apiserver import builtin_objects

            return builtin_objects.one(self, kind, name)
        return obj

    def list(
        self,
        target: Target,
        namespace: str,
        selector: str = "",
        fields: str = "",
        limit: int = 0,
        token: str = "",
        revision: int = 0,
    ) -> Page:
        """Objects in storage version, selected and paged; revision: as they were then (0: now). See paging.Page."""
        target.allow("list")
        if target.kind.computed:
            from minikctl.apiserver import computed

            items = computed.objects(self, target.kind, namespace)
            return reading.selected(self.tx, target, items, selector, fields)
        if target.kind.builtin and not token and not revision:
            from minikctl.apiserver import builtin_objects

            return reading.selected(self.tx, target, builtin_objects.objects(self, target.kind), selector, fields)
        return reading.page(self.tx, target, namespace, selector, fields, limit, token, self.world.now(), revision)

    # writes
    def create(self, target: Target, namespace: str, body: Any, asked: Asked = _CLIENT) -> Obj:
        """The created object (storage version)."""
        from minikctl.apiserver.creating import create

        if not asked.internal:
            target.allow("create")
        return create(self, target, namespace, body, asked)

    def record(self, event: Obj) -> None:
        """Create an Event that a component of the cluster tells, under a name that is free."""
        from minikctl.apiserver.creating import record

        record(self, event)

    def update(
        self, target: Target, namespace: str, name: str, body: Any, asked: Asked = _CLIENT, subresource: str = ""
    ) -> Obj:
        """PUT: the updated object (storage version)."""
        from minikctl.apiserver.updating import update

        if not asked.internal:
            target.allow("update")
        return update(self, target, namespace, name, body, asked, subresource)

    def patch(
        self,
        target: Target,
        namespace: str,
        name: str,
        patch: Any,
        patch_type: str,
        asked: Asked = _CLIENT,
        subresource: str = "",
    ) -> Obj:
        """PATCH of any type, server-side apply included: the patched object (storage version)."""
        from minikctl.apiserver.patching import patch as run

        if not asked.internal:
            target.allow("patch")
        return run(self, target, namespace, name, patch, patch_type, asked, subresource)

    def delete(
        self, target: Target, namespace: str, name: str, options: Obj | None = None, asked: Asked = _CLIENT
    ) -> tuple[Obj, bool]:
        """(the object's last state, whether it is gone already)."""
        from minikctl.apiserver.deleting import delete

        if not asked.internal:
            target.allow("delete")
        return delete(self, target, namespace, name, options or {}, asked)

    def key(self, kind: Kind, namespace: str, name: str) -> Key:
        return Key(kind.resource, namespace if kind.namespaced else "", name)
