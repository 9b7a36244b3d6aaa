"""Which changes make a replica set look again; light, because it runs for every change of a pod."""

from __future__ import annotations

from minikctl.controllers._base import Watch, itself, key_of
from minikctl.controllers._owners import newly_orphan, owner_keys
from minikctl.controllers.replicas._kind import ORPHANS
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from minikctl.controllers._base import View
    from minikctl.controllers.replicas._kind import ReplicaKind

Obj = dict[str, Any]
Keys = list[str]

PODS_DELAY = 50_000  # changes of many pods within this time become one look
# what may have refused a pod, and may accept it after a change
GATES = ("limitranges", "namespaces", "resourcequotas", "serviceaccounts")


def watches(kind: ReplicaKind, group: str) -> tuple[Watch, ...]:
    """The watches of one kind of replica set."""
    return (
        Watch(kind.resource, itself),
        Watch("pods", pod_keys(kind, group), PODS_DELAY),
        *(Watch(gate, failing_keys(kind)) for gate in GATES),
    )


def pod_keys(kind: ReplicaKind, group: str) -> Callable[[Obj | None, Obj | None, View], Keys]:
    of_owner = owner_keys(kind.kind, group)

    def keys(obj: Obj | None, old: Obj | None, view: View) -> Keys:
        found = of_owner(obj, old, view)
        if obj is None:
            return found
        if found and _is_strange(kind, obj, old, found[0], view):
            found = [key + ORPHANS for key in found]
        if newly_orphan(obj, old):
            found += [k for k in _adopters(kind, view, obj) if k not in found]
        return found

    return keys


def _is_strange(kind: ReplicaKind, pod: Obj, old: Obj | None, owner: str, view: View) -> bool:
    """Whether a pod may have labels that its owner did not give it, so that counting is not enough."""
    labels = pod["metadata"].get("labels")
    if old is not None:
        return bool(labels != old["metadata"].get("labels"))
    namespace, _, name = owner.partition("/")
    made_by = view.get(kind.resource, namespace, name)
    return made_by is not None and (made_by["spec"]["template"].get("metadata") or {}).get("labels") != labels


def _adopters(kind: ReplicaKind, view: View, pod: Obj) -> Keys:
    labels = pod["metadata"].get("labels")
    owners = view.list(kind.resource, pod["metadata"]["namespace"]) if labels else []
    if not owners:
        return []
    from minikctl.controllers._selecting import matcher

    return [key_of(owner) + ORPHANS for owner in owners if matcher(kind.selector(owner))(labels)]


def failing_keys(kind: ReplicaKind) -> Callable[[Obj | None, Obj | None, View], Keys]:
    """Those of a namespace that could not create all their pods."""

    def keys(obj: Obj | None, old: Obj | None, view: View) -> Keys:
        one = obj or old
        if one is None:
            return []
        namespace = one["metadata"].get("namespace") or one["metadata"]["name"]
        return [key_of(owner) for owner in view.list(kind.resource, namespace) if _is_failing(owner)]

    return keys


def _is_failing(owner: Obj) -> bool:
    return any(c["type"] == "ReplicaFailure" for c in (owner.get("status") or {}).get("conditions") or ())
