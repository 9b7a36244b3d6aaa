"""DaemonSet: one pod on every node that will have it.

sync       one look: claims, history, nodes, update, status
placement  which nodes get a pod, and what such a pod looks like
updating   old pods give way to new ones, so many at a time
history    the revisions of the template
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

_of_owner = owner_keys("DaemonSet")


def _pod_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    keys = _of_owner(obj, old, view)
    if obj is not None and newly_orphan(obj, old):
        from minikctl.controllers._selecting import matcher

        labels = obj["metadata"].get("labels") or {}
        for owner in view.list("daemonsets.apps", obj["metadata"]["namespace"]):
            if matcher(owner["spec"].get("selector"))(labels):
                keys.append(key_of(owner))
    return list(dict.fromkeys(keys))


def _node_keys(obj: Obj | None, old: Obj | None, view: View) -> list[str]:
    """Every DaemonSet, if what decides about a node has changed."""
    if obj is not None and old is not None and _facts(obj) == _facts(old):
        return []
    return [key_of(owner) for owner in view.list("daemonsets.apps")]


def _facts(node: Obj) -> Any:
    return node["metadata"].get("labels"), (node.get("spec") or {}).get("taints")


def reconcile(view: View, key: str, now: int) -> Result:
    from minikctl.controllers.daemonset import sync

    return sync.reconcile(view, key, now)


def on_error(view: View, key: str, now: int, change: Change, error: ApiError) -> Result:
    from minikctl.controllers.daemonset import sync

    return sync.on_error(view, key, now, change, error)


CONTROLLER = Controller(
    "daemonset",
    "kube-controller-manager",
    (
        Watch("daemonsets.apps", itself),
        Watch("pods", _pod_keys, PODS_DELAY),
        Watch("controllerrevisions.apps", _of_owner),
        Watch("nodes", _node_keys),
    ),
    reconcile,
    on_error,
    "daemonset-controller",
)
