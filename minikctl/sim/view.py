"""What controllers see: controllers._base.View over a transaction. Reads only."""

from __future__ import annotations

from minikctl.core.randomness import digest, fraction
from minikctl.core.typed import TYPE_CHECKING, Any
from minikctl.storage._base import Key

if TYPE_CHECKING:
    from minikctl.core.selectors import Selector
    from minikctl.storage.transaction import Tx

Obj = dict[str, Any]
Objs = list[Obj]  # inside of the class, `list` is a method

_MAX_BASE = 58


class TxView:
    """One look's view. A name that it generated once is not given again in the same look."""

    def __init__(self, tx: Tx, settings: Obj, seed: str) -> None:
        self._tx = tx
        self._seed = seed
        self._names = 0
        self._given: set[Key] = set()  # in this look
        self.settings = settings
        self.until = 0
        self._memo: Any = None

    def fresh(self, memo: Any) -> TxView:
        """The view for the next look."""
        if self._names:
            self._names = 0
            self._given.clear()
        self._memo = memo
        return self

    def memo(self) -> Any:
        return self._memo

    def get(self, resource: str, namespace: str, name: str) -> Obj | None:
        return self._tx.get(Key(resource, namespace, name))

    def list(self, resource: str, namespace: str = "") -> Objs:
        return self._tx.list(resource, namespace)

    def select(self, resource: str, namespace: str, selector: Selector) -> Objs:
        exact = selector.exact()
        if exact and namespace:
            found = self._tx.get_many(self._tx.find("label", f"{resource}/{namespace}/{exact[0]}={exact[1]}"))
        else:
            found = self._tx.list(resource, namespace)
        return [o for o in found if selector.matches(o["metadata"].get("labels") or {})]

    def owned(self, uid: str, resource: str) -> Objs:
        return self._tx.get_many([k for k in self._tx.find("owner", uid) if k.resource == resource])

    def dependents(self, uid: str) -> Objs:
        return self._tx.get_many(self._tx.find("dependent", uid))

    def on_node(self, node: str) -> Objs:
        return self._tx.get_many(self._tx.find("node", node))

    def node_usage(self, node: str) -> tuple[int, int, int]:
        pods, cpu, memory = self._tx.aggregate("node", node) or (0, 0, 0)
        return pods, cpu, memory

    def owned_pods(self, uid: str) -> tuple[int, int, int]:
        active, ready, terminating = self._tx.aggregate("owner", uid) or (0, 0, 0)
        return active, ready, terminating

    def has_address(self, address: str) -> bool:
        return bool(self._tx.find("node", f"at/{address}"))

    def events_about(self, uid: str) -> Objs:
        return self._tx.get_many(self._tx.find("regarding", uid))

    def generate_name(self, resource: str, namespace: str, base: str) -> str:
        from minikctl.core.names import safe_suffix

        base = base[:_MAX_BASE]
        while True:
            self._names += 1
            tail = safe_suffix(digest(self._seed, "name", namespace, base, str(self._tx.revision), str(self._names)))
            key = Key(resource, namespace, base + tail)
            if key not in self._given and self._tx.get(key) is None:
                self._given.add(key)
                return key.name

    def random(self, *parts: str) -> float:
        return fraction(self._seed, *parts)
