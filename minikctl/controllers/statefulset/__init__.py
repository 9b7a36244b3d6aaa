"""StatefulSet: pods with numbers, names and volumes that stay, made and changed one after the other.

sync       one look: claims, revisions, pods, status
ordering   what happens to which pod, in which order
identity   a pod's name, labels, host name, volumes; the pod of an ordinal
claims     the volume claims of a pod, and whose they are
revisions  which revision is current, which one is to be
status     what is said about it
"""

from __future__ import annotations

from minikctl.controllers._base import Controller, Watch, itself, key_of
from minikctl.controllers._owners import newly_orphan, owner_keys
from minikctl.core.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minikctl.controllers._base import Change, Result, View
    from minikctl.core.errors import ApiError

Obj = dict[str, Any]

PODS_DELAY = 20_000

_of_owner = owner_keys("StatefulSet")


def _pod_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    keys = _of_owner(obj, old, view)
    if obj is not None and newly_orphan(obj, old):
        from minikctl.controllers._selecting import matcher
        from minikctl.controllers.statefulset.identity import parent_of

        parent, namespace = parent_of(obj), obj["metadata"]["namespace"]
        owner = view.get("statefulsets.apps", namespace, parent) if parent else None
        if owner is not None and matcher(owner["spec"].get("selector"))(obj["metadata"].get("labels") or {}):
            keys = list(dict.fromkeys([*keys, key_of(owner)]))
    return keys


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.statefulset import sync

    return sync.reconcile(view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.statefulset import sync

    return sync.on_error(view, key, now, change, error)


CONTROLLER = Controller(
    "statefulset",
    "kube-controller-manager",
    (
        Watch("statefulsets.apps", itself),
        Watch("pods", _pod_keys, PODS_DELAY),
        Watch("controllerrevisions.apps", _of_owner),
    ),
    reconcile,
    on_error,
    "statefulset-controller",
)
